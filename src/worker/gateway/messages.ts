/** Takes messages of queues: news of objects that were written without this service, and tasks that it has set itself. */
import { doTask } from '../../oss/handlers/process/tasks.ts';
import type { Task } from '../../oss/ports.ts';
import { type NoticeParts, readNotice, takeNotice } from './notices.ts';

/** Deliveries of a message: the first and `max_retries` of `wrangler.toml`. Then it goes to the dead letters. */
const DELIVERIES = 6;
/** Seconds until the second delivery; doubled each time. */
const FIRST_PAUSE = 10;

/**
 * Takes in a batch. A message that fails for no fault of its object comes again, later each time. The last failure is
 * told to the log as given up; retrying once more then is what hands the message to the queue of dead letters.
 */
export async function takeMessages(batch: MessageBatch, service: NoticeParts): Promise<void> {
  for (const message of batch.messages) {
    try {
      await take(message.body, service);
      message.ack();
    } catch (error) {
      tellFailure(message, error);
      message.retry({ delaySeconds: FIRST_PAUSE * 2 ** (message.attempts - 1) });
    }
  }
}

async function take(body: unknown, service: NoticeParts): Promise<void> {
  const task = readTask(body);
  if (task) return doTask(task, service.services);
  const notice = readNotice(body);
  if (notice) await takeNotice(notice, service);
}

/** Undefined for what is no task. */
function readTask(body: unknown): Task | undefined {
  const { task } = (body ?? {}) as { readonly task?: Partial<Record<keyof Task, unknown>> };
  if (typeof task?.bucket !== 'string' || typeof task.id !== 'string') return undefined;
  return { bucket: task.bucket, id: task.id };
}

function tellFailure({ id, attempts, body }: Message, error: unknown): void {
  const kind = readTask(body) ? 'task' : 'notice';
  const event = `${kind}-${attempts >= DELIVERIES ? 'given-up' : 'failed'}`;
  const { key } = readNotice(body) ?? {};
  console.error(JSON.stringify({ event, id, key, attempts, error: String(error) }));
}

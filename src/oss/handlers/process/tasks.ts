/** `POST ?x-oss-async-process`: a picture that is made and stored after the answer, by whoever takes tasks from a queue. */
import { notImplemented, noSuchOriginal } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { textReply } from '../../protocol/http/reply.ts';
import { ProcessError } from '../../../core/spec/error.ts';
import type { Handler, Services } from '../../request/call.ts';
import type { Bucket, ObjectHead, ObjectStore, Task } from '../../ports.ts';
import { getJson, listAll, putJson } from '../multipart/staging.ts';
import { isOver, newUploadId } from '../multipart/upload-id.ts';
import { follow } from '../read/follow.ts';
import { carryOut, prepare } from './save-as.ts';

/** What is left to do, as it is kept until it is done. */
interface Kept {
  readonly key: string;
  readonly chain: string;
  /** Name of the bucket and key of the result. */
  readonly target: string;
  readonly targetKey: string;
}

/** Among what a bucket has put aside. */
const TASKS = 'tasks/';
const NAME = 'x-oss-async-process';
/** Keys that a store deletes at once. */
const MOST_AT_ONCE = 1000;

/**
 * Everything is checked that `POST ?x-oss-process` checks before it renders. Throws `NotImplemented` where there is no queue:
 * a task that nobody takes must not look as if somebody did.
 */
export const processLater: Handler = async (call) => {
  const { services, requestId, bucket } = call;
  if (services.tasks === undefined) throw notImplemented(NAME);
  const saving = await prepare(call, NAME);
  const found = await bucket.objects.head(saving.key);
  if (found === undefined) throw noSuchOriginal(saving.key);
  const { key } = await follow(call, found, 'chain');
  const { chain, target, targetKey } = saving;
  const id = newUploadId(services.clock.now());
  const kept: Kept = { key, chain, target: target.settings.name, targetKey };
  await putJson(bucket.staging, TASKS + id, kept);
  await services.tasks.add({ bucket: bucket.settings.name, id });
  return textReply('application/json', JSON.stringify({ EventId: id, RequestId: requestId, TaskId: id }));
};

/**
 * Does a task; one that is done already, or was given up, is nothing to do, so that it may be delivered more than once.
 * Throws for what may be over soon: then the task is still there.
 */
export async function doTask({ bucket: name, id }: Task, services: Services): Promise<void> {
  const bucket = await services.buckets.find(name);
  const kept = bucket && (await getJson<Kept>(bucket.staging, TASKS + id));
  if (kept === undefined) return;
  try {
    await make(bucket as Bucket, kept, services);
  } catch (error) {
    if (!(error instanceof ProcessError || error instanceof OssError) || error.status === 503) throw error;
    services.log(error, id);
  }
  await bucket?.staging.delete([TASKS + id]);
}

/** Drops tasks that no queue delivers any more, and tells how many there were. */
export async function sweepTasks(staging: ObjectStore, now: number): Promise<number> {
  const heads = await listAll(staging, TASKS);
  const lost = heads.map(({ key }) => key).filter((key) => isOver(key.slice(TASKS.length), now));
  for (let at = 0; at < lost.length; at += MOST_AT_ONCE)
    await staging.delete(lost.slice(at, at + MOST_AT_ONCE));
  return lost.length;
}

async function make(
  bucket: Bucket,
  { key, chain, target, targetKey }: Kept,
  services: Services,
): Promise<void> {
  const into = await services.buckets.find(target);
  const original: ObjectHead | undefined = await bucket.objects.head(key);
  if (into === undefined || original === undefined) throw noSuchOriginal(key);
  await carryOut({ bucket, key, chain, target: into, targetKey, named: undefined }, original, services);
}

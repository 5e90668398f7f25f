/** What one connection does: writes, reads and processes in turn, and looks at every byte that comes back. */
import { createHash, randomBytes } from 'node:crypto';
import type { Answer, Client } from '../lib/client.ts';

/** What all connections saw. */
export interface Counts {
  /** By `METHOD status`; `lost` for a connection that broke. */
  readonly answers: Map<string, number>;
  /** Objects that did not read back as they were written, and pictures that were none. */
  readonly torn: string[];
}

/** One connection's task. */
export interface Task {
  readonly client: Client;
  readonly counts: Counts;
  /** Keys that are its own. */
  readonly prefix: string;
  /** A picture to process and its bytes. */
  readonly picture: Buffer;
  /** When to stop, as `performance.now()` tells. */
  readonly until: number;
}

const KEYS = 4;
const MAX_BYTES = 400_000;
/** The answer of a service that has enough to do; it is no failure. */
const OVERLOAD = 503;

/** Works until the time is over; rejects never. */
export async function work(task: Task): Promise<void> {
  const { client, prefix, picture, until } = task;
  const written = new Map<string, string>();
  await counted(task, 'PUT', client.put(`${prefix}/picture`, picture));
  for (let turn = 0; performance.now() < until; turn++) {
    const key = `${prefix}/${turn % KEYS}`;
    await write(task, key, written);
    await readBack(task, key, written);
    await picked(task, turn);
    if (turn % 16 === 15) await remove(task, key, written);
  }
  for (const key of [...written.keys(), `${prefix}/picture`])
    await counted(task, 'DELETE', client.delete(key));
  client.close();
}

async function write(task: Task, key: string, written: Map<string, string>): Promise<void> {
  const bytes = randomBytes(1 + Math.floor(Math.random() * MAX_BYTES));
  const answer = await counted(task, 'PUT', task.client.put(key, bytes));
  if (answer?.status === 200) written.set(key, digest(bytes));
  // Whether the old or the new one is there cannot be known.
  else written.delete(key);
}

async function readBack(task: Task, key: string, written: Map<string, string>): Promise<void> {
  const expected = written.get(key);
  if (expected === undefined) return;
  const answer = await counted(task, 'GET', task.client.get(key));
  if (answer === undefined || answer.status === OVERLOAD) return;
  if (answer.status !== 200 || digest(answer.body) !== expected) {
    task.counts.torn.push(`${key}: ${answer.status}, ${answer.body.length} bytes`);
  }
}

/** Widths follow each other, so that most pictures are made and not kept ones. */
async function picked(task: Task, turn: number): Promise<void> {
  const process = `image/resize,w_${20 + ((turn * 7) % 200)}`;
  const answer = await counted(task, 'GET process', task.client.get(`${task.prefix}/picture`, process));
  if (answer?.status !== 200) return;
  const isJpeg =
    answer.body.readUInt16BE(0) === 0xffd8 && answer.body.readUInt16BE(answer.body.length - 2) === 0xffd9;
  if (!isJpeg) task.counts.torn.push(`${process}: ${answer.body.length} bytes`);
}

async function remove(task: Task, key: string, written: Map<string, string>): Promise<void> {
  const answer = await counted(task, 'DELETE', task.client.delete(key));
  written.delete(key);
  if (answer?.status !== 204) return;
  const gone = await counted(task, 'GET deleted', task.client.get(key));
  if (gone?.status === 200) task.counts.torn.push(`${key} is there after it was deleted`);
}

async function counted({ counts }: Task, name: string, answer: Promise<Answer>): Promise<Answer | undefined> {
  const seen = await answer.catch(() => undefined);
  const label = `${name} ${seen?.status ?? 'lost'}`;
  counts.answers.set(label, (counts.answers.get(label) ?? 0) + 1);
  return seen;
}

function digest(bytes: Buffer): string {
  return createHash('sha1').update(bytes).digest('hex');
}

/** Asks old and new for what a site uses, and keeps what came. */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Place } from '../lib/place.ts';
import { ask, type Seen } from './ask.ts';
import { differencesOf, UNTOLD } from './differences.ts';
import type { Kind, Sample } from './inventory.ts';
import { likeness } from './look.ts';

/** A chain on one object. */
export interface Task extends Sample {
  /** As it was sent. */
  readonly chain: string;
  /** Requests that it stands for. */
  readonly requests: number;
}

/** What both answered. */
export interface Compared extends Task {
  /** Undefined where only the new one is asked. */
  readonly old: Seen | undefined;
  readonly new: Seen;
  /** Structural similarity of the channel that differs most. */
  readonly likeness: number | undefined;
  /** What differs, in words; none when all is well. */
  readonly differences: readonly string[];
}

/** The chains that stand for most requests, each on an object that was asked for with it; at most `most`. */
export function tasksOf(kinds: readonly Kind[], most: number): Task[] {
  return kinds
    .filter(({ use, meaning }) => use.samples.length > 0 && meaning.kind !== 'family')
    .slice(0, most)
    .map(({ use }) => ({ chain: use.chain, ...use.samples[0]!, requests: use.count }));
}

/** Asks about one. */
export async function compare(task: Task, old: Place | undefined, fresh: Place): Promise<Compared> {
  const [before, after] = await Promise.all([
    old && ask(old, task.path, task.chain),
    ask(fresh, task.path, task.chain),
  ]);
  const alike = before?.look && after.look ? likeness(before.look, after.look) : undefined;
  const answers = { old: before, new: after, likeness: alike };
  const isOriginal = task.chain === '';
  const differences = differencesOf({ ...answers, logged: task.status, isOriginal });
  return { ...task, ...answers, old: before?.seen, new: after.seen, differences };
}

/** Remembers what was asked, so that a run that broke off goes on. */
export interface Remembered {
  find(task: Task): Compared | undefined;
  add(compared: Compared): void;
}

/** A file name for a replay: another log, another service or another one who asks has another. */
export function stateName(logs: readonly string[], places: readonly (Place | undefined)[]): string {
  const asked = places.map(
    (place) => place && [place.base, place.bucket, place.region, place.credentials?.accessKeyId],
  );
  return `${createHash('sha256')
    .update(JSON.stringify([logs, asked]))
    .digest('hex')
    .slice(0, 16)}.jsonl`;
}

/** Opens the file; a line that broke off is passed over. What may be answered otherwise the next time is asked again. */
export function openState(file: string): Remembered {
  mkdirSync(dirname(file), { recursive: true });
  const known = new Map<string, Compared>();
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (text !== '' && !text.endsWith('\n')) writeFileSync(file, '\n', { flag: 'a' });
  for (const line of text.split('\n')) {
    const compared = readLine(line);
    if (compared) known.set(nameOf(compared), compared);
  }
  return {
    find: (task) => {
      const found = known.get(nameOf(task));
      return found && { ...found, requests: task.requests };
    },
    add(compared) {
      if (isSettled(compared)) appendFileSync(file, `${JSON.stringify(compared)}\n`);
    },
  };
}

const nameOf = ({ chain, path }: Pick<Task, 'chain' | 'path'>) => `${chain}\n${path}`;

/** No answer, no right and a service in trouble are states of the day, not of what was asked. */
function isSettled({ old, new: fresh }: Compared): boolean {
  return [old, fresh].every(
    (seen) => seen === undefined || (seen.status > 0 && seen.status < 500 && !UNTOLD.includes(seen.status)),
  );
}

function readLine(line: string): Compared | undefined {
  try {
    return JSON.parse(line) as Compared;
  } catch {
    return undefined;
  }
}

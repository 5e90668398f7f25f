/** Asks old and new for what a site uses, and says what differs. */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ask, type Seen, type Side } from './ask.ts';
import type { Kind } from './inventory.ts';
import { likeness } from './likeness.ts';

/** A chain on one object. */
export interface Task {
  /** As it was sent. */
  readonly chain: string;
  readonly path: string;
  /** Requests that it stands for. */
  readonly requests: number;
}

/** What both answered. */
export interface Compared extends Task {
  /** Undefined where only the new one is asked. */
  readonly old: Seen | undefined;
  readonly new: Seen;
  /** Mean structural similarity. */
  readonly likeness: number | undefined;
  /** What differs, in words; none when all is well. */
  readonly differences: readonly string[];
}

/** Below this two pictures differ to the eye. */
const ALIKE = 0.9;

/** The chains that stand for most requests, each on an object that was asked for with it; at most `most`. */
export function tasksOf(kinds: readonly Kind[], most: number): Task[] {
  return kinds
    .filter(({ use, meaning }) => use.paths.length > 0 && meaning.kind !== 'family')
    .slice(0, most)
    .map(({ use }) => ({ chain: use.chain, path: use.paths[0]!, requests: use.count }));
}

/** Asks about one. */
export async function compare(task: Task, old: Side | undefined, fresh: Side): Promise<Compared> {
  const [before, after] = await Promise.all([
    old && ask(old, task.path, task.chain),
    ask(fresh, task.path, task.chain),
  ]);
  const comparable = before?.seen.status === 200 && after.seen.status === 200;
  const alike = comparable && isPicture(after.seen) ? await likeness(before.body, after.body) : undefined;
  const answers = { old: before?.seen, new: after.seen, likeness: alike };
  return { ...task, ...answers, differences: differencesOf(answers) };
}

const isPicture = ({ type }: Seen) => type.startsWith('image/');

function differencesOf({
  old,
  new: fresh,
  likeness: alike,
}: Pick<Compared, 'old' | 'new' | 'likeness'>): string[] {
  if (!old) return fresh.status === 200 ? [] : [answerOf(fresh)];
  if (old.status !== fresh.status) return [`${answerOf(old)} became ${answerOf(fresh)}`];
  // Two that fail alike are no proof of anything.
  if (fresh.status === 0 || fresh.status >= 500) return [`both: ${answerOf(fresh)}`];
  if (old.code !== fresh.code) return [`${old.code} became ${fresh.code}`];
  if (old.status !== 200) return [];
  const size = (seen: Seen) => `${seen.width} × ${seen.height}`;
  return [
    ...(old.type === fresh.type ? [] : [`${old.type} became ${fresh.type}`]),
    ...(size(old) === size(fresh) ? [] : [`${size(old)} became ${size(fresh)}`]),
    ...(alike === undefined || alike >= ALIKE ? [] : [`looks different: similarity ${alike.toFixed(3)}`]),
  ];
}

function answerOf({ status, code, error }: Seen): string {
  return status === 0
    ? `no answer (${error})`
    : [status, code].filter((word) => word !== undefined).join(' ');
}

/** Remembers what was asked, so that a run that broke off goes on. */
export interface Remembered {
  find(task: Task): Compared | undefined;
  add(compared: Compared): void;
}

/** A file name for a replay: another log or another service has another. */
export function stateName(parts: readonly string[]): string {
  return `${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)}.jsonl`;
}

/** Opens the file; a line that broke off is passed over. What got no answer is asked again. */
export function openState(file: string): Remembered {
  mkdirSync(dirname(file), { recursive: true });
  const known = new Map<string, Compared>();
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (text !== '' && !text.endsWith('\n')) writeFileSync(file, '\n', { flag: 'a' });
  for (const line of text.split('\n')) {
    const compared = readLine(line);
    if (compared && compared.new.status > 0 && compared.old?.status !== 0)
      known.set(nameOf(compared), compared);
  }
  return {
    find: (task) => {
      const found = known.get(nameOf(task));
      return found && { ...found, requests: task.requests };
    },
    add(compared) {
      known.set(nameOf(compared), compared);
      appendFileSync(file, `${JSON.stringify(compared)}\n`);
    },
  };
}

const nameOf = ({ chain, path }: Pick<Task, 'chain' | 'path'>) => `${chain}\n${path}`;

function readLine(line: string): Compared | undefined {
  try {
    return JSON.parse(line) as Compared;
  } catch {
    return undefined;
  }
}

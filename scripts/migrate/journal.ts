/** What was copied, a line for each object, so that a migration that broke off goes on where it was. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Listed } from './ports.ts';

export interface Journal {
  /** Whether this version of the object was copied. */
  has(object: Listed): boolean;
  add(object: Listed): void;
}

/** Opens a journal; a file that is not there begins with the first object. */
export function openJournal(file: string): Journal {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const known = new Set(lines);
  mkdirSync(dirname(file), { recursive: true });
  // A line that broke off in the middle must not swallow the next one.
  if (lines.length > 0 && lines.at(-1) !== '') appendFileSync(file, '\n');
  return {
    has: (object) => known.has(lineOf(object)),
    add: (object) => appendFileSync(file, `${lineOf(object)}\n`),
  };
}

function lineOf({ key, etag }: Listed): string {
  return JSON.stringify([key, etag]);
}

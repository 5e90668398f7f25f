/**
 * What was copied, a line for each object, so that a migration that broke off goes on where it was. The first line says from
 * where to where: a rehearsal's journal must not make the real run believe that everything is there already.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import type { Listed } from './ports.ts';

/** Everything that tells one migration from another. */
export interface Identity {
  readonly from: End;
  readonly to: End;
}

/** One end of a migration. */
export interface End {
  readonly kind: 'oss' | 'r2';
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly prefix: string;
}

export interface Journal {
  /** Whether this version of the object was copied. */
  has(object: Listed): boolean;
  add(object: Listed): void;
}

/** A file name for a migration: two of them never share one. */
export function journalName({ from, to }: Identity): string {
  const digest = createHash('sha256').update(identityLine({ from, to })).digest('hex').slice(0, 12);
  return `${from.bucket}-to-${to.kind}-${to.bucket}-${digest}.jsonl`;
}

/** Opens a journal; a file that is not there begins with the first object. Throws when it is of another migration. */
export function openJournal(file: string, identity: Identity): Journal {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const head = identityLine(identity);
  mkdirSync(dirname(file), { recursive: true });
  if (lines.join('') === '') writeFileSync(file, `${head}\n`);
  else if (lines[0] !== head) throw new Error(`${file} is the journal of another migration: ${lines[0]}`);
  // A line that broke off in the middle must not swallow the next one.
  else if (lines.at(-1) !== '') appendFileSync(file, '\n');
  const known = new Set(lines);
  return {
    has: (object) => known.has(lineOf(object)),
    add: (object) => appendFileSync(file, `${lineOf(object)}\n`),
  };
}

function identityLine({ from, to }: Identity): string {
  const end = ({ kind, endpoint, bucket, prefix }: End) => [
    kind,
    endpoint.replace(/\/+$/, ''),
    bucket,
    prefix,
  ];
  return JSON.stringify({ from: end(from), to: end(to) });
}

function lineOf({ key, etag }: Listed): string {
  return JSON.stringify([key, etag]);
}

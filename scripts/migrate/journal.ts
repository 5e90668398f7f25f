/**
 * What was copied, a line for each object, so that a migration that broke off goes on where it was. The first line says from
 * where to where: a rehearsal's journal must not make the real run believe that everything is there already.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';

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

/** A version of an object, and the ETag under which it was stored. */
export interface Entry {
  /** The source's. */
  readonly etag: string;
  /** The target's; undefined when it did not tell. */
  readonly stored: string | undefined;
}

/** What was copied, by key. */
export interface Journal {
  find(key: string): Entry | undefined;
  add(key: string, entry: Entry): void;
  /** The object was removed from the target. */
  drop(key: string): void;
  keys(): Iterable<string>;
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
  const known = readEntries(lines.slice(1));
  const write = (line: readonly (string | null)[]) => appendFileSync(file, `${JSON.stringify(line)}\n`);
  return {
    find: (key) => known.get(key),
    add(key, entry) {
      known.set(key, entry);
      write([key, entry.etag, ...(entry.stored === undefined ? [] : [entry.stored])]);
    },
    drop(key) {
      known.delete(key);
      write([key, null]);
    },
    keys: () => known.keys(),
  };
}

/** `["key","etag","etag of the target"]`, or `["key",null]` once it was removed; what broke off is passed over. */
function readEntries(lines: readonly string[]): Map<string, Entry> {
  const known = new Map<string, Entry>();
  for (const line of lines) {
    const [key, etag, stored] = readLine(line);
    if (key === undefined) continue;
    if (etag === null || etag === undefined) known.delete(key);
    else known.set(key, { etag, stored: stored ?? undefined });
  }
  return known;
}

function readLine(line: string): (string | null)[] & { readonly 0?: string } {
  try {
    return JSON.parse(line) as [string];
  } catch {
    return [];
  }
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

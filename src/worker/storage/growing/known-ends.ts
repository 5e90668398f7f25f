/**
 * What an isolate remembers of objects that it has appended to: where the next append goes, without asking the store, and
 * the bytes that a generation closes with, where they are few. Nothing here is trusted: a claim is still written only where
 * nothing is, and the root looked at beside it.
 */
import type { AppendSource } from '../../../oss/ports.ts';
import { createRecent } from '../recent.ts';
import type { Claim, Root } from './layout.ts';

/** The end of an object as it was a moment ago. */
export interface KnownEnd {
  readonly root: Root;
  readonly tail: Claim;
  /** Bytes of all appends of the generation; undefined when some are not known, or they are many. */
  readonly added: Blob | undefined;
}

/** Ends by key. */
export interface KnownEnds {
  /** Forgets what it gives: of two appends at once one has it. */
  take(key: string): KnownEnd | undefined;
  set(key: string, end: KnownEnd): void;
}

/** With 64 KiB each, 4 MiB of an isolate's memory. */
const REMEMBERED = 64;
const MAX_BYTES = 64 * 1024;
/** Far less than the sweep leaves the seals of generations that were closed meanwhile. */
const SECONDS = 60;

/** Remembers nothing yet. `now` gives milliseconds since 1970. */
export function createKnownEnds(now: () => number): KnownEnds {
  const ends = createRecent<KnownEnd>(REMEMBERED, now);
  return {
    take(key) {
      const known = ends.get(key)?.value;
      ends.delete(key);
      return known;
    },
    set: (key, end) => ends.set(key, end, SECONDS),
  };
}

/** What is known of the generation's bytes with an append of so many more. */
export function withBytes(
  { added, tail }: Omit<KnownEnd, 'root'>,
  body: AppendSource['body'],
): Blob | undefined {
  const before = tail.count === 0 ? new Blob() : added;
  if (before === undefined || !(body instanceof Uint8Array)) return undefined;
  const isMany = before.size + body.length > MAX_BYTES;
  return isMany ? undefined : new Blob([before, body as Uint8Array<ArrayBuffer>]);
}

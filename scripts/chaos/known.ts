/** What a caller knows of its objects: which bytes may be there. */
import { createHash } from 'node:crypto';

/** Digest of an object that is not there. */
export const ABSENT = 'absent';

/** What may be found under keys. */
export interface Known {
  /** The service said that the write was done. */
  acknowledged(key: string, digest: string): void;
  /** No answer told what became of a write: the key is left alone from now on, for the write may come late. */
  uncertain(key: string, digest: string): void;
  /** True when the answer may be what is there. */
  allows(key: string, digest: string): boolean;
  /** True when exactly one thing may be there. */
  certain(key: string): boolean;
  /** Every key that was ever written. */
  keys(): readonly string[];
}

/** Nothing is there yet. */
export function createKnown(): Known {
  const may = new Map<string, Set<string>>();
  const of = (key: string) => may.get(key) ?? new Set([ABSENT]);
  return {
    acknowledged: (key, digest) => void may.set(key, new Set([digest])),
    uncertain: (key, digest) => void may.set(key, new Set([...of(key), digest])),
    allows: (key, digest) => of(key).has(digest),
    certain: (key) => of(key).size === 1,
    keys: () => [...may.keys()],
  };
}

/** Tells bytes apart. */
export function digestOf(bytes: Buffer): string {
  return createHash('sha1').update(bytes).digest('hex');
}

/** Bytes without a pattern, the same ones for the same numbers. */
export function bytesOf(length: number, random: () => number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at += 4) {
    const drawn = Math.floor(random() * 2 ** 32);
    for (let i = 0; i < 4 && at + i < length; i++) bytes[at + i] = drawn >>> (8 * i);
  }
  return bytes;
}

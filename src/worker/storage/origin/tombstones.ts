/**
 * Objects that were deleted here and may still be at the origin: a record each, at a key of R2 that no caller can address
 * and that holds a digest of the object's own, for with anything put before it a key could be too long.
 */
import type { ObjectStore } from '../../../oss/ports.ts';
import { sha256 } from '../../../oss/request/auth/hmac.ts';

/** What is gone from a bucket. */
export interface Tombstones {
  has(key: string): Promise<boolean>;
  add(keys: readonly string[]): Promise<void>;
}

/** Records that are written at once: a Worker has so many calls open. */
const AT_ONCE = 6;
const PLAIN = { headers: {}, meta: {}, kind: 'Normal' } as const;

/** What the records of the bucket named `owner` begin with in R2. */
export function tombstonesOf(owner: string): string {
  return `/gone/${owner}/`;
}

/** The record of an object, below that. */
export function tombstoneOf(key: string): Promise<string> {
  return sha256(key);
}

/** Kept in `room`, a store of its own. */
export function createTombstones(room: ObjectStore): Tombstones {
  const set = async (key: string) =>
    room.put(await tombstoneOf(key), new Uint8Array(), { attributes: PLAIN });
  return {
    has: async (key) => (await room.head(await tombstoneOf(key))) !== undefined,
    async add(keys) {
      for (let at = 0; at < keys.length; at += AT_ONCE)
        await Promise.all(keys.slice(at, at + AT_ONCE).map(set));
    },
  };
}

/** Removes all records, once nothing can come back any more, and tells how many there were. */
export async function sweepTombstones(room: ObjectStore): Promise<number> {
  let swept = 0;
  for (;;) {
    const { objects } = await room.list({ limit: 1000 });
    if (objects.length === 0) return swept;
    await room.delete(objects.map(({ key }) => key));
    swept += objects.length;
  }
}

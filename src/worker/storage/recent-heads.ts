/**
 * Remembers heads of originals for the freshness window, so that a picture in the cache needs no question to R2.
 * Only whoever says that a recent head will do gets a remembered one; writes through the store count at once.
 */
import type { ObjectHead, ObjectStore } from '../../oss/ports.ts';
import { createRecent } from './recent.ts';

/** A store whose recent heads may be remembered, and forgotten from outside. */
export interface RecentHeads extends ObjectStore {
  /** Forgets what is known of these keys: they changed by another way. */
  forget(keys: readonly string[]): void;
}

const REMEMBERED = 2000;

/** `seconds` 0 remembers nothing. */
export function rememberHeads(store: ObjectStore, seconds: number, now?: () => number): RecentHeads {
  const heads = createRecent<ObjectHead>(REMEMBERED, now);
  const forget = (keys: readonly string[]) => keys.forEach((key) => heads.delete(key));
  return {
    async head(key, options) {
      const known = options?.recent ? heads.get(key) : undefined;
      if (known) return known.value;
      const head = await store.head(key);
      // What is missing is asked for again: it may be uploaded any moment.
      if (head) heads.set(key, head, seconds);
      return head;
    },
    get: (key, options) => store.get(key, options),
    async put(key, source, options) {
      try {
        return await store.put(key, source, options);
      } finally {
        forget([key]);
      }
    },
    async delete(keys) {
      try {
        await store.delete(keys);
      } finally {
        forget(keys);
      }
    },
    list: (options) => store.list(options),
    forget,
  };
}

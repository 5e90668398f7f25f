/** What happens when originals change: their remembered heads and cached pictures are dropped. */
import type { Changes } from '../../oss/ports.ts';
import type { WorkerBuckets } from '../storage/buckets.ts';
import { originalTag } from '../wire/address.ts';
import type { Host } from '../host.ts';

/** Tags that one purge may name (Workers Cache allows a hundred). */
const TAGS_AT_ONCE = 100;

/** What the face tells changes to. */
export function createChanges(
  buckets: WorkerBuckets,
  { purge, waitUntil }: Pick<Host, 'purge' | 'waitUntil'>,
): Changes {
  return {
    changed(bucket, keys) {
      buckets.known(bucket)?.objects.forget(keys);
      // Cached pictures are found by their original's ETag, so nobody waits for them to go: it only frees room.
      waitUntil(
        purgeAll(bucket, keys, purge).catch((error: unknown) => console.warn('purge failed:', error)),
      );
    },
  };
}

async function purgeAll(bucket: string, keys: readonly string[], purge: Host['purge']): Promise<void> {
  const tags = await Promise.all(keys.map((key) => originalTag(bucket, key)));
  for (let at = 0; at < tags.length; at += TAGS_AT_ONCE) await purge(tags.slice(at, at + TAGS_AT_ONCE));
}

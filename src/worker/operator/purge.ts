/** Drops cached pictures because the operator says so. */
import type { Changes } from '../../oss/ports.ts';
import type { WorkerBuckets } from '../storage/buckets.ts';

/** What a purge needs. */
export interface PurgeParts {
  readonly buckets: WorkerBuckets;
  readonly changes: Changes;
}

/** The pictures of one original, or of all whose key begins with `prefix`. */
export interface Purge {
  readonly bucket?: string | undefined;
  readonly key?: string | undefined;
  readonly prefix?: string | undefined;
  /** Goes on where the purge before it ended. */
  readonly cursor?: string | undefined;
}

/** Originals that one request purges. */
const MOST = 1000;

/**
 * How many originals lost their pictures, and where to go on. Undefined when there is no such bucket, or neither key nor
 * prefix.
 */
export async function purge(
  { bucket: name, key, prefix, cursor }: Purge,
  { buckets, changes }: PurgeParts,
): Promise<{ readonly purged: number; readonly cursor?: string | undefined } | undefined> {
  const bucket = await buckets.find(name ?? buckets.configured[0] ?? '');
  if (bucket === undefined) return undefined;
  if (key !== undefined) {
    changes.changed(bucket.settings.name, [key]);
    return { purged: 1 };
  }
  if (prefix === undefined) return undefined;
  const page = await bucket.objects.list({ prefix, limit: MOST, cursor });
  changes.changed(
    bucket.settings.name,
    page.objects.map((object) => object.key),
  );
  return { purged: page.objects.length, cursor: page.cursor };
}

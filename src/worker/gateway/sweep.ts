/** Removes what killed requests have left behind, on a schedule or when the operator asks. */
import { sweepUploads } from '../../oss/handlers/multipart/sweep.ts';
import type { WorkerBucket, WorkerBuckets } from '../storage/buckets.ts';

/** What a sweep removed, by kind, and the buckets where it failed. */
export interface Swept {
  readonly uploads: number;
  readonly scratch: number;
  readonly failed: readonly string[];
}

/** Sweeps every bucket; `now` in milliseconds since 1970. What is in use stays, however often this runs. */
export async function sweep(buckets: WorkerBuckets, now: number): Promise<Swept> {
  const total = { uploads: 0, scratch: 0 };
  const failed: string[] = [];
  for (const name of buckets.names()) {
    try {
      const bucket = buckets.get(name) as WorkerBucket;
      total.uploads += await sweepUploads(bucket, now);
      total.scratch += await bucket.sweepScratch(now);
    } catch (error) {
      console.error(`sweeping ${name} failed:`, error);
      failed.push(name);
    }
  }
  return { ...total, failed };
}

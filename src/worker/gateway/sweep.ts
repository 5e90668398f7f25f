/** Removes what killed requests have left behind, on a schedule or when the operator asks. */
import { sweepUploads } from '../../oss/handlers/multipart/sweep.ts';
import { sweepSpool } from '../../oss/handlers/objects/spool.ts';
import type { WorkerBucket, WorkerBuckets } from '../storage/buckets.ts';

/** What a sweep removed or mended, by kind, and the buckets where it failed. */
export interface Swept {
  /** Uploads in parts that no object can come of any more. */
  readonly uploads: number;
  /** Bodies that were put aside on their way to an object. */
  readonly spool: number;
  /** Bytes that a store had put aside. */
  readonly scratch: number;
  /** Spare copies of styles and settings that differed from KV. */
  readonly records: number;
  /** What objects that grow need no more. */
  readonly growing: number;
  readonly failed: readonly string[];
}

type Counts = Omit<Swept, 'failed'>;

/** Sweeps every bucket; `now` in milliseconds since 1970. What is in use stays, however often this runs. */
export async function sweep(buckets: WorkerBuckets, now: number): Promise<Swept> {
  const total = { uploads: 0, spool: 0, scratch: 0, records: 0, growing: 0 };
  const failed: string[] = [];
  for (const name of await buckets.names()) {
    try {
      const bucket = await buckets.find(name);
      if (bucket) await sweepBucket(bucket, now, total);
    } catch (error) {
      console.error(`sweeping ${name} failed:`, error);
      failed.push(name);
    }
  }
  return { ...total, failed };
}

async function sweepBucket(
  bucket: WorkerBucket,
  now: number,
  total: { -readonly [kind in keyof Counts]: number },
): Promise<void> {
  total.uploads += await sweepUploads(bucket, now);
  total.spool += await sweepSpool(bucket.staging, now);
  total.scratch += await bucket.sweepScratch(now);
  total.records += await bucket.sweepSpare(now);
  total.growing += await bucket.sweepGrowing(now);
}

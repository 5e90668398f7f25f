/** Removes what killed requests have left behind and what lifecycle rules end, on a schedule or when the operator asks. */
import { expire } from '../../oss/handlers/lifecycle/expire.ts';
import { sweepUploads } from '../../oss/handlers/multipart/sweep.ts';
import { sweepTasks } from '../../oss/handlers/process/tasks.ts';
import { sweepSpool } from '../../oss/handlers/objects/spool.ts';
import type { Services } from '../../oss/request/call.ts';
import type { WorkerBucket, WorkerBuckets } from '../storage/buckets.ts';

/** What a sweep removed or mended, by kind, and the buckets where it failed. */
export interface Swept {
  /** Uploads in parts that no object can come of any more. */
  readonly uploads: number;
  /** Bodies that were put aside on their way to an object, and tasks that nobody does. */
  readonly spool: number;
  /** Bytes that a store had put aside. */
  readonly scratch: number;
  /** Spare copies of styles and settings that differed from KV. */
  readonly records: number;
  /** What was told of deleted objects while their bucket had an origin. */
  readonly tombstones: number;
  /** What objects that grow need no more. */
  readonly growing: number;
  /** Sums that were noted of objects that are gone. */
  readonly sums: number;
  /** Objects and uploads whose time has come by their bucket's lifecycle rules. */
  readonly expired: number;
  readonly failed: readonly string[];
}

/** What is swept with. */
export interface SweepParts {
  readonly buckets: WorkerBuckets;
  readonly services: Pick<Services, 'settings' | 'changes'>;
}

type Counts = Omit<Swept, 'failed'>;

/** Sweeps every bucket; `now` in milliseconds since 1970. What is in use stays, however often this runs. */
export async function sweep({ buckets, services }: SweepParts, now: number): Promise<Swept> {
  const total = {
    uploads: 0,
    spool: 0,
    scratch: 0,
    records: 0,
    tombstones: 0,
    growing: 0,
    sums: 0,
    expired: 0,
  };
  const failed: string[] = [];
  for (const bucket of await buckets.list()) {
    const { name } = bucket.settings;
    try {
      await sweepBucket(bucket, services, now, total);
    } catch (error) {
      console.error(`sweeping ${name} failed:`, error);
      failed.push(name);
    }
  }
  return { ...total, failed };
}

async function sweepBucket(
  bucket: WorkerBucket,
  services: SweepParts['services'],
  now: number,
  total: { -readonly [kind in keyof Counts]: number },
): Promise<void> {
  total.uploads += await sweepUploads(bucket, now);
  total.spool += await sweepSpool(bucket.staging, now);
  total.spool += await sweepTasks(bucket.staging, now);
  total.scratch += await bucket.sweepScratch(now);
  total.records += await bucket.sweepSpare(now);
  total.tombstones += await bucket.sweepTombstones();
  total.growing += await bucket.sweepGrowing(now);
  total.sums += await bucket.sweepSums(now);
  // Last: rules that cannot be had keep nothing else from being swept.
  total.expired += await expire(bucket, services, now);
}

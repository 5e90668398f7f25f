/** The configured buckets over their R2 bindings. */
import type { Bucket, Buckets } from '../../oss/ports.ts';
import type { BucketConfig } from '../config/buckets.ts';
import type { Config } from '../config/config.ts';
import { createR2Staging, createR2Store } from './r2-store.ts';
import { sweepScratch } from './scratch.ts';
import { rememberHeads, type RecentHeads } from './recent-heads.ts';

/** A bucket whose remembered heads can be forgotten. */
export interface WorkerBucket extends Bucket {
  readonly objects: RecentHeads;
  /** Removes bytes that killed writes have put aside, and tells how many objects there were. */
  sweepScratch(now: number): Promise<number>;
}

/** The configured buckets. */
export interface WorkerBuckets extends Buckets {
  get(name: string): WorkerBucket | undefined;
}

/** The default bucket comes first, as `Buckets` promises. `env` has all bindings: `readConfig` saw them. */
export function createBuckets(config: Config, env: Readonly<Record<string, unknown>>): WorkerBuckets {
  const all = new Map(
    config.buckets
      .toSorted((a, b) => Number(isDefault(b, config)) - Number(isDefault(a, config)))
      .map((bucket) => [bucket.settings.name, createBucket(bucket, config, env[bucket.binding] as R2Bucket)]),
  );
  return { get: (name) => all.get(name), names: () => [...all.keys()] };
}

function createBucket(
  { settings, prefix }: BucketConfig,
  { freshness }: Config,
  bucket: R2Bucket,
): WorkerBucket {
  return {
    settings,
    objects: rememberHeads(createR2Store({ bucket, prefix }), freshness),
    staging: createR2Staging(bucket, settings.name),
    sweepScratch: (now) => sweepScratch(bucket, now),
  };
}

function isDefault({ settings }: BucketConfig, { defaultBucket }: Config): boolean {
  return settings.name === defaultBucket;
}

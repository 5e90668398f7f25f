/** Buckets over their R2 bindings. */
import type { Bucket, Buckets } from '../../oss/ports.ts';
import type { BucketConfig } from '../config/buckets.ts';
import type { Config } from '../config/config.ts';
import { createAppends } from './growing/append.ts';
import { growingStore } from './growing/store.ts';
import { sweepGrowing } from './growing/sweep.ts';
import { createR2Room, createR2Staging, createR2Store } from './r2-store.ts';
import { createMadeBuckets } from './made-buckets.ts';
import { sweepScratch } from './scratch.ts';
import { type SparePlace, sweepSpare } from './spare-sweep.ts';
import { rememberHeads, type RecentHeads } from './recent-heads.ts';

/** A bucket whose remembered heads can be forgotten. */
export interface WorkerBucket extends Bucket {
  readonly objects: RecentHeads;
  /** Removes bytes that killed writes have put aside, and tells how many objects there were. */
  sweepScratch(now: number): Promise<number>;
  /** Brings the spare copies of its styles and settings back in step with KV, and tells how many were not. */
  sweepSpare(now: number): Promise<number>;
  /** Removes what objects that grow need no more, and tells how many objects of the store there were. */
  sweepGrowing(now: number): Promise<number>;
}

/** All buckets. */
export interface WorkerBuckets extends Buckets {
  find(name: string, options?: { readonly recent?: boolean | undefined }): Promise<WorkerBucket | undefined>;
  /** What this isolate knows without asking anybody. */
  known(name: string): WorkerBucket | undefined;
}

/** The default bucket comes first, as `Buckets` promises. `env` has all bindings: `readConfig` saw them. */
export function createBuckets(
  config: Config,
  env: Readonly<Record<string, unknown>> & { readonly STYLES: KVNamespace },
): WorkerBuckets {
  const r2Of = (binding: string) => env[binding] as R2Bucket;
  const open = (bucket: BucketConfig) =>
    createBucket(bucket, config, { kv: env.STYLES, r2: r2Of(bucket.binding), bucket: bucket.settings.name });
  const configured = new Map(
    config.buckets
      .toSorted((a, b) => Number(isDefault(b, config)) - Number(isDefault(a, config)))
      .map((bucket) => [bucket.settings.name, open(bucket)]),
  );
  const names = [...configured.keys()];
  const { template } = config;
  const made = template && createMadeBuckets({ template, r2: r2Of(template.binding), open, now: Date.now });
  return {
    configured: names,
    known: (name) => configured.get(name) ?? made?.known(name),
    find: async (name, { recent = false } = {}) => configured.get(name) ?? made?.find(name, recent),
    names: async () => [...names, ...((await made?.names()) ?? [])],
    maker: made,
  };
}

function createBucket(
  { settings, prefix }: BucketConfig,
  { freshness }: Config,
  place: SparePlace,
): WorkerBucket {
  const { r2: bucket } = place;
  const objects = createR2Store({ bucket, prefix });
  const growing = { objects, room: createR2Room(bucket, settings.name), now: Date.now };
  return {
    settings,
    objects: rememberHeads(growingStore(growing), freshness),
    appends: createAppends(growing),
    staging: createR2Staging(bucket, settings.name),
    sweepScratch: (now) => sweepScratch(bucket, now),
    sweepSpare: (now) => sweepSpare(place, now),
    sweepGrowing: (now) => sweepGrowing({ ...growing, now: () => now }),
  };
}

function isDefault({ settings }: BucketConfig, { defaultBucket }: Config): boolean {
  return settings.name === defaultBucket;
}

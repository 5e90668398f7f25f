/** Buckets over their R2 bindings. */
import { sweepSums } from '../../oss/handlers/objects/sweep-sums.ts';
import type { Bucket, Buckets, ObjectStore } from '../../oss/ports.ts';
import type { BucketConfig } from '../config/buckets.ts';
import type { Config } from '../config/config.ts';
import type { OriginConfig } from '../config/origin.ts';
import { createAppends } from './growing/append.ts';
import { withLengths } from './growing/lengths.ts';
import { growingStore } from './growing/store.ts';
import { sweepGrowing } from './growing/sweep.ts';
import type { Send } from './origin/ask.ts';
import type { CopyParts, Outcome } from './origin/copies.ts';
import { createOrigin } from './origin/origin.ts';
import { appendThrough, readThrough } from './origin/read-through.ts';
import { createTombstones, sweepTombstones } from './origin/tombstones.ts';
import { withNotes } from './notes.ts';
import { createR2Gone, createR2Room, createR2Staging, createR2Store, createR2Sums } from './r2-store.ts';
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
  /** Forgets what was deleted, where there is no origin that it could come back from, and tells how much. */
  sweepTombstones(): Promise<number>;
  /** Removes what objects that grow need no more, and tells how many objects of the store there were. */
  sweepGrowing(now: number): Promise<number>;
  /** Removes sums that are noted of objects that are gone, and tells how many. */
  sweepSums(now: number): Promise<number>;
}

/** All buckets. */
export interface WorkerBuckets extends Buckets {
  list(): Promise<readonly WorkerBucket[]>;
  find(name: string, options?: { readonly recent?: boolean | undefined }): Promise<WorkerBucket | undefined>;
  /** What this isolate knows without asking anybody. */
  known(name: string): WorkerBucket | undefined;
}

/** What buckets need besides their stores. */
export interface OriginParts {
  /** Asks origins: `fetch`, where it is left out. */
  readonly call?: Send | undefined;
  waitUntil(work: Promise<unknown>): void;
  /** Told of every read of an origin. */
  fetched?(bucket: string, outcome: Outcome): void;
}

/** The default bucket comes first, as `Buckets` promises. `env` has all bindings: `readConfig` saw them. */
export function createBuckets(
  config: Config,
  env: Readonly<Record<string, unknown>> & { readonly STYLES: KVNamespace },
  around: OriginParts,
): WorkerBuckets {
  const r2Of = (binding: string) => env[binding] as R2Bucket;
  const open = (bucket: BucketConfig) => {
    const place = { kv: env.STYLES, r2: r2Of(bucket.binding), bucket: bucket.settings.name };
    return createBucket(bucket, config, place, around);
  };
  const configured = new Map(
    config.buckets
      .toSorted((a, b) => Number(isDefault(b, config)) - Number(isDefault(a, config)))
      .map((bucket) => [bucket.settings.name, open(bucket)]),
  );
  const { template } = config;
  const made = template && createMadeBuckets({ template, r2: r2Of(template.binding), open, now: Date.now });
  return {
    configured: [...configured.keys()],
    known: (name) => configured.get(name) ?? made?.known(name),
    find: async (name, { recent = false } = {}) => configured.get(name) ?? made?.find(name, recent),
    list: async () => [...configured.values(), ...((await made?.list()) ?? [])],
    maker: made,
  };
}

function createBucket(
  config: BucketConfig,
  service: Config,
  place: SparePlace,
  around: OriginParts,
): WorkerBucket {
  const { settings, prefix, origin } = config;
  const { r2: bucket } = place;
  const objects = createR2Store({ bucket, prefix });
  const growing = { objects, room: createR2Room(bucket, settings.name), now: Date.now };
  const gone = createR2Gone(bucket, settings.name);
  const sums = createR2Sums(bucket, settings.name);
  const stored = withNotes(withLengths(growingStore(growing)), sums);
  const own = { objects: stored, appends: createAppends(growing) };
  const staging = createR2Staging(bucket, settings.name);
  const all = origin ? withOrigin(own, gone, { ...service, settings, origin }, around) : own;
  return {
    settings,
    objects: rememberHeads(all.objects, service.freshness),
    appends: all.appends,
    staging,
    sums,
    sweepScratch: (now) => sweepScratch(bucket, now),
    sweepSpare: (now) => sweepSpare(place, now),
    sweepTombstones: async () => (origin ? 0 : sweepTombstones(gone)),
    sweepGrowing: (now) => sweepGrowing({ ...growing, now: () => now }),
    // What is still at an origin has no note here.
    sweepSums: (now) => sweepSums({ objects: stored, sums, staging }, now),
  };
}

type Stores = Pick<Bucket, 'objects' | 'appends'>;
type Originated = Pick<Config, 'originKeys' | 'fontPrefix'> & Pick<Bucket, 'settings'>;

/** The stores of a bucket with what its origin has besides. */
function withOrigin(
  { objects: store, appends }: Stores,
  gone: ObjectStore,
  { settings, origin, originKeys, fontPrefix }: Originated & { readonly origin: OriginConfig },
  { call = (to, init) => fetch(to, init), waitUntil, fetched }: OriginParts,
): Stores {
  const { name, acl } = settings;
  const told: CopyParts['told'] = (outcome, key, error) => {
    fetched?.(name, outcome);
    if (error !== undefined)
      console.warn(JSON.stringify({ event: 'origin-failed', bucket: name, key, ...why(error) }));
  };
  const objects = readThrough({
    store,
    origin: createOrigin({ ...origin, key: originKeys.get(name) }, call, acl),
    tombstones: createTombstones(gone),
    closed: fontPrefix === '' ? [] : [fontPrefix],
    waitUntil,
    told,
  });
  return { objects, appends: appendThrough(appends, store, objects) };
}

function why(error: unknown): { readonly error: string; readonly cause?: string | undefined } {
  const { cause } = (error ?? {}) as { readonly cause?: unknown };
  return { error: String(error), cause: cause === undefined ? undefined : String(cause) };
}

function isDefault({ settings }: BucketConfig, { defaultBucket }: Config): boolean {
  return settings.name === defaultBucket;
}

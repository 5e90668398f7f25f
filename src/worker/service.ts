/** Puts the service together from a Worker's environment: everything below is handed in here and nowhere else. */
import { createCodecs } from '../codecs/registry.ts';
import { createKernels } from '../codecs/raster/kernels.ts';
import { createEngine, type Engine } from '../core/engine/engine.ts';
import { createLedger } from '../core/engine/ledger.ts';
import { OPERATIONS } from '../core/ops/index.ts';
import { createFace, type Face } from '../oss/face.ts';
import type { Services } from '../oss/call.ts';
import type { Changes, RenderJob } from '../oss/ports.ts';
import { createBuckets, type WorkerBuckets } from './buckets.ts';
import { createChanges } from './changes.ts';
import { type Config, readConfig } from './config/config.ts';
import { createText } from '../text/text.ts';
import { createFontFinder } from './marks/fonts.ts';
import { createMarks } from './marks/marks.ts';
import { createTextHost } from './marks/text-host.ts';
import { marksVersion } from './marks/versions.ts';
import { createCounter, type Counter } from './render/counter.ts';
import { edgeCacheOf } from './render/edge-cache.ts';
import { createRenderer } from './render/renderer.ts';
import { createWorkshop } from './render/workshop.ts';
import { createKvSettings } from './storage/kv-settings.ts';
import { createKvStyles } from './storage/kv-styles.ts';
import { WASM } from './wasm.ts';
import type { Env } from './env.ts';

/** What the runtime does for the service. */
export interface Host {
  /** Asks the renderer entrypoint for the picture of an address, for the request of this name. */
  ask(address: string, request: string): Promise<Response>;
  /** Drops cached pictures by their tags. */
  purge(tags: readonly string[]): Promise<void>;
  /** Keeps work going after the answer. */
  waitUntil(work: Promise<unknown>): void;
}

export interface Service {
  /** Answers callers. */
  readonly face: Face;
  /** Answers the gateway. */
  readonly counter: Counter;
  readonly config: Config;
  readonly buckets: WorkerBuckets;
  readonly changes: Changes;
  readonly services: Services;
}

/** Throws ConfigError. */
export function createService(env: Env, host: Host): Service {
  const config = readConfig({ ...env });
  const buckets = createBuckets(config, { ...env });
  const engine = createWorkerEngine(config);
  const styles = createKvStyles(env.STYLES);
  const settings = createKvSettings(env.STYLES);
  const closed = config.fontPrefix === '' ? [] : [config.fontPrefix];
  const fonts = createFontFinder({ prefix: config.fontPrefix, seconds: config.freshness });
  const marksOf = createMarks({ engine, fonts, setText: createText(createTextHost(env)) });
  const workshop = createWorkshop({ engine, buckets, marksOf, ...host });
  const renderer = createRenderer({
    engine,
    version: config.engineVersion,
    planHeader: config.planHeader,
    ask: host.ask,
    marksVersion: (job: RenderJob) => marksVersion(job, { settings, fonts, closed }),
  });
  const changes = createChanges(buckets, host);
  const services: Services = {
    buckets,
    styles,
    settings,
    renderer,
    changes,
    closed,
    keys: { find: (id) => config.keys.get(id) },
    clock: { now: Date.now },
  };
  const face = createFace({
    ...services,
    addressing: { suffixes: config.hostSuffixes, hosts: config.hosts, fallback: config.defaultBucket },
    log: (error, requestId) => console.error(`request ${requestId} failed:`, error),
  });
  const counter = createCounter({
    workshop,
    cache: edgeCacheOf(config),
    seconds: config.cacheSeconds,
    ...host,
  });
  return { face, counter, config, buckets, changes, services };
}

function createWorkerEngine(config: Config): Engine {
  return createEngine({
    codecs: createCodecs(WASM, { jpegEncoder: config.jpegEncoder }),
    kernels: createKernels(WASM.raster),
    operations: OPERATIONS,
    limits: config.limits,
    limitPolicy: config.limitPolicy,
    ledger: createLedger({ capacity: config.memoryBytes, maxWaiting: config.memoryQueue }),
    now: () => performance.now(),
  });
}

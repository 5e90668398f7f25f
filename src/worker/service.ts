/** Puts the service together from a Worker's environment. */
import { parseChain } from '../core/engine/chain/parse.ts';
import { EVERY_OPERATION, OPERATIONS } from '../core/ops/index.ts';
import type { Tasks } from '../oss/ports.ts';
import type { Services } from '../oss/request/call.ts';
import { createFace, type Face } from '../oss/face.ts';
import { createBuckets, type WorkerBuckets } from './storage/buckets.ts';
import { createAskRenderer } from './gateway/ask-renderer.ts';
import { createCallbacks } from './gateway/callbacks.ts';
import { createChanges } from './gateway/changes.ts';
import { findDrawn } from './gateway/drawn.ts';
import { createMemory } from './gateway/memory.ts';
import { createViewer, type Viewer } from './gateway/viewer.ts';
import { type Config, pixelVersion, readConfig } from './config/config.ts';
import type { Env } from './env.ts';
import type { Host } from './host.ts';
import { createLeases } from './leases.ts';
import type { PictureServer } from './renderer/server.ts';
import { createPictures, ledgerOf } from './renderer/engine.ts';
import { sweep } from './gateway/sweep.ts';
import { createObserver } from './metrics/observer.ts';
import { health } from './operator/health.ts';
import { createOperator, type Operator } from './operator/operator.ts';
import { purge } from './operator/purge.ts';
import type { Ledger } from '../core/engine/ledger.ts';
import type { Observer } from './metrics/observer.ts';
import { createFontFinder } from './storage/fonts.ts';
import { createKvSettings } from './storage/kv-settings.ts';
import { createKvStyles } from './storage/kv-styles.ts';
import { pause } from './storage/patience.ts';
import { createR2Spare } from './storage/r2-spare.ts';
import { ofLength } from './storage/of-length.ts';

/** Everything one isolate needs to answer. */
export interface Service {
  /** Answers callers. */
  readonly face: Face;
  /** Answers people who come with a browser. */
  readonly viewer: Viewer;
  /** Answers the operator. */
  readonly operator: Operator;
  /** Answers the gateway. */
  readonly pictures: PictureServer;
  readonly config: Config;
  readonly buckets: WorkerBuckets;
  /** What the face's handlers use. */
  readonly services: Services;
}

/** Throws ConfigError. */
export function createService(env: Env, host: Host): Service {
  const config = readConfig({ ...env });
  const observer = createObserver({
    logs: config.logRequests,
    analytics: env.ANALYTICS,
    version: config.engineVersion,
  });
  const buckets = createBuckets(config, { ...env }, { ...host, fetched: observer.fetched });
  const spare = createR2Spare((name) => bindingOf(name, config, env));
  const settings = createKvSettings(env.STYLES, { spare });
  const closed = config.fontPrefix === '' ? [] : [config.fontPrefix];
  const leases = createLeases();
  const fonts = createFontFinder({ prefix: config.fontPrefix, seconds: config.freshness });
  const services: Services = {
    buckets,
    styles: createKvStyles(env.STYLES, { spare }),
    settings,
    renderer: createAskRenderer({
      parse: (chain, isTranslated) => parseChain(chain, isTranslated ? EVERY_OPERATION : OPERATIONS),
      version: pixelVersion(config),
      planHeader: config.planHeader,
      ask: host.ask,
      drawn: (job, look) => findDrawn(job, { settings, fonts, closed }, look),
    }),
    changes: createChanges(buckets, host),
    callbacks: config.callbackKey && createCallbacks(config.callbackKey, host.call),
    tasks: tasksOf(env.TASKS),
    closed,
    keys: { find: (id) => config.keys.get(id) },
    clock: { now: Date.now, wait: pause },
    measured: ofLength,
    memory: createMemory(leases),
    log: (error, requestId) => console.error(`request ${requestId} failed:`, error),
  };
  const ledger = ledgerOf(config);
  observer.watch(ledger);
  const face = createFace({
    ...services,
    answered: observer.answered,
    addressing: { suffixes: config.hostSuffixes, hosts: config.hosts, fallback: config.defaultBucket },
  });
  const pictures = createPictures({ config, env, host, buckets, fonts, leases, ledger, made: observer.made });
  const viewer = createViewer(config, env.ASSETS);
  const operator = operatorOf({ config, env, buckets, services, ledger, observer });
  return { face, viewer, operator, pictures, config, buckets, services };
}

interface Operated extends Pick<Service, 'config' | 'buckets' | 'services'> {
  readonly env: Env;
  readonly ledger: Ledger;
  readonly observer: Observer;
}

function operatorOf({ config, env, buckets, services, ledger, observer }: Operated): Operator {
  const { engineVersion: version, adminKey: key } = config;
  const all = config.template ? [...config.buckets, config.template] : config.buckets;
  const bindings = new Set(all.map(({ binding }) => binding));
  const r2 = [...bindings].map((binding) => ({ ...env })[binding as keyof Env] as R2Bucket);
  return createOperator({
    key,
    health: () => health({ version, r2, kv: env.STYLES, ledger }),
    metrics: observer.text,
    sweep: () => sweep({ buckets, services }, Date.now()),
    purge: (what) => purge(what, { buckets, changes: services.changes }),
  });
}

function tasksOf(queue: Queue | undefined): Tasks | undefined {
  return queue && { add: async (task) => void (await queue.send({ task })) };
}

/** Buckets that are not configured are made ones. */
function bindingOf(name: string, { buckets, template }: Config, env: Env): R2Bucket | undefined {
  const bucket = buckets.find(({ settings }) => settings.name === name) ?? template;
  return bucket && (({ ...env } as Readonly<Record<string, unknown>>)[bucket.binding] as R2Bucket);
}

/** Puts the service together from a Worker's environment. */
import type { Services } from '../oss/call.ts';
import { createFace, type Face } from '../oss/face.ts';
import { createBuckets, type WorkerBuckets } from './buckets.ts';
import { createChanges } from './changes.ts';
import { type Config, readConfig } from './config/config.ts';
import type { Env } from './env.ts';
import type { Host } from './host.ts';
import type { PictureServer } from './render/picture-server.ts';
import { createRendering } from './render/rendering.ts';
import { createKvSettings } from './storage/kv-settings.ts';
import { createKvStyles } from './storage/kv-styles.ts';

/** Everything one isolate needs to answer. */
export interface Service {
  /** Answers callers. */
  readonly face: Face;
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
  const buckets = createBuckets(config, { ...env });
  const settings = createKvSettings(env.STYLES);
  const closed = config.fontPrefix === '' ? [] : [config.fontPrefix];
  const { renderer, pictures } = createRendering({ config, env, host, buckets, settings, closed });
  const services: Services = {
    buckets,
    styles: createKvStyles(env.STYLES),
    settings,
    renderer,
    changes: createChanges(buckets, host),
    closed,
    keys: { find: (id) => config.keys.get(id) },
    clock: { now: Date.now },
  };
  const face = createFace({
    ...services,
    addressing: { suffixes: config.hostSuffixes, hosts: config.hosts, fallback: config.defaultBucket },
    log: (error, requestId) => console.error(`request ${requestId} failed:`, error),
  });
  return { face, pictures, config, buckets, services };
}

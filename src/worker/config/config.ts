/** Everything the operator may set, read and checked once per isolate. `wrangler.toml` says what each means. */
import type { Limits } from '../../core/engine/plan/limits.ts';
import { OSS_LIMITS } from '../../core/engine/plan/limits.ts';
import type { Scaling } from '../../core/image/light.ts';
import type { AccessKey } from '../../oss/ports.ts';
import { readBuckets, readTemplate, type BucketConfig, type BucketTemplate } from './buckets.ts';
import { type CallbackKey, readCallbackKey } from './callbacks.ts';
import { readKeys } from './keys.ts';
import { type OriginConfig, type OriginKey, readOriginKeys } from './origin.ts';
import {
  entries,
  flag,
  hidden,
  integer,
  list,
  optional,
  text,
  unacceptable,
  word,
  type Setting,
} from './setting.ts';

/** The settings of a deployment, checked. */
export interface Config {
  readonly buckets: readonly BucketConfig[];
  /** Of the buckets that callers make; undefined where they make none. */
  readonly template: BucketTemplate | undefined;
  /** `<bucket>.<suffix>` names a bucket; lower case. */
  readonly hostSuffixes: readonly string[];
  /** Custom domains, lower case, to bucket names. */
  readonly hosts: ReadonlyMap<string, string>;
  readonly defaultBucket: string | undefined;
  readonly keys: ReadonlyMap<string, AccessKey>;
  /** What signs for the origins of buckets, by the bucket's name. */
  readonly originKeys: ReadonlyMap<string, OriginKey>;
  /** Signs callbacks; there is one where a bucket allows any. */
  readonly callbackKey: CallbackKey | undefined;
  readonly limits: Limits;
  readonly limitPolicy: 'result' | 'box';
  /** The light that pictures are scaled in. */
  readonly scaling: Scaling;
  /** Bytes of pictures under way in the isolate, and jobs that may wait for them. */
  readonly memoryBytes: number;
  readonly memoryQueue: number;
  /** Seconds for which a processed picture may follow an original that was replaced elsewhere. */
  readonly freshness: number;
  /** Names the code that renders. */
  readonly engineVersion: string;
  readonly edgeCache: 'workers' | 'cache-api' | 'none';
  /** Seconds that pictures stay in the edge cache. */
  readonly cacheSeconds: number;
  readonly jpegEncoder: 'fast' | 'tuned' | 'small';
  /** Whether HEIC is decoded. */
  readonly heic: 'on' | 'off';
  readonly webpEncoder: 'fast' | 'small';
  /** Most pixels a side of an AVIF result. */
  readonly maxAvifSide: number;
  /** Whether an animation stays one in PNG. */
  readonly animatedPng: boolean;
  /** Whether answers carry `x-img-plan`. */
  readonly planHeader: boolean;
  /** Objects below are fonts and never served; empty when there are none. */
  readonly fontPrefix: string;
  /** Whether people get a page at `/`, and the one host that carries it; undefined is every host. */
  readonly viewer: boolean;
  readonly viewerHost: string | undefined;
  /** `bucket/key` of pictures that the page begins with. */
  readonly viewerSamples: readonly string[];
  /** Opens what the operator asks under `/-/`; undefined where nobody may. */
  readonly adminKey: string | undefined;
  /** Whether each request is a line in the log. */
  readonly logRequests: boolean;
}

const MEGABYTE = 1024 * 1024;
const YEAR = 365 * 24 * 3600;

/** Reads the variables and secrets of a Worker's environment. Throws ConfigError naming the first wrong one. */
export function readConfig(env: Readonly<Record<string, unknown>>): Config {
  const of = (name: string): Setting => ({ name, value: env[name] });
  const buckets = readBuckets(of('BUCKETS'));
  const names = buckets.map(({ settings }) => settings.name);
  for (const { settings, binding } of buckets) checkBinding(`BUCKETS.${settings.name}`, binding, env);
  const template = optional(ofText(of('BUCKET_TEMPLATE')), readTemplate, undefined);
  if (template) checkBinding('BUCKET_TEMPLATE', template.binding, env);
  const callbackKey = readCallbackKey(ofText(of('CALLBACK_KEY')), ofText(of('CALLBACK_KEY_URL')));
  if (callbackKey === undefined) checkNoCallbacks(buckets, template);
  return {
    buckets,
    template,
    callbackKey,
    hostSuffixes: optional(of('HOST_SUFFIXES'), list(host), []),
    hosts: optional(of('CUSTOM_DOMAINS'), hostTable(names), new Map<string, string>()),
    defaultBucket: optional(ofText(of('DEFAULT_BUCKET')), word(...names), undefined),
    keys: optional(of('ACCESS_KEYS'), readKeys, new Map<string, AccessKey>()),
    originKeys: optional(of('ORIGIN_KEYS'), readOriginKeys(originsOf(buckets)), new Map<string, OriginKey>()),
    limits: {
      bytes: optional(of('MAX_SOURCE_BYTES'), integer(1, 512 * MEGABYTE), OSS_LIMITS.bytes),
      side: optional(of('MAX_SOURCE_SIDE'), integer(1, 65_535), OSS_LIMITS.side),
      pixels: optional(of('MAX_SOURCE_PIXELS'), integer(1, 4_000_000_000), OSS_LIMITS.pixels),
      cost: 1000 * optional(of('CPU_BUDGET'), integer(1, 300), 10),
    },
    limitPolicy: optional(of('LIMIT_POLICY'), word('result', 'box'), 'result'),
    scaling: optional(of('SCALING'), word('gamma', 'linear', 'best'), 'gamma'),
    memoryBytes: optional(of('MEMORY_BYTES'), integer(MEGABYTE, 4096 * MEGABYTE), 96 * MEGABYTE),
    memoryQueue: optional(of('MEMORY_QUEUE'), integer(0, 10_000), 64),
    freshness: optional(of('FRESHNESS_SECONDS'), integer(0, YEAR), 60),
    engineVersion: optional(of('ENGINE_VERSION'), text, 'development'),
    edgeCache: optional(of('EDGE_CACHE'), word('workers', 'cache-api', 'none'), 'cache-api'),
    cacheSeconds: optional(of('CACHE_SECONDS'), integer(0, YEAR), 30 * 24 * 3600),
    jpegEncoder: optional(of('JPEG_ENCODER'), word('fast', 'tuned', 'small'), 'fast'),
    heic: optional(of('HEIC'), word('on', 'off'), 'on'),
    webpEncoder: optional(of('WEBP_ENCODER'), word('fast', 'small'), 'fast'),
    maxAvifSide: optional(of('MAX_AVIF_SIDE'), integer(4096, 16_384), 4096),
    animatedPng: optional(of('ANIMATED_PNG'), flag, false),
    planHeader: optional(of('PLAN_HEADER'), flag, false),
    fontPrefix: optional(ofText(of('FONT_PREFIX')), text, ''),
    viewer: optional(of('VIEWER'), flag, false),
    viewerHost: optional(ofText(of('VIEWER_HOST')), host, undefined),
    viewerSamples: optional(of('VIEWER_SAMPLES'), list(text), []),
    adminKey: optional(hidden(ofText(of('ADMIN_KEY'))), text, undefined),
    logRequests: optional(of('LOG_REQUESTS'), flag, false),
  };
}

/** Names what decides the pixels of a chain's result: code and settings. It is part of the address of every picture. */
export function pixelVersion(config: Config): string {
  const { engineVersion, scaling, jpegEncoder, webpEncoder, heic, limitPolicy } = config;
  const unusual = [
    scaling !== 'gamma' && scaling,
    jpegEncoder !== 'fast' && `jpeg-${jpegEncoder}`,
    webpEncoder !== 'fast' && `webp-${webpEncoder}`,
    config.animatedPng && 'apng',
    heic === 'off' && 'no-heic',
    limitPolicy !== 'result' && limitPolicy,
  ];
  return [engineVersion, ...unusual.filter((word) => word !== false)].join('-');
}

/** An empty text switches a setting off: command lines and `wrangler.toml` cannot take a variable away. */
function ofText(setting: Setting): Setting {
  return setting.value === '' ? { ...setting, value: undefined } : setting;
}

function host(setting: Setting): string {
  const name = text(setting).toLowerCase();
  if (!/^[a-z0-9.-]+$/.test(name)) throw unacceptable(setting, 'a host name without scheme and port');
  return name;
}

function hostTable(buckets: readonly string[]): (setting: Setting) => Map<string, string> {
  return (setting) =>
    new Map(
      entries(setting).map(([name, inner]) => [host({ ...inner, value: name }), word(...buckets)(inner)]),
    );
}

/** Hosts that are allowed need a key to sign with: what nobody can check is not sent. */
function checkNoCallbacks(buckets: readonly BucketConfig[], template: BucketTemplate | undefined): void {
  const all = template ? [...buckets, template] : buckets;
  if (all.every(({ settings }) => settings.callbacks.length === 0)) return;
  throw unacceptable({ name: 'CALLBACK_KEY', value: undefined }, 'a key, for buckets allow callbacks');
}

function originsOf(buckets: readonly BucketConfig[]): ReadonlyMap<string, OriginConfig> {
  return new Map(buckets.flatMap(({ settings, origin }) => (origin ? [[settings.name, origin]] : [])));
}

function checkBinding(where: string, binding: string, env: Readonly<Record<string, unknown>>): void {
  if (typeof env[binding] === 'object') return;
  throw unacceptable(
    { name: `${where}.binding`, value: binding },
    'the binding of one of the [[r2_buckets]] in wrangler.toml',
  );
}

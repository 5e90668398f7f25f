/** The table of buckets: what callers see of which R2 bucket. */
import { DIALECT_NAMES, DIALECTS } from '../../dialects/index.ts';
import { isBucketName } from '../../oss/request/address/names.ts';
import type { BucketSettings, MadeBucket } from '../../oss/ports.ts';
import { callbackHost } from './callbacks.ts';
import { type OriginConfig, readOrigin } from './origin.ts';
import {
  ConfigError,
  entries,
  fields,
  flag,
  hidden,
  instant,
  integer,
  list,
  optional,
  text,
  unacceptable,
  word,
} from './setting.ts';
import type { Setting } from './setting.ts';

/** A bucket and where its objects are. */
export interface BucketConfig {
  readonly settings: BucketSettings;
  /** Name of the R2 binding. */
  readonly binding: string;
  /** Part of the R2 bucket that the bucket keeps to; empty is all of it. */
  readonly prefix: string;
  /** Styles that are rendered for new originals before anyone asks. */
  readonly prerender: readonly string[];
  /** Where objects are that R2 lacks; undefined where there is no such place. */
  readonly origin: OriginConfig | undefined;
}

/** What buckets that callers make have in common. */
export interface BucketTemplate {
  /** Name of the R2 binding that holds them all. */
  readonly binding: string;
  readonly settings: Omit<BucketSettings, 'name' | 'created' | 'made'>;
}

/** What a bucket is to callers, whoever makes it. */
const COMMON = [
  'acl',
  'delimiters',
  'protect',
  'cors',
  'cacheControl',
  'autoFormat',
  'scripts',
  'dialects',
  'imgproxy',
  'presets',
  'callbacks',
] as const;
const FIELDS = ['binding', 'prefix', ...COMMON, 'prerender', 'created', 'origin'] as const;
const TEMPLATE_FIELDS = ['binding', ...COMMON] as const;

/** Where made buckets are: no caller can address what begins with a slash. */
const MADE = '/buckets/';

/** Shown as the creation date of buckets that name none; OSS itself opened in that year. */
const CREATED = new Date('2011-10-01T00:00:00Z');

/** Reads `BUCKETS`. Throws ConfigError; at least one bucket, and none may look into another's objects. */
export function readBuckets(setting: Setting): BucketConfig[] {
  const buckets = entries(setting).map(([name, inner]) => readBucket(name, inner));
  if (buckets.length === 0) throw unacceptable(setting, 'at least one bucket');
  for (const bucket of buckets) for (const other of buckets) checkApart(bucket, other);
  return buckets;
}

function readBucket(name: string, setting: Setting): BucketConfig {
  if (!isBucketName(name)) {
    throw new ConfigError(`${setting.name} is no bucket name: expected 3 to 63 of a-z, 0-9 and -`);
  }
  const given = fields(setting, FIELDS);
  return {
    binding: text(given.binding),
    prefix: optional(given.prefix, readPrefix, ''),
    prerender: optional(given.prerender, list(text), []),
    origin: optional(given.origin, readOrigin(name), undefined),
    settings: { name, ...readCommon(given), created: optional(given.created, instant, CREATED) },
  };
}

/** Reads `BUCKET_TEMPLATE`. Throws ConfigError. */
export function readTemplate(setting: Setting): BucketTemplate {
  const given = fields(setting, TEMPLATE_FIELDS);
  return { binding: text(given.binding), settings: readCommon(given) };
}

function readCommon(given: Readonly<Record<(typeof COMMON)[number], Setting>>): BucketTemplate['settings'] {
  const imgproxy = optional(given.imgproxy, readImgproxy, undefined);
  return {
    acl: optional(given.acl, word('private', 'public-read', 'public-read-write'), 'private'),
    delimiters: optional(given.delimiters, list(word('-', '_', '/', '!')), ['!']),
    protect: optional(given.protect, list(text), []),
    cors: optional(given.cors, list(text), []),
    cacheControl: optional(given.cacheControl, text, undefined),
    autoFormat: optional(given.autoFormat, word('off', 'asked', 'always'), 'off'),
    scripts: optional(given.scripts, flag, false),
    dialects: optional(given.dialects, list(word(...DIALECT_NAMES)), []),
    imgproxy,
    presets: optional(given.presets, (presets) => readPresets(presets, imgproxy), undefined),
    callbacks: optional(given.callbacks, list(callbackHost), []),
  };
}

const IMGPROXY_FIELDS = ['key', 'salt', 'sourceKey', 'presetsOnly', 'mark', 'opacity'] as const;
/** Bytes of keys of AES. */
const KEY_BYTES: readonly number[] = [16, 24, 32];

/** How addresses of imgproxy are read; a key and its salt come together. */
function readImgproxy(setting: Setting): BucketSettings['imgproxy'] {
  const given = fields(hidden(setting), IMGPROXY_FIELDS);
  const isSigned = given.key.value !== undefined || given.salt.value !== undefined;
  return {
    ...(isSigned && { key: hexadecimal(given.key), salt: hexadecimal(given.salt) }),
    sourceKey: optional(given.sourceKey, keyOfAes, undefined),
    presetsOnly: optional(given.presetsOnly, flag, false),
    mark: optional(given.mark, text, undefined),
    opacity: optional(given.opacity, integer(0, 100), 100),
  };
}

function keyOfAes(setting: Setting): string {
  const digits = hexadecimal(setting);
  if (!KEY_BYTES.includes(digits.length / 2)) throw unacceptable(setting, '16, 24 or 32 bytes');
  return digits;
}

/** Sets of imgproxy's options. Each is read once now, so that a wrong one fails here and not in an address. */
function readPresets(setting: Setting, imgproxy: BucketSettings['imgproxy']): BucketSettings['presets'] {
  const given = entries(setting);
  const presets = Object.fromEntries(given.map(([name, options]) => [name, text(options)]));
  for (const [name, options] of given) {
    try {
      const key = `_/preset:${name}/plain/_`;
      DIALECTS.imgproxy.translate({
        key,
        parameters: [],
        presets,
        imgproxy: { ...imgproxy, presetsOnly: false },
      });
    } catch {
      throw unacceptable(options, "imgproxy's options");
    }
  }
  return presets;
}

function hexadecimal(setting: Setting): string {
  const digits = text(setting);
  if (!/^([0-9a-f]{2})+$/i.test(digits)) throw unacceptable(setting, 'hexadecimal digits');
  return digits;
}

/** A bucket as a caller asked for it. */
export function bucketFromTemplate(
  { binding, settings }: BucketTemplate,
  name: string,
  { created, ...made }: MadeBucket & { readonly created: Date },
): BucketConfig {
  const own = { ...settings, name, created, made, acl: made.acl ?? settings.acl };
  return { binding, prefix: `${MADE}${name}/`, prerender: [], origin: undefined, settings: own };
}

/** The made bucket and the key in it of a key in R2. */
export function readMadeKey(key: string): { readonly bucket: string; readonly key: string } | undefined {
  const slash = key.indexOf('/', MADE.length);
  if (!key.startsWith(MADE) || slash < 0) return undefined;
  return { bucket: key.slice(MADE.length, slash), key: key.slice(slash + 1) };
}

/** A leading slash is kept for what callers cannot address (see `R2Store`). */
function readPrefix(setting: Setting): string {
  const prefix = text(setting);
  if (prefix.startsWith('/') || !prefix.endsWith('/'))
    throw unacceptable(setting, 'a prefix such as photos/');
  return prefix;
}

/** Two buckets over one R2 bucket need prefixes of which none begins with the other. */
function checkApart(bucket: BucketConfig, other: BucketConfig): void {
  if (bucket === other || bucket.binding !== other.binding || !other.prefix.startsWith(bucket.prefix)) return;
  throw new ConfigError(
    `BUCKETS.${bucket.settings.name} and BUCKETS.${other.settings.name} share the binding ${bucket.binding}: ` +
      'expected each to have a prefix of its own',
  );
}

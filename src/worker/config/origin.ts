/** The origins of buckets: where objects that R2 lacks are read, and the secret `ORIGIN_KEYS`. */
import { entries, fields, hidden, optional, text, unacceptable, word, type Setting } from './setting.ts';

/** Who signs what an origin is asked. */
export interface OriginKey {
  readonly id: string;
  readonly secret: string;
  /** Of a temporary key. */
  readonly token: string | undefined;
}

/** Another store that has what this one may lack. */
export interface OriginConfig {
  /** Whose language it speaks. */
  readonly kind: 'oss' | 's3' | 'http';
  /** What encoded keys are put behind; ends with a slash. */
  readonly url: string;
  /** Name of its bucket; part of what is signed for OSS. */
  readonly bucket: string;
  /** Part of what is signed; undefined where the host tells it. */
  readonly region: string | undefined;
  /** Who may read an object here: whoever may there (`ask`), or whoever may read this bucket. */
  readonly acl: 'ask' | 'bucket';
}

const FIELDS = ['kind', 'url', 'bucket', 'region', 'acl'] as const;
const KEY_FIELDS = ['id', 'secret', 'token'] as const;

/** Reads `origin` of the bucket of this name. */
export function readOrigin(name: string): (setting: Setting) => OriginConfig {
  return (setting) => {
    const given = fields(setting, FIELDS);
    const kind = word('oss', 's3', 'http')(given.kind);
    return {
      kind,
      url: address(given.url),
      bucket: optional(given.bucket, text, name),
      region: optional(given.region, text, undefined),
      acl: optional(given.acl, word('ask', 'bucket'), kind === 'http' ? 'bucket' : 'ask'),
    };
  };
}

/** Without query: keys are put behind it. Not repeated where it is wrong, for what stands before an `@` may be a password. */
function address(setting: Setting): string {
  const url = URL.parse(text(setting));
  if (url === null || !/^https?:$/.test(url.protocol) || /[?#@]/.test(url.href))
    throw unacceptable(hidden(setting), 'an address such as https://photos.oss-cn-hangzhou.aliyuncs.com');
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}

/**
 * Reads `ORIGIN_KEYS`: name of a bucket to the key that reads its origin. Never repeats a value. One for a bucket without an
 * origin opens nothing, so that the two need not be taken away at once.
 */
export function readOriginKeys(
  buckets: ReadonlyMap<string, OriginConfig>,
): (setting: Setting) => ReadonlyMap<string, OriginKey> {
  return (setting) =>
    new Map(
      entries(hidden(setting)).map(([name, inner]) => {
        if (buckets.get(name)?.kind === 'http')
          throw unacceptable(inner, 'no key, for an origin of kind http is not signed for');
        return [name, readKey(inner)];
      }),
    );
}

function readKey(setting: Setting): OriginKey {
  const given = fields(setting, KEY_FIELDS);
  return {
    id: text(given.id),
    secret: text(given.secret),
    token: optional(given.token, text, undefined),
  };
}

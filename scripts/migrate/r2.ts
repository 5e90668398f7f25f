/** An R2 bucket as target: objects through its S3-compatible API, styles and settings into KV with wrangler. */
import type { ObjectAttributes } from '../../src/oss/ports.ts';
import { settingKey, styleKey, toRecord } from '../../src/worker/storage/records.ts';
import { fromMetadata, toMetadata } from '../../src/worker/storage/attributes.ts';
import { tombstoneOf, tombstonesOf } from '../../src/worker/storage/origin/tombstones.ts';
import { putRecords } from './kv.ts';
import { measured } from './measured.ts';
import type { Opened, Target } from './ports.ts';
import { PART_BYTES, putInParts } from './r2-parts.ts';
import { type Ask, createAsk, etagOf, type S3Account, type S3Answer, type S3Request } from './s3.ts';
import { settingsOf } from './settings.ts';

const TERABYTE = 1024 ** 4;

/** The part of an R2 bucket that is written, and the bucket's name as callers of the service see it. */
export interface R2Place {
  readonly bucket: string;
  readonly prefix: string;
  readonly seenAs: string;
}

/** What is written reads in the Worker as if it had been put through it. */
export function r2Target(
  account: S3Account,
  { bucket, prefix, seenAs }: R2Place,
  partBytes = PART_BYTES,
): Target {
  const ask = createAsk(account);
  const at = (key: string) => ({ bucket, key: prefix + key });
  return {
    largest: 5 * TERABYTE,
    prefix,
    async put(object) {
      const headers = headersOf(object.attributes);
      if (object.size > partBytes)
        return putInParts({ ask, place: at(object.key), headers, partBytes }, object);
      return putWhole(ask, { method: 'PUT', ...at(object.key), headers }, object);
    },
    async head(key) {
      const request = { method: 'HEAD', ...at(key) } as const;
      const { status, headers } = await ask(request, 404);
      if (status === 404) return undefined;
      return {
        size: Number(headers['content-length']),
        etag: etagOf(headers) ?? '',
        modified: new Date(headers['last-modified'] ?? 0),
        crc64: headers['x-amz-meta-oss-crc64'] as string | undefined,
        rights: async () => fromMetadata({ customMetadata: metadataOf(headers) }),
      };
    },
    async wasDeleted(key) {
      const record = tombstonesOf(seenAs) + (await tombstoneOf(key));
      return (await ask({ method: 'HEAD', bucket, key: record }, 404)).status !== 404;
    },
    async remove(key) {
      await ask({ method: 'DELETE', ...at(key) }, 404);
    },
    async putStyles(styles) {
      const records = styles.map((style) => [styleKey(seenAs, style.name), toRecord(style)] as const);
      putRecords(records);
    },
    async putDocuments(documents, dry) {
      const { settings, refused } = await settingsOf(documents);
      if (!dry) putRecords(settings.map(([name, values]) => [settingKey(seenAs, name), values] as const));
      return refused;
    },
  };
}

/** R2's ETag of a body that came in one piece is its MD5: what was stored is what was read. */
async function putWhole(ask: Ask, request: S3Request, object: Opened): Promise<string | undefined> {
  const { size, attributes, md5 } = object;
  const { body, md5: digest } = measured(object.body, { size, crc64: attributes.crc64 });
  const headers = { ...request.headers, 'content-md5': md5 };
  const etag = etagOf((await ask({ ...request, headers, body, size })).headers);
  if (etag !== undefined && etag !== digest()) throw new Error('What was stored has another MD5.');
  return etag;
}

const META = 'x-amz-meta-';

function metadataOf(headers: S3Answer['headers']): Record<string, string> {
  const all = Object.entries(headers).filter(([name]) => name.startsWith(META));
  return Object.fromEntries(all.map(([name, value]) => [name.slice(META.length), String(value)]));
}

function headersOf(attributes: ObjectAttributes): Record<string, string | undefined> {
  const { httpMetadata, customMetadata } = toMetadata(attributes);
  const own = Object.entries(customMetadata).map(([name, value]) => [META + name, value]);
  return {
    'content-type': httpMetadata.contentType,
    'cache-control': httpMetadata.cacheControl,
    'content-disposition': httpMetadata.contentDisposition,
    'content-encoding': httpMetadata.contentEncoding,
    'content-language': httpMetadata.contentLanguage,
    ...(Object.fromEntries(own) as Record<string, string>),
  };
}

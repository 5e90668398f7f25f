/** What an origin's answer says of an object. */
import { metaOf, readContentHeaders } from '../../../oss/handlers/objects/attributes.ts';
import type { ObjectAttributes, ObjectHead } from '../../../oss/ports.ts';
import { fromBase64, toHex } from '../../../oss/protocol/text/base64.ts';
import type { OriginConfig } from '../../config/origin.ts';
import { mirrorFailed } from './ask.ts';

/** An object as the origin has it. */
export interface Described {
  /** Its ETag is the one that R2 will give where that is known, and otherwise the origin's. */
  readonly head: ObjectHead;
  /** MD5 of all its bytes in hexadecimal, where the origin tells it. */
  readonly md5: string | undefined;
  /** Whether it is a link of OSS to another object. */
  readonly isLink: boolean;
}

type Kind = OriginConfig['kind'];

/** What names of metadata begin with; a web server has none. */
const META: Readonly<Partial<Record<Kind, string>>> = { oss: 'x-oss-meta-', s3: 'x-amz-meta-' };
const MD5 = /^[0-9a-f]{32}$/;

/** Throws `MirrorFailed` for an answer without a length: nobody could tell whether its body is whole. */
export function describe(key: string, kind: Kind, { headers, status }: Response): Described {
  const size = status === 206 ? totalOf(headers) : lengthOf(headers.get('content-length'));
  if (size === undefined) throw mirrorFailed('Bytes read is not equal to expected', '0041-00000104');
  const modified = dateOf(headers.get('last-modified'));
  const etag = etagOf(headers) ?? `${(modified?.getTime() ?? 0).toString(16)}-${size.toString(16)}`;
  const md5 = md5Of(headers, kind, etag);
  const attributes = { ...attributesOf(headers, kind), etag: md5 === etag ? undefined : etag };
  return {
    head: { key, size, etag, md5, modified: modified ?? new Date(), attributes },
    md5,
    isLink: headers.get('x-oss-object-type') === 'Symlink',
  };
}

/** `bytes 0-9/44`. */
function totalOf(headers: Headers): number | undefined {
  return lengthOf(/\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1] ?? null);
}

function lengthOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function dateOf(text: string | null): Date | undefined {
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Without quotes, and as R2 writes its own: digits of MD5 in lower case. */
export function etagOf(headers: Headers): string | undefined {
  const etag = headers.get('etag')?.replace(/^W\//, '').replaceAll('"', '');
  return /^[0-9a-f]{32}(-\d+)?$/i.test(etag ?? '') ? etag?.toLowerCase() : etag || undefined;
}

/** S3 tells it by the ETag, but not of what it encrypted with keys of its callers'. */
function md5Of(headers: Headers, kind: Kind, etag: string): string | undefined {
  const told = fromBase64(headers.get('content-md5') ?? '');
  if (told?.length === 16) return toHex(told);
  const encryption = headers.get('x-amz-server-side-encryption') ?? 'AES256';
  const hasKey = headers.has('x-amz-server-side-encryption-customer-algorithm') || encryption !== 'AES256';
  return kind === 's3' && !hasKey && MD5.test(etag) ? etag : undefined;
}

function attributesOf(headers: Headers, kind: Kind): ObjectAttributes {
  const crc64 = headers.get('x-oss-hash-crc64ecma') ?? undefined;
  const isMultipart = headers.get('x-oss-object-type') === 'Multipart';
  const prefix = META[kind];
  const content = readContentHeaders(headers);
  // `Expires` of a web server is counted from the answer and says nothing of the object.
  return {
    headers: kind === 'http' ? { ...content, expires: undefined } : content,
    meta: prefix === undefined ? {} : metaOf(headers, prefix),
    kind: isMultipart ? 'Multipart' : 'Normal',
    crc64: /^\d{1,20}$/.test(crc64 ?? '') ? crc64 : undefined,
    storageClass: headers.get('x-oss-storage-class') ?? undefined,
  };
}

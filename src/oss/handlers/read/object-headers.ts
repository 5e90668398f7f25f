/** Headers that describe a stored object or what was made of it. SDKs look them up in exactly this spelling. */
import type { Call } from '../../request/call.ts';
import { asPrivate } from '../../protocol/http/cache-control.ts';
import type { HeaderRecord } from '../../protocol/http/reply.ts';
import { toHttpDate } from '../../protocol/http/dates.ts';
import { type ObjectAttributes, type ObjectHead, shownEtag } from '../../ports.ts';
import { ENCRYPTION, META, SEALED, storageClassOf } from '../objects/attributes.ts';
import { fromHex, toBase64 } from '../../protocol/text/base64.ts';

/** `"5D41402ABC4B2A76B9719D911017C592"`: OSS writes ETags in upper case. */
export function quoteEtag(etag: string): string {
  return `"${etag.toUpperCase()}"`;
}

/** The two that conditions are about. */
export function validators(head: ObjectHead): HeaderRecord {
  return { ETag: quoteEtag(shownEtag(head)), 'Last-Modified': toHttpDate(head.modified) };
}

/** What a 304 keeps of the answer it stands for (RFC 9110 section 15.4.5). */
export function unchangedHeaders(head: ObjectHead, call: Call): HeaderRecord {
  const { cacheControl = bucketsOwn(call), expires } = head.attributes.headers;
  return { ...validators(head), 'Cache-Control': cacheControl, Expires: expires };
}

/** What the bucket says of objects that say nothing, if anything. To a caller that signed it says so for that caller alone. */
function bucketsOwn({ bucket, caller }: Call): string | undefined {
  const { cacheControl } = bucket.settings;
  return caller === undefined || cacheControl === undefined ? cacheControl : asPrivate(cacheControl);
}

/** What an original and its derivatives have in common: nothing about the bytes themselves. */
export function sharedHeaders(head: ObjectHead, call: Call): HeaderRecord {
  const { headers, meta, kind, tags = {}, encryption, sealed } = head.attributes;
  const tagCount = Object.keys(tags).length;
  return {
    ...unchangedHeaders(head, call),
    'Content-Disposition': headers.contentDisposition,
    'Content-Language': headers.contentLanguage,
    'x-oss-object-type': kind,
    'x-oss-storage-class': storageClassOf(head, call.bucket.settings),
    [ENCRYPTION]: encryption,
    [SEALED]: sealed && toHttpDate(sealed),
    'x-oss-tagging-count': tagCount === 0 ? undefined : `${tagCount}`,
    ...metaHeaders(meta),
  };
}

/** The headers of what a link stands for, with the kind and metadata of the link; those of anything else as they are. */
export function asLinked(
  { attributes: { symlink, kind, meta } }: ObjectHead,
  headers: HeaderRecord,
): HeaderRecord {
  if (symlink === undefined) return headers;
  const others = Object.entries(headers).filter(([name]) => !name.startsWith(META));
  return { ...Object.fromEntries(others), 'x-oss-object-type': kind, ...metaHeaders(meta) };
}

/** `x-oss-meta-*` as they were stored. */
export function metaHeaders(meta: ObjectAttributes['meta']): HeaderRecord {
  return Object.fromEntries(Object.entries(meta).map(([name, value]) => [META + name, value]));
}

/** An original, whole. */
export function originalHeaders(head: ObjectHead, call: Call): HeaderRecord {
  const { kind, sequential } = head.attributes;
  const tellsMd5 = kind === 'Normal' || sequential;
  return {
    ...partHeaders(head, call),
    'Content-Length': `${head.size}`,
    'x-oss-next-append-position': kind === 'Appendable' ? `${head.size}` : undefined,
    // Only of what was put at once or in order: the vendor knows no other sum of the rest.
    'Content-MD5': head.md5 !== undefined && tellsMd5 ? toBase64(fromHex(head.md5)) : undefined,
  };
}

/** A range of an original. The CRC is that of the whole object, which SDKs know; the MD5 they would compare with the part. */
export function partHeaders(head: ObjectHead, call: Call): HeaderRecord {
  const { contentType = 'application/octet-stream', contentEncoding } = head.attributes.headers;
  return {
    ...sharedHeaders(head, call),
    'Content-Type': contentType,
    'Content-Encoding': contentEncoding,
    'Accept-Ranges': 'bytes',
    'x-oss-hash-crc64ecma': head.attributes.crc64,
  };
}

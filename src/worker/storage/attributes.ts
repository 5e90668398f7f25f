/**
 * What is stored with an object, as R2 keeps it. Content headers have their own places; the rest is custom metadata.
 * Names that begin with `oss-` are ours, so a caller's own name or value that R2 could not carry is kept there too,
 * percent-encoded: R2 sends metadata as header lines. Objects that came by other ways read as they are.
 */
import type { ContentHeaders, ObjectAcl, ObjectAttributes } from '../../oss/ports.ts';

const RESERVED = 'oss-';
const ENCODED = 'oss-meta-';
const KINDS: readonly ObjectAttributes['kind'][] = ['Multipart', 'Symlink', 'Appendable'];
const ACLS: readonly ObjectAcl[] = ['default', 'private', 'public-read', 'public-read-write'];

/** What R2 keeps as headers of their own. */
export interface HttpMetadata {
  readonly contentType?: string;
  readonly cacheControl?: string;
  readonly contentDisposition?: string;
  readonly contentEncoding?: string;
  readonly contentLanguage?: string;
  readonly cacheExpiry?: Date;
}

/** The two kinds of metadata of an R2 object. */
export interface R2Metadata {
  readonly httpMetadata: HttpMetadata;
  readonly customMetadata: Record<string, string>;
}

/** How attributes are written. */
export function toMetadata(attributes: ObjectAttributes): R2Metadata {
  const { headers, meta, acl, kind, crc64, etag, tags, storageClass, encryption, symlink, upload, growth } =
    attributes;
  const { sealed, sequential, summed } = attributes;
  const { expires, ...content } = headers;
  const own = {
    'oss-acl': acl,
    'oss-kind': kind === 'Normal' ? undefined : kind,
    'oss-crc64': crc64,
    'oss-etag': etag,
    'oss-class': storageClass,
    'oss-encryption': encryption,
    'oss-symlink': symlink === undefined ? undefined : encodeURIComponent(symlink),
    'oss-tags': tags === undefined ? undefined : new URLSearchParams(tags).toString(),
    'oss-upload': upload,
    'oss-growth': growth,
    'oss-sealed': sealed?.toISOString(),
    'oss-sequential': sequential ? '1' : undefined,
    'oss-summed': summed ? '1' : undefined,
    'oss-expires': expires === undefined ? undefined : encodeURIComponent(expires),
  };
  const theirs = Object.entries(meta).map(([name, value]) => encodeMeta(name, value));
  return {
    httpMetadata: dropAbsent(content),
    customMetadata: { ...Object.fromEntries(theirs), ...dropAbsent(own) },
  };
}

/** How attributes are read back. */
export function fromMetadata({ httpMetadata, customMetadata = {} }: Partial<R2Metadata>): ObjectAttributes {
  const { 'oss-tags': tags, 'oss-symlink': symlink } = customMetadata;
  const { 'oss-acl': acl, 'oss-crc64': crc64, 'oss-etag': etag, 'oss-kind': kind } = customMetadata;
  const { 'oss-upload': upload, 'oss-growth': growth, 'oss-sealed': sealed } = customMetadata;
  const theirs = Object.entries(customMetadata)
    .flatMap(([name, value]) => decodeMeta(name, value))
    .filter(([name, value]) => isToken(name) && isCarried(value));
  return {
    headers: contentHeaders(httpMetadata, customMetadata['oss-expires']),
    meta: Object.fromEntries(theirs),
    acl: ACLS.find((known) => known === acl),
    kind: KINDS.find((known) => known === kind) ?? 'Normal',
    crc64,
    etag,
    tags: tags === undefined ? undefined : Object.fromEntries(new URLSearchParams(tags)),
    storageClass: customMetadata['oss-class'],
    ...(customMetadata['oss-encryption'] === 'AES256' && { encryption: 'AES256' }),
    ...(symlink !== undefined && { symlink: decode(symlink) }),
    ...(upload !== undefined && { upload }),
    ...(growth !== undefined && { growth }),
    ...(sealed !== undefined && { sealed: new Date(sealed) }),
    ...(customMetadata['oss-sequential'] !== undefined && { sequential: true }),
    ...(customMetadata['oss-summed'] !== undefined && { summed: true }),
  };
}

/** `expires` as the caller wrote it; of an object that came by another way, the date R2 knows. */
function contentHeaders(http: HttpMetadata = {}, expires: string | undefined): ContentHeaders {
  const { contentType, cacheControl, contentDisposition, contentEncoding, contentLanguage, cacheExpiry } =
    http;
  const ends = cacheExpiry && !Number.isNaN(cacheExpiry.getTime()) ? cacheExpiry.toUTCString() : undefined;
  const carried = (value: string | undefined) =>
    value !== undefined && isCarried(value) ? value : undefined;
  return {
    contentType: carried(contentType),
    cacheControl: carried(cacheControl),
    contentDisposition: carried(contentDisposition),
    contentEncoding: carried(contentEncoding),
    contentLanguage: carried(contentLanguage),
    expires: expires === undefined ? ends : carried(decode(expires)),
  };
}

/**
 * Whether a header can carry a value (RFC 9110 section 5.5): what other tools stored may be anything. The runtime writes
 * what is not ASCII as UTF-8.
 */
function isCarried(value: string): boolean {
  return !/[^\t\P{Cc}]|\p{Surrogate}/u.test(value);
}

/** Whether a name can be part of a header's (RFC 9110 section 5.6.2). */
function isToken(name: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name);
}

function encodeMeta(name: string, value: string): [string, string] {
  const plain = /^[\x21-\x7e]*$/;
  if (plain.test(value) && /^[a-z0-9_.-]+$/.test(name) && !name.startsWith(RESERVED)) return [name, value];
  return [`${ENCODED}${encodeURIComponent(name)}`, encodeURIComponent(value)];
}

function decodeMeta(name: string, value: string): [string, string][] {
  if (name.startsWith(ENCODED)) return [[decode(name.slice(ENCODED.length)), decode(value)]];
  return name.startsWith(RESERVED) ? [] : [[name.toLowerCase(), value]];
}

/** Text that is not ours may not decode; it is then what it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function dropAbsent(record: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const present = Object.entries(record).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(present);
}

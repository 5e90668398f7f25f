/** What the headers of an upload say about its object (wire reference 2.1). */
import { invalidArgument, notImplemented } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { readTagHeader } from './tags.ts';
import type {
  Bucket,
  BucketSettings,
  ContentHeaders,
  ObjectAcl,
  ObjectAttributes,
  ObjectHead,
} from '../../ports.ts';
import type { Call, Services } from '../../request/call.ts';

const ACLS: readonly ObjectAcl[] = ['default', 'private', 'public-read', 'public-read-write'];
const CLASSES = ['Standard', 'IA', 'Archive', 'ColdArchive', 'DeepColdArchive'];
/** What names of metadata begin with in headers. */
export const META = 'x-oss-meta-';
/** What the names of the metadata begin with by which SDKs decipher what they have enciphered themselves. */
export const CLIENT_ENCRYPTION = 'client-side-encryption-';
/** Told by every answer about an object that was written with it. */
export const ENCRYPTION = 'x-oss-server-side-encryption';
/** When nothing more was added to an object that grew. */
export const SEALED = 'x-oss-sealed-time';
/** All names and values of metadata together. */
const MAX_META_BYTES = 8 * 1024;

/** What a new object takes over from its bucket, where the request does not say it. */
type Inherited = Pick<Call, 'headers' | 'bucket' | 'services'>;

/** Attributes of a new object. Throws as `readAttributes` does. */
export async function newAttributes(call: Inherited): Promise<ObjectAttributes> {
  const attributes = readAttributes(call.headers);
  return {
    ...attributes,
    encryption: attributes.encryption ?? (await defaultEncryption(call.bucket, call.services)),
  };
}

/** The encryption that new objects of a bucket have (PutBucketEncryption). */
export async function defaultEncryption(
  bucket: Pick<Bucket, 'settings'>,
  { settings }: Pick<Services, 'settings'>,
): Promise<'AES256' | undefined> {
  const rule = await settings.get(bucket.settings.name, 'encryption');
  return rule && 'AES256';
}

/** What headers alone say about an object. Throws `InvalidArgument` for an unknown ACL and for too much metadata. */
export function readAttributes(headers: Headers): ObjectAttributes {
  return {
    headers: readContentHeaders(headers),
    meta: readMeta(headers),
    acl: readAcl(headers),
    tags: readTagHeader(headers),
    storageClass: readStorageClass(headers),
    encryption: readEncryption(headers),
    kind: 'Normal',
  };
}

/** The object ACL that was asked for; undefined without one, or where it is empty. Throws `InvalidArgument`. */
export function readAcl(headers: Headers): ObjectAcl | undefined {
  const text = headers.get('x-oss-object-acl') || undefined;
  const acl = ACLS.find((known) => known === text);
  if (text !== undefined && acl === undefined) throw invalidArgument('x-oss-object-acl', text);
  return acl;
}

/** The class that was asked for; the bucket's where none was. Throws `InvalidStorageClass`. */
function readStorageClass(headers: Headers): string | undefined {
  const text = headers.get('x-oss-storage-class') ?? undefined;
  if (text !== undefined && !CLASSES.includes(text)) throw new OssError('InvalidStorageClass');
  return text;
}

/** What answers say of an object: its own class, or that of the bucket that a caller made. */
export function storageClassOf({ attributes }: ObjectHead, { made }: BucketSettings): string {
  return attributes.storageClass ?? made?.storageClass ?? 'Standard';
}

/** Everything stored is encrypted with AES-256, asked for or not. Keys of the caller's own are not offered. */
export function readEncryption(headers: Headers): 'AES256' | undefined {
  const text = headers.get(ENCRYPTION);
  if (text === null) return undefined;
  if (text === 'AES256') return text;
  if (text === 'KMS' || text === 'SM4') throw notImplemented(`${ENCRYPTION}: ${text}`);
  throw new OssError('InvalidEncryptionAlgorithmError');
}

/** Whether the caller only wants to write where nothing is. */
export function forbidsOverwrite(headers: Headers): boolean {
  return headers.get('x-oss-forbid-overwrite')?.toLowerCase() === 'true';
}

/** The content headers among these. */
export function readContentHeaders(headers: Headers): ContentHeaders {
  const header = (name: string) => headers.get(name) || undefined;
  return {
    contentType: header('content-type'),
    cacheControl: header('cache-control'),
    contentDisposition: header('content-disposition'),
    contentEncoding: header('content-encoding'),
    contentLanguage: header('content-language'),
    expires: header('expires'),
  };
}

function readMeta(headers: Headers): Record<string, string> {
  const meta = metaOf(headers, META);
  const { length: size } = new TextEncoder().encode(Object.entries(meta).flat().join(''));
  if (size > MAX_META_BYTES) throw tooMuchMeta();
  return meta;
}

/** The metadata among headers, whose names begin with a prefix. */
export function metaOf(headers: Headers, prefix: string): Record<string, string> {
  const own = [...headers].filter(([name]) => name.startsWith(prefix) && name.length > prefix.length);
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
}

function tooMuchMeta(): OssError {
  return new OssError('InvalidArgument', {
    message: `The metadata is longer than ${MAX_META_BYTES} bytes.`,
    elements: { ArgumentName: META },
  });
}

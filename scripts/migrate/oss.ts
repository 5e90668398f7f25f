/** OSS, or anything that answers like it, as source and target: through the vendor's SDK. */
import { Readable } from 'node:stream';
import OSS from 'ali-oss';
import type { ContentHeaders, ObjectAcl, ObjectAttributes, Style } from '../../src/oss/ports.ts';
import { textOf } from '../lib/xml.ts';
import { readStyles, styleXml } from './oss-styles.ts';
import { isFinal, statusOf, tryAgain } from './again.ts';
import { measured } from './measured.ts';
import {
  type Document,
  DOCUMENTS,
  type Failure,
  type Listed,
  type Opened,
  type Rights,
  type Source,
  type Stored,
  type Target,
} from './ports.ts';

const PAGE = 1000;
/** Milliseconds for one object. */
const TIMEOUT = 600_000;
const META = 'x-oss-meta-';
const CRC64 = 'x-oss-hash-crc64ecma';
/** Bytes that one PutObject takes. */
const LARGEST = 5 * 1024 ** 3;

/** Where a bucket is and who asks. */
export interface OssAccount {
  /** `https://oss-cn-hangzhou.aliyuncs.com`, or the address of this service. */
  readonly endpoint: string;
  readonly id: string;
  readonly secret: string;
  /** `oss-cn-hangzhou`; it is part of what is signed. */
  readonly region: string;
}

/** The SDK's client for one bucket. */
export function connect(account: OssAccount, bucket: string): OSS {
  return new OSS({
    endpoint: account.endpoint,
    accessKeyId: account.id,
    accessKeySecret: account.secret,
    region: account.region,
    bucket,
    authorizationV4: true,
    // Headers as UTF-8, which is what OSS takes them for.
    headerEncoding: 'latin1',
    timeout: TIMEOUT,
  });
}

/** A bucket's objects below a prefix, and all its styles and documents. */
export function ossSource(client: OSS, bucket: string, prefix = ''): Source {
  return {
    list: () => list(client, prefix),
    open: (object) => (object.kind === 'Symlink' ? openLink(client, object) : open(client, object)),
    crc64: async (key) => (await client.head(key)).res.headers[CRC64],
    rights: ({ key, kind }) => rightsOf(client, key, kind === 'Symlink'),
    styles: async () => readStyles(await client.request(bucketRequest('GET', bucket, 'style', true))),
    documents: async () =>
      (await Promise.all(DOCUMENTS.map((name) => document(client, bucket, name)))).flat(),
  };
}

/** A bucket that objects and styles are put into; `prefix` is put before each key. */
export function ossTarget(client: OSS, bucket: string, prefix = ''): Target {
  return {
    largest: LARGEST,
    prefix,
    async put(object) {
      const { key, size, attributes, md5 } = object;
      const headers = { ...toHeaders(attributes), ...(md5 === undefined ? {} : { 'Content-MD5': md5 }) };
      if (attributes.symlink !== undefined) {
        await client.putSymlink(prefix + key, attributes.symlink, { headers });
        return undefined;
      }
      const { body, md5: digest } = measured(object.body, { size, crc64: attributes.crc64 });
      const { res } = await client.putStream(prefix + key, body, { contentLength: size, headers });
      const etag = plain(res.headers['etag'] ?? '');
      if (etag.toLowerCase() !== digest()) throw new Error('What was stored has another MD5.');
      return etag;
    },
    head: (key) => head(client, prefix + key),
    wasDeleted: async () => false,
    async remove(key) {
      await client.delete(prefix + key);
    },
    async putStyles(styles) {
      for (const style of styles) await putStyle(client, bucket, style);
    },
    async putDocuments(documents, dry) {
      if (dry) return [];
      const all: Failure[][] = [];
      for (const one of documents) all.push(await putDocument(client, bucket, one));
      return all.flat();
    },
  };
}

async function* list(client: OSS, prefix: string): AsyncGenerator<Listed> {
  let token: string | undefined;
  do {
    // Keys may hold characters that XML cannot.
    const query = { prefix, 'max-keys': PAGE, 'encoding-type': 'url' };
    const page = await tryAgain(() => client.listV2({ ...query, 'continuation-token': token }));
    for (const { name, size, etag, lastModified, type, storageClass } of page.objects) {
      const key = decodeURIComponent(name.replaceAll('+', ' '));
      const modified = new Date(lastModified);
      yield { key, size, etag: plain(etag), modified, kind: type, storageClass };
    }
    token = page.nextContinuationToken;
  } while (token);
}

/** Whoever may read an object must stay the same, so its ACL is asked for as well. */
async function open(client: OSS, { key }: Listed): Promise<Opened> {
  const { acl } = await client.getACL(key);
  const { stream, res } = await client.getStream(key);
  const { headers } = res;
  const etag = headers['etag'] ?? '';
  const body = stream as Readable;
  const tagged = Number(headers['x-oss-tagging-count'] ?? 0) > 0;
  const tags = tagged ? await whileOpen(body, tagsOf(client, key)) : undefined;
  return {
    key,
    size: Number(headers['content-length']),
    etag: plain(etag),
    attributes: { ...toAttributes(headers, acl as ObjectAcl), tags },
    md5: headers['content-md5'],
    body,
    async range(offset, length) {
      const asked = { Range: `bytes=${offset}-${offset + length - 1}`, 'If-Match': etag };
      return (await client.getStream(key, { headers: asked })).stream as Readable;
    },
  };
}

/** What is asked for while a body waits to be read; a body that nobody is going to read would keep its connection. */
async function whileOpen<T>(body: Readable, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    body.destroy();
    throw error;
  }
}

async function tagsOf(client: OSS, key: string): Promise<Readonly<Record<string, string>>> {
  return (await client.getObjectTagging(key)).tag;
}

/** Tags of a link would be those of what it stands for, which has them under its own key. */
async function rightsOf(client: OSS, key: string, isLink = false): Promise<Rights> {
  const [{ acl }, tags] = await Promise.all([client.getACL(key), isLink ? undefined : tagsOf(client, key)]);
  return { acl: acl as ObjectAcl, tags };
}

/** A link has no bytes of its own: what it stands for is copied under its own key. */
async function openLink(client: OSS, { key, etag }: Listed): Promise<Opened> {
  const { targetName, res } = await client.getSymlink(key);
  const { acl } = await client.getACL(key);
  const body = Readable.from([]);
  const attributes = { headers: {}, meta: {}, kind: 'Symlink', symlink: targetName } as const;
  const plainAcl = acl === 'default' ? {} : { acl: acl as ObjectAcl };
  return {
    key,
    size: 0,
    etag: plain(res.headers['etag'] ?? etag),
    attributes: { ...attributes, ...plainAcl },
    md5: undefined,
    body,
    range: async () => body,
  };
}

async function head(client: OSS, key: string): Promise<Stored | undefined> {
  try {
    const { headers } = (await client.head(key)).res;
    return {
      size: Number(headers['content-length']),
      etag: plain(headers['etag'] ?? ''),
      modified: new Date(headers['last-modified'] ?? 0),
      crc64: headers[CRC64],
      rights: () => rightsOf(client, key),
    };
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** What a bucket never got is no document of it. */
async function document(client: OSS, bucket: string, name: Document['name']): Promise<Document[]> {
  try {
    const { data } = await tryAgain(() => client.request(bucketRequest('GET', bucket, name)));
    const xml = String(data);
    // A bucket without tags tells an empty list, which cannot be written.
    return name === 'tagging' && !xml.includes('<Tag>') ? [] : [{ name, xml }];
  } catch (error) {
    if (statusOf(error) === 404) return [];
    throw error;
  }
}

/** Gives itself where it is refused, as other services do with what they do not have. */
async function putDocument(client: OSS, bucket: string, { name, xml }: Document): Promise<Failure[]> {
  const acl = name === 'acl' ? textOf(xml, 'Grant') : undefined;
  const content =
    acl === undefined ? { mime: 'application/xml', content: xml } : { headers: { 'x-oss-acl': acl } };
  try {
    await tryAgain(() => client.request({ ...bucketRequest('PUT', bucket, name), ...content }));
    return [];
  } catch (error) {
    if (!isFinal(error)) throw error;
    return [{ key: `?${name}`, reason: error instanceof Error ? error.message : String(error) }];
  }
}

function plain(etag: string): string {
  return etag.replaceAll('"', '');
}

/** Node gives the bytes of a header as Latin-1; OSS means UTF-8. */
function decode(value: string | undefined): string | undefined {
  return value === undefined ? undefined : Buffer.from(value, 'latin1').toString();
}

function toAttributes(headers: Readonly<Record<string, string>>, acl: ObjectAcl): ObjectAttributes {
  const meta = Object.entries(headers)
    .filter(([name]) => name.startsWith(META))
    .map(([name, value]) => [name.slice(META.length), decode(value)]);
  return {
    headers: {
      contentType: decode(headers['content-type']),
      cacheControl: decode(headers['cache-control']),
      contentDisposition: decode(headers['content-disposition']),
      contentEncoding: decode(headers['content-encoding']),
      contentLanguage: decode(headers['content-language']),
      expires: decode(headers['expires']),
    },
    meta: Object.fromEntries(meta) as Record<string, string>,
    acl: acl === 'default' ? undefined : acl,
    kind: headers['x-oss-object-type'] === 'Multipart' ? 'Multipart' : 'Normal',
    crc64: headers[CRC64],
    storageClass: headers['x-oss-storage-class'],
  };
}

const NAMES: Readonly<Record<keyof ContentHeaders, string>> = {
  contentType: 'Content-Type',
  cacheControl: 'Cache-Control',
  contentDisposition: 'Content-Disposition',
  contentEncoding: 'Content-Encoding',
  contentLanguage: 'Content-Language',
  expires: 'Expires',
};

/** The inverse of `toAttributes`, for a request. */
function toHeaders({ headers, meta, acl, tags }: ObjectAttributes): Record<string, string> {
  const content = Object.entries(headers).map(([name, value]) => [
    NAMES[name as keyof ContentHeaders],
    value,
  ]);
  const own = Object.entries(meta).map(([name, value]) => [META + name, value]);
  const tagging = tags === undefined ? undefined : new URLSearchParams(tags).toString();
  const all = [...content, ...own, ['x-oss-object-acl', acl], ['x-oss-tagging', tagging]];
  return Object.fromEntries(all.filter(([, value]) => value !== undefined)) as Record<string, string>;
}

async function putStyle(client: OSS, bucket: string, { name, content, category }: Style): Promise<void> {
  await client.request({
    ...bucketRequest('PUT', bucket, 'style'),
    subres: { style: '', styleName: name },
    query: { category },
    mime: 'application/xml',
    content: styleXml(content),
  });
}

function bucketRequest(method: string, bucket: string, subres: string, xmlResponse = false): object {
  return { method, bucket, object: '', subres, xmlResponse, successStatuses: [200] };
}

/** OSS, or anything that answers like it, as source and target: through the vendor's SDK. */
import type { Readable } from 'node:stream';
import OSS from 'ali-oss';
import type { ContentHeaders, ObjectAcl, ObjectAttributes, Style } from '../../src/oss/ports.ts';
import { readStyles, styleXml } from './oss-styles.ts';
import type { Listed, Opened, Source, Target } from './ports.ts';

const PAGE = 1000;
/** Milliseconds for one object. */
const TIMEOUT = 600_000;
const META = 'x-oss-meta-';

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

/** A bucket's objects below a prefix, and all its styles. */
export function ossSource(client: OSS, bucket: string, prefix = ''): Source {
  return {
    list: () => list(client, prefix),
    open: (key) => open(client, key),
    styles: async () => readStyles(await client.request(styleRequest('GET', bucket))),
  };
}

/** A bucket that objects and styles are put into; `prefix` is put before each key. */
export function ossTarget(client: OSS, bucket: string, prefix = ''): Target {
  return {
    async put({ key, size, attributes, md5, body }) {
      const headers = { ...toHeaders(attributes), ...(md5 === undefined ? {} : { 'Content-MD5': md5 }) };
      await client.putStream(prefix + key, body, { contentLength: size, headers });
    },
    async putStyles(styles) {
      for (const style of styles) await putStyle(client, bucket, style);
    },
  };
}

async function* list(client: OSS, prefix: string): AsyncGenerator<Listed> {
  let token: string | undefined;
  do {
    const page = await client.listV2({ prefix, 'max-keys': PAGE, 'continuation-token': token });
    for (const { name, size, etag } of page.objects) yield { key: name, size, etag };
    token = page.nextContinuationToken;
  } while (token);
}

/** Whoever may read an object must stay the same, so its ACL is asked for as well. */
async function open(client: OSS, key: string): Promise<Opened> {
  const { acl } = await client.getACL(key);
  const { stream, res } = await client.getStream(key);
  return {
    key,
    size: Number(res.headers['content-length']),
    attributes: toAttributes(res.headers, acl as ObjectAcl),
    md5: res.headers['content-md5'],
    body: stream as Readable,
  };
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
    crc64: headers['x-oss-hash-crc64ecma'],
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
function toHeaders({ headers, meta, acl }: ObjectAttributes): Record<string, string> {
  const content = Object.entries(headers).map(([name, value]) => [
    NAMES[name as keyof ContentHeaders],
    value,
  ]);
  const own = Object.entries(meta).map(([name, value]) => [META + name, value]);
  const all = [...content, ...own, ['x-oss-object-acl', acl]];
  return Object.fromEntries(all.filter(([, value]) => value !== undefined)) as Record<string, string>;
}

async function putStyle(client: OSS, bucket: string, { name, content, category }: Style): Promise<void> {
  await client.request({
    ...styleRequest('PUT', bucket),
    subres: { style: '', styleName: name },
    query: { category },
    mime: 'application/xml',
    content: styleXml(content),
  });
}

function styleRequest(method: string, bucket: string): object {
  return {
    method,
    bucket,
    object: '',
    subres: 'style',
    xmlResponse: method === 'GET',
    successStatuses: [200],
  };
}

/** Every request that writes, with what has to be there before it. */
import { env } from 'cloudflare:workers';
import { pathText, queryText, signRequest } from '../../../packages/url/src/sign.ts';
import { hmac, KEY } from '../support/sign.ts';
import { sourceBytes } from '../support/sources.ts';

/** Asks a service. */
export type Send = (path: string, init?: RequestInit) => Promise<Response>;

/** A request that writes. */
export interface Write {
  readonly name: string;
  /** Makes what it needs, and gives what the request has to know. */
  readonly before?: (send: Send) => Promise<Readonly<Record<string, string>>>;
  readonly run: (send: Send, known: Readonly<Record<string, string>>) => Promise<Response>;
  /** Whether it sends megabytes: those are killed, and no more. */
  readonly isLarge?: boolean;
  /** What else than success a caller may hear who asks once more after a kill. */
  readonly again?: readonly number[];
  /** Whether a kill may leave a step that reads as the old and that whoever comes next goes on from. */
  readonly isResumed?: boolean;
}

const BUCKET = 'examplebucket';
const PART = 100 * 1024;
/** A little more than a part of R2's. */
const LARGE = 5 * 1024 * 1024 + 1;
const LONG = 2 * 1024 * 1024;
const CREDENTIALS = { accessKeyId: KEY.id, accessKeySecret: KEY.secret };

interface Asked {
  readonly method: string;
  readonly key?: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
}

/** Sends a signed request about `target` or another key of the bucket. */
export async function ask(
  send: Send,
  { method, key = '', query = {}, headers = {}, body }: Asked,
): Promise<Response> {
  const signed = await signRequest({ credentials: CREDENTIALS, bucket: BUCKET, key, method, query, headers });
  const init = { method, headers: { ...headers, ...signed }, ...(body !== undefined && { body }) };
  return send(`${BUCKET}/${pathText(key)}${queryText(query)}`, init);
}

const bytes = (length: number, seed = 1) => Uint8Array.from({ length }, (_, index) => (index * seed) >> 3);
const text = (content: string) => new TextEncoder().encode(content);

/** A body that does not say how long it is. */
function unknown(length: number): ReadableStream<Uint8Array> {
  let left = length;
  return new ReadableStream({
    pull(controller) {
      if (left <= 0) return controller.close();
      controller.enqueue(bytes(Math.min(left, 1024 * 1024)));
      left -= 1024 * 1024;
    },
  });
}

async function initiated(send: Send): Promise<{ uploadId: string }> {
  const xml = await (
    await ask(send, { method: 'POST', key: 'target', query: { uploads: undefined } })
  ).text();
  return { uploadId: /<UploadId>(\w+)</.exec(xml)?.[1] ?? '' };
}

async function part(send: Send, uploadId: string, number: number): Promise<Response> {
  const query = { partNumber: `${number}`, uploadId };
  return ask(send, { method: 'PUT', key: 'target', query, body: bytes(PART, number) });
}

/** An upload of three parts. */
async function uploaded(send: Send): Promise<{ uploadId: string }> {
  const { uploadId } = await initiated(send);
  for (const number of [1, 2, 3]) await (await part(send, uploadId, number)).arrayBuffer();
  return { uploadId };
}

async function form(send: Send, length: number): Promise<Response> {
  const conditions = {
    expiration: new Date(Date.now() + 60_000).toISOString(),
    conditions: [{ bucket: BUCKET }],
  };
  const policy = btoa(JSON.stringify(conditions));
  const body = new FormData();
  const fields = { key: 'target', policy, OSSAccessKeyId: KEY.id, Signature: await hmac(policy) };
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  body.set('file', new Blob([bytes(length)]), 'file.bin');
  return send(`${BUCKET}/`, { method: 'POST', body });
}

const put = (headers: Record<string, string>, body: () => BodyInit) => (send: Send) =>
  ask(send, { method: 'PUT', key: 'target', headers, body: body() });
/** Streams, so that the sum of what came is noted afterwards. */
const putLong = put({ 'Content-Length': `${LONG}` }, () => bytes(LONG));
const sub =
  (resource: string, method: string, body?: string, query: Record<string, string> = {}) =>
  (send: Send) =>
    ask(send, {
      method,
      query: { [resource]: undefined, ...query },
      ...(body !== undefined && { body: text(body) }),
    });
const empty = async () => {
  await env.ORIGINALS.delete('target');
  return {};
};
const APPEND = { append: undefined, position: '0' };
const append = (position: number, length: number) => (send: Send) =>
  ask(send, {
    method: 'POST',
    key: 'target',
    query: { ...APPEND, position: `${position}` },
    body: bytes(length),
  });
const grown = async (send: Send) => {
  await empty();
  await append(0, 10)(send);
  return {};
};
const STYLE = '<Style><Content>image/resize,w_10</Content></Style>';
const CORS =
  '<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>';
const REFERER =
  '<RefererConfiguration><AllowEmptyReferer>true</AllowEmptyReferer><RefererList><Referer>http://a.example</Referer></RefererList></RefererConfiguration>';
const LIFECYCLE =
  '<LifecycleConfiguration><Rule><ID>old</ID><Prefix>old/</Prefix><Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>';
const WEBSITE =
  '<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument></WebsiteConfiguration>';
const TAGS = '<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>';
const ENCRYPTION =
  '<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>';
const PROTECTION =
  '<BucketProcessConfiguration><SourceFileProtect>Enabled</SourceFileProtect></BucketProcessConfiguration>';

/** Writing and deleting a document of the bucket's. */
function configured(name: string, resource: string, document: string): Write[] {
  const before = async (send: Send) => {
    await sub(resource, 'PUT', document)(send);
    return {};
  };
  return [
    { name: `Put${name}`, run: sub(resource, 'PUT', document) },
    { name: `Delete${name}`, before, run: sub(resource, 'DELETE') },
  ];
}

const BATCH = '<Delete><Object><Key>target</Key></Object><Object><Key>source</Key></Object></Delete>';
const COPY = { 'x-oss-copy-source': `/${BUCKET}/source` };
const NEW = { 'x-oss-forbid-overwrite': 'true' };

/** Each of the API. `target` and `source` are there before, unless the write says otherwise. */
export const WRITES: readonly Write[] = [
  { name: 'PutObject, small', run: put({ 'x-oss-meta-a': 'b' }, () => bytes(10)) },
  { name: 'PutObject, streamed', run: putLong },
  {
    name: 'PutObject, small, over a noted one',
    async before(send) {
      await putLong(send);
      return {};
    },
    run: put({}, () => bytes(10)),
  },
  { name: 'PutObject, of unknown length', isLarge: true, run: put({}, () => unknown(LARGE)) },
  { name: 'PutObject, where nothing is', before: empty, run: put(NEW, () => bytes(10)), again: [409] },
  {
    name: 'PutObject, of unknown length where nothing is',
    isLarge: true,
    before: empty,
    run: put(NEW, () => unknown(LARGE)),
    again: [409],
  },
  { name: 'AppendObject, where nothing is', before: empty, run: append(0, 10), again: [409] },
  { name: 'AppendObject, to one that grows', before: grown, run: append(10, 5), again: [409] },
  {
    name: 'SealAppendObject',
    before: grown,
    isResumed: true,
    run: (send) => ask(send, { method: 'POST', key: 'target', query: { seal: undefined, position: '10' } }),
  },
  {
    name: 'AppendObject, of unknown length',
    isLarge: true,
    before: empty,
    run: (send) =>
      ask(send, { method: 'POST', key: 'target', query: APPEND, body: unknown(2 * 1024 * 1024) }),
    again: [409],
  },
  {
    name: 'InitiateMultipartUpload',
    run: (send) => ask(send, { method: 'POST', key: 'target', query: { uploads: undefined } }),
  },
  { name: 'UploadPart', before: initiated, run: (send, { uploadId = '' }) => part(send, uploadId, 1) },
  {
    name: 'UploadPart, once more',
    before: uploaded,
    run: (send, { uploadId = '' }) => part(send, uploadId, 2),
  },
  {
    name: 'UploadPartCopy',
    before: initiated,
    run: (send, { uploadId = '' }) =>
      ask(send, { method: 'PUT', key: 'target', query: { partNumber: '1', uploadId }, headers: COPY }),
  },
  {
    name: 'CompleteMultipartUpload',
    before: uploaded,
    run: (send, { uploadId }) =>
      ask(send, {
        method: 'POST',
        key: 'target',
        query: { uploadId },
        headers: { 'x-oss-complete-all': 'yes' },
      }),
  },
  {
    name: 'AbortMultipartUpload',
    before: uploaded,
    run: (send, { uploadId }) => ask(send, { method: 'DELETE', key: 'target', query: { uploadId } }),
    again: [404],
  },
  { name: 'CopyObject', run: (send) => ask(send, { method: 'PUT', key: 'target', headers: COPY }) },
  {
    name: 'CopyObject, onto itself',
    run: (send) =>
      ask(send, {
        method: 'PUT',
        key: 'target',
        headers: {
          'x-oss-copy-source': `/${BUCKET}/target`,
          'x-oss-metadata-directive': 'REPLACE',
          'x-oss-meta-c': 'd',
        },
      }),
  },
  {
    name: 'PutObjectACL',
    run: (send) =>
      ask(send, {
        method: 'PUT',
        key: 'target',
        query: { acl: undefined },
        headers: { 'x-oss-object-acl': 'private' },
      }),
  },
  {
    name: 'PutObjectTagging',
    run: (send) =>
      ask(send, {
        method: 'PUT',
        key: 'target',
        query: { tagging: undefined },
        body: text(TAGS),
      }),
  },
  {
    name: 'DeleteObjectTagging',
    run: (send) => ask(send, { method: 'DELETE', key: 'target', query: { tagging: undefined } }),
  },
  { name: 'PostObject, small', run: (send) => form(send, 10) },
  { name: 'PostObject, large', isLarge: true, run: (send) => form(send, LARGE) },
  {
    name: 'sys/saveas',
    run: (send) =>
      ask(send, {
        method: 'POST',
        key: 'source',
        query: { 'x-oss-process': undefined },
        body: text(`x-oss-process=image/resize,w_20|sys/saveas,o_${btoa('target')}`),
      }),
  },
  {
    name: 'PutSymlink',
    run: (send) =>
      ask(send, {
        method: 'PUT',
        key: 'target',
        query: { symlink: undefined },
        headers: { 'x-oss-symlink-target': 'source' },
      }),
  },
  { name: 'DeleteObject', run: (send) => ask(send, { method: 'DELETE', key: 'target' }) },
  {
    name: 'DeleteObject, of which a sum is noted',
    async before(send) {
      await putLong(send);
      return {};
    },
    run: (send) => ask(send, { method: 'DELETE', key: 'target' }),
  },
  {
    name: 'DeleteMultipleObjects',
    async run(send) {
      const body = text(BATCH);
      const md5 = new Uint8Array(await crypto.subtle.digest('MD5', body));
      const headers = { 'Content-MD5': btoa(String.fromCharCode(...md5)) };
      return ask(send, { method: 'POST', query: { delete: undefined }, headers, body });
    },
  },
  { name: 'PutStyle', run: sub('style', 'PUT', STYLE, { styleName: 'thumb' }) },
  {
    name: 'DeleteStyle',
    before: async (send) => {
      await sub('style', 'PUT', STYLE, { styleName: 'thumb' })(send);
      return {};
    },
    run: sub('style', 'DELETE', undefined, { styleName: 'thumb' }),
  },
  { name: 'PutBucketCors', run: sub('cors', 'PUT', CORS) },
  { name: 'DeleteBucketCors', run: sub('cors', 'DELETE') },
  { name: 'DeleteBucketLogging', run: sub('logging', 'DELETE') },
  ...configured('BucketTags', 'tagging', TAGS),
  ...configured('BucketEncryption', 'encryption', ENCRYPTION),
  ...configured('BucketLifecycle', 'lifecycle', LIFECYCLE),
  ...configured('BucketWebsite', 'website', WEBSITE),
  ...configured('ProcessConfiguration', 'processConfiguration', PROTECTION),
  ...configured('Img', 'img', '<Channel><OrigPicForbidden>True</OrigPicForbidden></Channel>'),
  { name: 'PutBucketReferer', run: sub('referer', 'PUT', REFERER) },
  {
    name: 'PutBucketAcl',
    run: (send) =>
      ask(send, { method: 'PUT', query: { acl: undefined }, headers: { 'x-oss-acl': 'private' } }),
  },
];

/** What every write begins with. */
export async function prepare(): Promise<void> {
  await env.ORIGINALS.put('source', sourceBytes('400x267.png'));
  await env.ORIGINALS.put('target', 'old', { customMetadata: { old: 'yes' } });
}

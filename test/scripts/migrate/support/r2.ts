/** An endpoint of R2's S3 dialect over a map: it checks no signature's worth, but every digest, and answers as R2 does. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Crc64 } from '../../../../src/oss/protocol/digest/crc64.ts';

export interface R2Object {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly etag: string;
  readonly modified: Date;
}

export interface R2 {
  readonly port: number;
  readonly env: Record<string, string>;
  /** By path: `/bucket/key`, percent-encoded. */
  readonly stored: Map<string, R2Object>;
  /** Requests answered so far, `PUT /bucket/key`. */
  readonly asked: string[];
  /** Parts of uploads under way. */
  readonly uploads: Map<string, Map<number, Buffer>>;
  /** The status that a request shall fail with. */
  fails: (asked: string) => number | undefined;
  /** Whether a request shall get no answer, and do nothing. */
  hangs: (asked: string) => boolean;
  close(): Promise<void>;
}

export async function startR2(): Promise<R2> {
  const r2: Omit<R2, 'port' | 'env' | 'close'> = {
    stored: new Map(),
    asked: [],
    uploads: new Map(),
    fails: () => undefined,
    hangs: () => false,
  };
  const server = createServer((request, response) => {
    // A caller that breaks off has written nothing.
    void buffer(request).then(
      (body) => answer(r2, request, response, body),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const env = {
    R2_ENDPOINT: `http://127.0.0.1:${port}`,
    R2_ACCESS_KEY_ID: 'id',
    R2_SECRET_ACCESS_KEY: 'secret',
  };
  return Object.assign(r2, {
    port,
    env,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

function answer(
  r2: Omit<R2, 'port' | 'env' | 'close'>,
  { method = '', url = '', headers }: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
): void {
  const [path = '', query = ''] = url.split('?');
  const asked = `${method} ${path}`;
  if (r2.hangs(asked)) return;
  r2.asked.push(asked);
  const refused = r2.fails(asked) ?? wrong(headers, body);
  if (refused !== undefined) return void response.writeHead(refused).end('<Error><Code>No</Code></Error>');
  const parameters = new URLSearchParams(query);
  const upload = parameters.get('uploadId') ?? '';
  if (parameters.has('uploads')) return void response.end(begin(r2, headers));
  if (parameters.has('partNumber')) {
    r2.uploads.get(upload)?.set(Number(parameters.get('partNumber')), body);
    return void response.writeHead(200, { etag: `"${md5(body)}"` }).end();
  }
  if (method === 'POST') return void response.end(complete(r2, path, upload));
  if (method === 'DELETE') {
    if (upload !== '') r2.uploads.delete(upload);
    else r2.stored.delete(path);
    return void response.writeHead(204).end();
  }
  if (method === 'PUT') r2.stored.set(path, { headers, body, etag: md5(body), modified: new Date() });
  const object = r2.stored.get(path);
  if (object === undefined) return void response.writeHead(404).end();
  const { etag, modified } = object;
  response.setHeader('etag', `"${etag}"`);
  if (method === 'HEAD') {
    const meta = Object.entries(object.headers).filter(([name]) => name.startsWith('x-amz-meta-'));
    for (const [name, value] of meta) response.setHeader(name, value ?? '');
    response.setHeader('content-length', object.body.length);
    response.setHeader('last-modified', modified.toUTCString());
  }
  response.end();
}

/** What R2 refuses: a body with another MD5 than announced, and a request that nobody signed. */
function wrong(headers: IncomingHttpHeaders, body: Buffer): number | undefined {
  if (!/^AWS4-HMAC-SHA256 Credential=id\/\d{8}\/auto\/s3\//.test(headers.authorization ?? '')) return 403;
  const announced = headers['content-md5'];
  return announced === undefined || announced === Buffer.from(md5(body), 'hex').toString('base64')
    ? undefined
    : 400;
}

const begun = new Map<string, IncomingHttpHeaders>();

function begin({ uploads }: Pick<R2, 'uploads'>, headers: IncomingHttpHeaders): string {
  const id = `upload-${begun.size}`;
  begun.set(id, headers);
  uploads.set(id, new Map());
  return `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`;
}

function complete({ stored, uploads }: Pick<R2, 'stored' | 'uploads'>, path: string, upload: string): string {
  const parts = [...(uploads.get(upload) ?? [])].toSorted(([one], [other]) => one - other);
  uploads.delete(upload);
  const body = Buffer.concat(parts.map(([, part]) => part));
  const etag = `${md5(Buffer.concat(parts.map(([, part]) => Buffer.from(md5(part), 'hex'))))}-${parts.length}`;
  stored.set(path, { headers: begun.get(upload) ?? {}, body, etag, modified: new Date() });
  return `<CompleteMultipartUploadResult><ETag>"${etag}"</ETag></CompleteMultipartUploadResult>`;
}

export function md5(body: Uint8Array): string {
  return createHash('md5').update(body).digest('hex');
}

export function crc64(body: Uint8Array): string {
  const sum = new Crc64();
  sum.update(body);
  return sum.value;
}

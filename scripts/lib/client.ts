/** Signed requests as quick as they can be made: V1 headers, one kept connection each. */
import { createHmac } from 'node:crypto';
import { Agent, type ClientRequest, type IncomingHttpHeaders, request } from 'node:http';

/** An answer, whole. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Where the service is, and the key that signs. */
export interface Service {
  /** `http://127.0.0.1:8787`. */
  readonly origin: string;
  readonly bucket: string;
  readonly id: string;
  readonly secret: string;
}

/** What is asked. */
export interface Ask {
  readonly method: string;
  readonly key: string;
  /** Subresources in the order of their names, as they are signed: `partNumber=1&uploadId=X`. */
  readonly query?: string | undefined;
  readonly body?: Buffer | undefined;
  /** Milliseconds between the first half of the body and the second. */
  readonly restMs?: number | undefined;
  /** Hangs up. */
  readonly signal?: AbortSignal | undefined;
}

/** One connection's caller. */
export interface Client {
  send(ask: Ask): Promise<Answer>;
  get(key: string, process?: string): Promise<Answer>;
  put(key: string, body: Buffer): Promise<Answer>;
  delete(key: string): Promise<Answer>;
  close(): void;
}

/** Milliseconds without a byte after which a request counts as lost. */
const PATIENCE = 30_000;

/** Makes a client. Its promises reject when the connection breaks, also in the middle of an answer. */
export function createClient({ origin, bucket, id, secret }: Service, patience = PATIENCE): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const send = (ask: Ask) => {
    const { method, key, query, body, signal } = ask;
    const date = new Date().toUTCString();
    const resource = `/${bucket}/${key}${query === undefined ? '' : `?${query}`}`;
    const signature = createHmac('sha1', secret)
      .update(`${method}\n\n\n${date}\n${resource}`)
      .digest('base64');
    const headers = { date, authorization: `OSS ${id}:${signature}`, 'content-length': body?.length ?? 0 };
    return exchange(origin + resource, { method, headers, agent, signal }, ask, patience);
  };
  return {
    send,
    get: (key, process) =>
      send({ method: 'GET', key, query: process === undefined ? undefined : `x-oss-process=${process}` }),
    put: (key, body) => send({ method: 'PUT', key, body }),
    delete: (key) => send({ method: 'DELETE', key }),
    close: () => agent.destroy(),
  };
}

function exchange(
  url: string,
  options: Parameters<typeof request>[1],
  ask: Ask,
  patience: number,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      const { statusCode = 0, headers } = response;
      response.on('end', () => resolve({ status: statusCode, headers, body: Buffer.concat(chunks) }));
      response.on('error', reject);
    });
    asked.setTimeout(patience, () => asked.destroy(new Error('The service did not answer in time.')));
    asked.on('error', reject);
    sendBody(asked, ask);
  });
}

function sendBody(asked: ClientRequest, { body, restMs }: Ask): void {
  if (body === undefined || restMs === undefined) return void asked.end(body);
  const half = body.length >> 1;
  asked.write(body.subarray(0, half));
  setTimeout(() => {
    if (!asked.destroyed) asked.end(body.subarray(half));
  }, restMs);
}

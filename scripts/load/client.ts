/** Signed requests as quick as they can be made: V1 headers, one kept connection each. */
import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';

/** An answer, whole. */
export interface Answer {
  readonly status: number;
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

/** One connection's caller. */
export interface Client {
  get(key: string, process?: string): Promise<Answer>;
  put(key: string, body: Buffer): Promise<Answer>;
  delete(key: string): Promise<Answer>;
  close(): void;
}

/** Milliseconds without a byte after which a request counts as lost. */
const PATIENCE = 30_000;

/** Makes a client. Its promises reject when the connection breaks. */
export function createClient({ origin, bucket, id, secret }: Service): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const send = (method: string, key: string, process?: string, body?: Buffer) => {
    const date = new Date().toUTCString();
    const resource = `/${bucket}/${key}${process === undefined ? '' : `?x-oss-process=${process}`}`;
    const signature = createHmac('sha1', secret)
      .update(`${method}\n\n\n${date}\n${resource}`)
      .digest('base64');
    const headers = { date, authorization: `OSS ${id}:${signature}`, 'content-length': body?.length ?? 0 };
    return exchange(origin + resource, { method, headers, agent }, body);
  };
  return {
    get: (key, process) => send('GET', key, process),
    put: (key, body) => send('PUT', key, undefined, body),
    delete: (key) => send('DELETE', key),
    close: () => agent.destroy(),
  };
}

function exchange(url: string, options: Parameters<typeof request>[1], body?: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
      response.on('error', reject);
    });
    asked.setTimeout(PATIENCE, () => asked.destroy(new Error('The service did not answer in time.')));
    asked.on('error', reject);
    asked.end(body);
  });
}

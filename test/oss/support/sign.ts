/** Signs requests with the V1 header, by Node's own HMAC: an independent twin of what the face verifies with. */
import { createHmac } from 'node:crypto';
import { KEY, NOW } from './memory.ts';

export interface SignOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly key?: { readonly id: string; readonly secret: string; readonly token?: string | undefined };
  /** `/bucket/key?signed=parameters`, decoded, when it does not follow from the URL. */
  readonly resource?: string;
  readonly now?: number;
}

/** A request to `/bucket/key?query` on a bare host, signed now. */
export function signed(path: string, options: SignOptions = {}): Request {
  const { method = 'GET', body, key = KEY, now = NOW } = options;
  const headers = new Headers({
    ...options.headers,
    date: new Date(now).toUTCString(),
    ...(key.token === undefined ? {} : { 'x-oss-security-token': key.token }),
  });
  const request = new Request(`http://127.0.0.1:8787${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const oss = [...request.headers]
    .filter(([name]) => name.startsWith('x-oss-'))
    .map(([name, value]) => `${name}:${value}\n`);
  const { headers: sent } = request;
  const text = [
    method,
    sent.get('content-md5') ?? '',
    sent.get('content-type') ?? '',
    sent.get('date') ?? '',
    oss.join('') + (options.resource ?? decodeURIComponent(path)),
  ].join('\n');
  const signature = createHmac('sha1', key.secret).update(text).digest('base64');
  request.headers.set('authorization', `OSS ${key.id}:${signature}`);
  return request;
}

/** The same request without a signature. */
export function anonymous(path: string, init: RequestInit = {}): Request {
  return new Request(`http://127.0.0.1:8787${path}`, init);
}

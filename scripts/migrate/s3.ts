/** Requests to an endpoint of the S3 dialect: signed by `aws4fetch`, sent by Node with the length that they have. */
import { once } from 'node:events';
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { AwsV4Signer } from 'aws4fetch';
import { textOf } from '../lib/xml.ts';

/** Milliseconds without a byte in either direction after which a request is lost. */
const PATIENCE = 60_000;

/** Where the endpoint is and who asks. */
export interface S3Account {
  /** `https://ACCOUNT.r2.cloudflarestorage.com`. */
  readonly endpoint: string;
  readonly id: string;
  readonly secret: string;
}

/** What is asked. */
export interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly bucket: string;
  readonly key: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** Texts; those beyond ASCII go as UTF-8. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  readonly body?: Readable | string | undefined;
  /** Bytes of a body that is a stream. */
  readonly size?: number | undefined;
}

/** An answer, whole. */
export interface S3Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Asks, and rejects for whatever is no success; `also` is a status that is none and still answers. */
export type Ask = (request: S3Request, also?: number) => Promise<S3Answer>;

/** Asks over connections of its own; one on which nothing moves for `patience` milliseconds is lost. */
export function createAsk(account: S3Account, patience = PATIENCE): Ask {
  const send = createSend(account, patience);
  return async (request, also) => {
    const answer = await send(request);
    if (answer.status < 300 || answer.status === also) return answer;
    throw failure(request, answer);
  };
}

function createSend(
  { endpoint, id, secret }: S3Account,
  patience: number,
): (request: S3Request) => Promise<S3Answer> {
  const secure = endpoint.startsWith('https:');
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const signs = { accessKeyId: id, secretAccessKey: secret, service: 's3', region: 'auto', cache: new Map() };
  return async (asked) => {
    const { method, headers = {}, body, size } = asked;
    const present = Object.entries(headers).filter((one): one is [string, string] => one[1] !== undefined);
    // Only `x-amz-` headers must be signed, and the signer takes no others that are not ASCII.
    const url = addressOf(endpoint, asked);
    const amz = present.filter(([name]) => name.startsWith('x-amz-'));
    const signed = await new AwsV4Signer({ method, url, headers: amz, ...signs }).sign();
    const length = typeof body === 'string' ? Buffer.byteLength(body) : (size ?? 0);
    const sent = {
      ...Object.fromEntries(present.map(([name, value]) => [name, asBytes(value)])),
      ...Object.fromEntries(signed.headers as Iterable<[string, string]>),
      ...(method === 'PUT' || method === 'POST' ? { 'content-length': length } : {}),
    };
    const call = (secure ? requestHttps : requestHttp)(signed.url, { method, headers: sent, agent });
    call.setTimeout(patience, () => call.destroy(new Error('The target did not answer in time.')));
    const answered = once(call, 'response') as Promise<[IncomingMessage]>;
    const [[response]] = await Promise.all([answered, send(call, body)]);
    return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
  };
}

async function send(call: ReturnType<typeof requestHttp>, body: S3Request['body']): Promise<void> {
  if (body === undefined || typeof body === 'string') return void call.end(body);
  await pipeline(body, call);
}

function addressOf(endpoint: string, { bucket, key, query = {} }: S3Request): string {
  const path = key.split('/').map(encodeURIComponent).join('/');
  const search = new URLSearchParams(query).toString();
  return `${endpoint.replace(/\/+$/, '')}/${bucket}/${path}${search === '' ? '' : `?${search}`}`;
}

/** Node writes a header's characters as bytes. */
function asBytes(value: string): string {
  return Buffer.from(value).toString('latin1');
}

/** An answer that is no success, as an error with its status and the code of its XML. */
function failure({ method, key }: S3Request, { status, body }: S3Answer): Error {
  const code = textOf(body, 'Code') ?? '';
  return Object.assign(new Error(`${method} ${key}: ${status} ${code}`.trim()), { status });
}

/** Without quotes. */
export function etagOf({ etag }: S3Answer['headers']): string | undefined {
  return etag?.replaceAll('"', '');
}

/** Addresses that hold for a while, signed in either of the vendor's versions. */
import type { Chain } from './chain.ts';
import { byName, headersByName, pathText, queryText, signQuery, type SignOptions } from './sign.ts';

/** What is signed, and for how long. */
export interface SignUrlOptions extends Omit<SignOptions, 'key' | 'query'> {
  /** Where the bucket is: `https://img.example.com`, or `https://host/bucket` in path style. */
  readonly base: string;
  readonly key: string;
  readonly process?: Chain | string | undefined;
  /** More parameters that are part of what is asked, `response-content-type` for example. */
  readonly query?: SignOptions['query'];
  /** Seconds, at most a week in V4; an hour when left out. */
  readonly seconds?: number | undefined;
  /** `V4` unless told otherwise. */
  readonly version?: 'V1' | 'V4' | undefined;
}

/** Parameters that V1 signs by their names alone (signature reference, "CanonicalizedResource"). */
const SIGNED_V1 =
  /^(x-oss-.*|response-.*|security-token|acl|uploadId|partNumber|uploads|versionId|symlink|tagging)$/;
const encoder = new TextEncoder();

/** An address that whoever has it may ask for, until it expires. */
export async function signUrl(options: SignUrlOptions): Promise<string> {
  const { base, key, process = '', query = {}, seconds = 3600, version = 'V4' } = options;
  const text = String(process);
  const asked = { ...query, ...(text === '' ? {} : { 'x-oss-process': text }) };
  const signed =
    version === 'V4'
      ? await signQuery({ ...options, query: asked }, seconds)
      : await signV1(options, asked, seconds);
  return `${base.replace(/\/+$/, '')}/${pathText(key)}${queryText(signed)}`;
}

type Query = Readonly<Record<string, string | undefined>>;

async function signV1(options: SignUrlOptions, query: Query, seconds: number): Promise<Query> {
  const { credentials, bucket, key, method = 'GET', headers = {}, now = new Date() } = options;
  const { accessKeyId, accessKeySecret, securityToken: token } = credentials;
  const expires = `${Math.floor(now.getTime() / 1000) + seconds}`;
  const asked: Query = { ...query, ...(token === undefined ? {} : { 'security-token': token }) };
  const given = headersByName(headers);
  const header = (wanted: string) => given.find(([name]) => name === wanted)?.[1] ?? '';
  const own = given
    .filter(([name]) => name.startsWith('x-oss-'))
    .map(([name, value]) => `${name}:${value}\n`);
  const parameters = byName(Object.entries(asked))
    .filter(([name]) => SIGNED_V1.test(name))
    .map(([name, value]) => (value === undefined || value === '' ? name : `${name}=${value}`));
  const resource = `/${bucket}/${key}${parameters.length === 0 ? '' : `?${parameters.join('&')}`}`;
  const lines = [method, header('content-md5'), header('content-type'), expires];
  const text = `${lines.join('\n')}\n${own.join('')}${resource}`;
  const signature = await hmacSha1(accessKeySecret, text);
  return { ...asked, OSSAccessKeyId: accessKeyId, Expires: expires, Signature: signature };
}

async function hmacSha1(secret: string, text: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-1' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign']);
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)));
  return btoa(String.fromCharCode(...bytes));
}

/** What an origin is asked: addresses, and signatures in the language that it speaks. */
import { AwsV4Signer } from 'aws4fetch';
import { canonicalRequest, scopePath, stringToSignV4 } from '../../../oss/request/auth/canonical-v4.ts';
import { V4 } from '../../../oss/request/auth/credential.ts';
import { sha256, signV4 } from '../../../oss/request/auth/hmac.ts';
import { decodePercent, encodePath } from '../../../oss/protocol/text/percent.ts';
import { readQuery } from '../../../oss/protocol/text/query.ts';
import type { OriginConfig, OriginKey } from '../../config/origin.ts';

/** An origin and who asks it. */
export interface OriginAccess extends OriginConfig {
  /** Undefined where requests are not signed. */
  readonly key: OriginKey | undefined;
}

/** A request for an object, or, without a key, for the bucket itself. */
export interface Asked {
  readonly method: 'GET' | 'HEAD';
  readonly key: string;
  /** What stands behind the question mark: `acl`. */
  readonly query?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A request that can be sent. */
export interface Sendable {
  readonly url: URL;
  readonly init: { readonly method: string; readonly headers: Headers };
}

/** Where requests to OSS are signed for when neither the host nor the operator says it. */
const REGION = 'cn-hangzhou';

/** Signed where there is a key. */
export async function sendable(access: OriginAccess, asked: Asked, now = new Date()): Promise<Sendable> {
  const url = addressOf(access, asked);
  const { method } = asked;
  const signed = await signature(access, { method, url, key: asked.key }, now);
  // An answer that is packed for the way could not be held to its length.
  const headers = new Headers({ 'accept-encoding': 'identity', ...asked.headers, ...signed });
  return { url, init: { method, headers } };
}

/** The address of an object; prefixes are for objects alone. */
function addressOf(access: OriginAccess, { key, query }: Asked): URL {
  const base = new URL(access.url);
  if (key === '') base.pathname = isPathStyle(access) ? `/${access.bucket}/` : '/';
  const url = new URL(base.href + encodePath(key));
  url.search = query ?? '';
  return url;
}

/** Whether the bucket's name is in the path and not in the host. */
function isPathStyle({ url, bucket }: OriginConfig): boolean {
  const { host, pathname } = new URL(url);
  return !host.startsWith(`${bucket}.`) && pathname.startsWith(`/${bucket}/`);
}

interface Signing {
  readonly method: string;
  readonly url: URL;
  readonly key: string;
}

async function signature(access: OriginAccess, signing: Signing, now: Date): Promise<Record<string, string>> {
  if (access.key === undefined) return {};
  return access.kind === 'oss'
    ? signOss(access, access.key, signing, now)
    : signS3(access, access.key, signing, now);
}

/** Signature V4 of OSS. */
async function signOss(
  access: OriginAccess,
  { id, secret, token }: OriginKey,
  { method, url }: Signing,
  now: Date,
): Promise<Record<string, string>> {
  const date = `${now.toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`;
  const scope = { date: date.slice(0, 8), region: access.region ?? regionOf(url), product: 'oss' };
  const headers = {
    'x-oss-content-sha256': 'UNSIGNED-PAYLOAD',
    'x-oss-date': date,
    ...(token !== undefined && { 'x-oss-security-token': token }),
  };
  const request = { method, headers: new Headers(headers), query: readQuery(url.search), host: url.host };
  const digest = await sha256(canonicalRequest(request, [], resourceOf(access, url)));
  const signed = await signV4(secret, scope, stringToSignV4({ date, scope }, digest));
  const credential = `${id}/${scopePath(scope)}`;
  return { ...headers, authorization: `${V4} Credential=${credential},Signature=${signed}` };
}

/** `/bucket/key`, decoded, wherever the address has the bucket. */
function resourceOf(access: OriginAccess, { pathname }: URL): string {
  const path = decodePercent(pathname) ?? pathname;
  return isPathStyle(access) ? path : `/${access.bucket}${path}`;
}

/** `oss-cn-hangzhou-internal.aliyuncs.com` says where it is. */
function regionOf({ hostname }: URL): string {
  return /(?:^|\.)oss-([a-z0-9-]+?)(?:-internal)?\.aliyuncs\.com$/.exec(hostname)?.[1] ?? REGION;
}

/** Signature V4 of S3. Without a region it is the one that the host tells. */
async function signS3(
  { region }: OriginAccess,
  { id, secret, token }: OriginKey,
  { method, url }: Signing,
  now: Date,
): Promise<Record<string, string>> {
  const signer = new AwsV4Signer({
    method,
    url: url.href,
    accessKeyId: id,
    secretAccessKey: secret,
    service: 's3',
    datetime: now.toISOString().replaceAll(/[-:]|\.\d{3}/g, ''),
    ...(region !== undefined && { region }),
    ...(token !== undefined && { sessionToken: token }),
  });
  const { headers } = await signer.sign();
  return Object.fromEntries(headers);
}

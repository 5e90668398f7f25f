/** Signature V4 of requests and URLs, over WebCrypto: for browsers, Workers, Node and Deno alike. */

/** Who signs. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Of a temporary key. */
  readonly securityToken?: string | undefined;
}

/** What is signed. */
export interface SignOptions {
  readonly credentials: Credentials;
  readonly bucket: string;
  /** Empty for a request on the bucket itself. */
  readonly key?: string | undefined;
  readonly method?: string | undefined;
  /** Query parameters; an undefined value stands for a name without `=`. */
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
  /** Headers that are sent and must be signed: `Content-Type`, `Content-MD5`, `x-oss-*`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly region?: string | undefined;
  readonly now?: Date | undefined;
}

const ALGORITHM = 'OSS4-HMAC-SHA256';
const TERMINATOR = 'aliyun_v4_request';
const UNSIGNED = 'UNSIGNED-PAYLOAD';
const SIGNED_BY_NAME = ['content-md5', 'content-type'];
const encoder = new TextEncoder();

/** Headers that authorise a request: send them with those of `options.headers`. */
export async function signRequest(options: SignOptions): Promise<Record<string, string>> {
  const { credentials, headers = {} } = options;
  const { stamp, scope } = scopeOf(options);
  const { securityToken } = credentials;
  const own = {
    'x-oss-content-sha256': UNSIGNED,
    'x-oss-date': stamp,
    ...(securityToken === undefined ? {} : { 'x-oss-security-token': securityToken }),
  };
  const signature = await sign(options, options.query ?? {}, { ...headers, ...own });
  const credential = `Credential=${credentials.accessKeyId}/${scope}`;
  return { ...own, Authorization: `${ALGORITHM} ${credential},Signature=${signature}` };
}

/** Query parameters that make a URL valid for `seconds`, at most a week: the caller's own and the signature's. */
export async function signQuery(
  options: SignOptions,
  seconds: number,
): Promise<Record<string, string | undefined>> {
  const { credentials, query = {}, headers = {} } = options;
  const { stamp, scope } = scopeOf(options);
  const { securityToken } = credentials;
  const signed = {
    ...query,
    'x-oss-signature-version': ALGORITHM,
    'x-oss-credential': `${credentials.accessKeyId}/${scope}`,
    'x-oss-date': stamp,
    'x-oss-expires': `${seconds}`,
    ...(securityToken === undefined ? {} : { 'x-oss-security-token': securityToken }),
  };
  return { ...signed, 'x-oss-signature': await sign(options, signed, headers) };
}

/** `?a=1&b`, encoded as signatures have it: RFC 3986 strictly. */
export function queryText(query: Readonly<Record<string, string | undefined>>): string {
  const text = Object.entries(query)
    .map(([name, value]) => parameterText(name, value))
    .join('&');
  return text === '' ? '' : `?${text}`;
}

/** A path, each segment encoded. */
export function pathText(path: string): string {
  return path.split('/').map(encode).join('/');
}

/** Sorted by what they are called, whatever stands behind it: `a-b=1` is smaller than `a=1`, but comes after it. */
export function byName<V>(pairs: readonly (readonly [name: string, value: V])[]) {
  return pairs.toSorted(([one], [other]) => (one < other ? -1 : 1));
}

/** Headers as signatures have them: lower-case names in order, and values without the spaces around them. */
export function headersByName(headers: Readonly<Record<string, string>>) {
  return byName(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value.trim()] as const));
}

interface Scope {
  /** `20250301T120000Z`. */
  readonly stamp: string;
  /** `20250301/cn-hangzhou/oss/aliyun_v4_request`. */
  readonly scope: string;
}

function scopeOf({ now = new Date(), region = 'cn-hangzhou' }: SignOptions): Scope {
  const stamp = `${now.toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;
  return { stamp, scope: [stamp.slice(0, 8), region, 'oss', TERMINATOR].join('/') };
}

async function sign(
  options: SignOptions,
  query: Readonly<Record<string, string | undefined>>,
  headers: Readonly<Record<string, string>>,
): Promise<string> {
  const { stamp, scope } = scopeOf(options);
  const digest = hex(
    await crypto.subtle.digest('SHA-256', encoder.encode(canonical(options, query, headers))),
  );
  const text = [ALGORITHM, stamp, scope, digest].join('\n');
  let key: BufferSource = encoder.encode(`aliyun_v4${options.credentials.accessKeySecret}`);
  for (const message of scope.split('/')) key = await hmac(key, message);
  return hex(await hmac(key, text));
}

/** The request in one spelling. */
function canonical(
  { method = 'GET', bucket, key = '' }: SignOptions,
  query: Readonly<Record<string, string | undefined>>,
  headers: Readonly<Record<string, string>>,
): string {
  const parameters = Object.entries(query).map(
    ([name, value]) => [encode(name), parameterText(name, value)] as const,
  );
  const lines = headersByName(headers).filter(
    ([name]) => name.startsWith('x-oss-') || SIGNED_BY_NAME.includes(name),
  );
  return [
    method,
    pathText(`/${bucket}/${key}`),
    byName(parameters)
      .map(([, text]) => text)
      .join('&'),
    lines.map(([name, value]) => `${name}:${value}\n`).join(''),
    '',
    UNSIGNED,
  ].join('\n');
}

function parameterText(name: string, value: string | undefined): string {
  return value === undefined || value === '' ? encode(name) : `${encode(name)}=${encode(value)}`;
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

async function hmac(secret: BufferSource, text: string): Promise<ArrayBuffer> {
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  return crypto.subtle.sign('HMAC', key, encoder.encode(text));
}

function hex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

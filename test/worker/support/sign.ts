/** Signs URLs as SDKs do (signature V1), written apart from the code that verifies them. */

/** The constants of the wire reference. */
export const KEY = { id: 'TestAccessKeyId', secret: 'TestAccessKeySecret' };

/** `ACCESS_KEYS` for the tests. */
export const ACCESS_KEYS = { [KEY.id]: { secret: KEY.secret, permissions: ['read', 'write', 'styles'] } };

/** What is signed. */
export interface Signed {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  /** Parameters that are part of the signature, in alphabetical order. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  /** `x-oss-` headers that the request has, lower case, in alphabetical order. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Path and query of a signed request in path style, without the leading slash. Valid for a minute. */
export async function signed({
  method,
  bucket,
  key,
  parameters = {},
  contentType = '',
  headers = {},
}: Signed): Promise<string> {
  const expires = Math.floor(Date.now() / 1000) + 60;
  const named = Object.entries(parameters);
  const query = named.map(([name, value]) => (value === '' ? name : `${name}=${value}`)).join('&');
  const resource = `/${bucket}/${key}${query && '?'}${query}`;
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const signature = await hmac(`${method}\n\n${contentType}\n${expires}\n${lines.join('')}${resource}`);
  const all = new URLSearchParams({
    ...parameters,
    OSSAccessKeyId: KEY.id,
    Expires: `${expires}`,
    Signature: signature,
  });
  return `${bucket}/${encodeURIComponent(key)}?${all}`;
}

/** HMAC-SHA1 of the key of the wire reference, in base64. */
export async function hmac(text: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-1' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(KEY.secret), algorithm, false, ['sign']);
  const mac = await crypto.subtle.sign('HMAC', key, encoder.encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(mac)));
}

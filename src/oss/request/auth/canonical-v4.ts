/** The two texts a V4 signature goes through (wire reference 3.3). */
import { encodePath, encodeStrict } from '../../protocol/text/percent.ts';
import type { ClaimV4, Scope } from './claim.ts';
import { TERMINATOR, V4 } from './credential.ts';
import { type EmptyValues, type Signable, signedHeaders, signedQuery } from './signable.ts';

/** The request in one spelling. `additional` names are sorted, `resource` is `/bucket/key`, decoded. */
export function canonicalRequest(
  request: Signable,
  additional: readonly string[],
  resource: string,
  empty: EmptyValues = 'bare',
): string {
  const { method, headers, query } = request;
  const signed = query.parameters.filter(({ name }) => name !== 'x-oss-signature');
  const lines = signedHeaders(request, ['content-md5', 'content-type', ...additional]);
  return [
    method,
    encodePath(resource),
    signedQuery(signed, encodeStrict, empty),
    lines.map(([name, value]) => `${name}:${value}\n`).join(''),
    additional.join(';'),
    // Bodies are never hashed: every SDK sends the literal.
    headers.get('x-oss-content-sha256') ?? 'UNSIGNED-PAYLOAD',
  ].join('\n');
}

/** `digest` is the hexadecimal SHA-256 of the canonical request. */
export function stringToSignV4({ date, scope }: Pick<ClaimV4, 'date' | 'scope'>, digest: string): string {
  return [V4, date, scopePath(scope), digest].join('\n');
}

/** `20250301/cn-hangzhou/oss/aliyun_v4_request`. */
export function scopePath({ date, region, product }: Scope): string {
  return [date, region, product, TERMINATOR].join('/');
}

/** The text a V2 signature covers: as V1's, but with every query parameter, and with resource and query encoded. */
import { encodeStrict } from '../../protocol/text/percent.ts';
import type { ClaimV2 } from './claim.ts';
import { type EmptyValues, type Signable, signedHeaders, signedQuery } from './signable.ts';

/** `resource` is `/bucket/key`, decoded; its slashes are encoded as well. */
export function stringToSignV2(
  request: Signable,
  { date, additional }: Pick<ClaimV2, 'date' | 'additional'>,
  resource: string,
  empty: EmptyValues = 'bare',
): string {
  const { method, headers, query } = request;
  const lines = signedHeaders(request, additional).map(([name, value]) => `${name}:${value}\n`);
  const signed = query.parameters.filter(({ name }) => name !== 'x-oss-signature');
  const parameters = signedQuery(signed, encodeStrict, empty);
  return [
    method,
    headers.get('content-md5') ?? '',
    headers.get('content-type') ?? '',
    date,
    lines.join('') + additional.join(';'),
    encodeStrict(resource) + (parameters === '' ? '' : `?${parameters}`),
  ].join('\n');
}

/** The text a V1 signature covers (wire reference 3.1). Everything in it is decoded. */
import { isSignedParameter } from './signed-parameters.ts';
import { type EmptyValues, type Signable, signedHeaders, signedQuery } from './signable.ts';

/** `date` is the date slot's text, `resource` is `/bucket/key`. */
export function stringToSignV1(
  request: Signable,
  date: string,
  resource: string,
  empty: EmptyValues = 'bare',
): string {
  const { method, headers, query } = request;
  const ossHeaders = signedHeaders(request, []).map(([name, value]) => `${name}:${value}\n`);
  const signed = query.parameters.filter(({ name }) => isSignedParameter(name));
  const parameters = signedQuery(signed, (text) => text, empty);
  return [
    method,
    headers.get('content-md5') ?? '',
    headers.get('content-type') ?? '',
    date,
    ossHeaders.join('') + resource + (parameters === '' ? '' : `?${parameters}`),
  ].join('\n');
}

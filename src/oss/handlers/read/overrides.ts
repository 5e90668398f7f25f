/** `response-*` parameters: headers the signer of a request asks the answer to have. */
import type { Call } from '../../request/call.ts';
import { invalidArgument } from '../../protocol/error/errors.ts';
import type { HeaderRecord } from '../../protocol/http/reply.ts';

const HEADERS = {
  'response-content-type': 'Content-Type',
  'response-content-language': 'Content-Language',
  'response-expires': 'Expires',
  'response-cache-control': 'Cache-Control',
  'response-content-disposition': 'Content-Disposition',
  'response-content-encoding': 'Content-Encoding',
} as const;

/**
 * None for anonymous callers: a link to somebody's bucket could otherwise make a page of any object. Throws
 * `InvalidArgument` for text that no header can carry.
 */
export function responseOverrides({ caller, query }: Call): HeaderRecord {
  if (caller === undefined) return {};
  const asked = Object.entries(HEADERS).flatMap(([parameter, header]) => {
    const value = query.text(parameter);
    if (value === undefined) return [];
    if (hasControl(value)) throw invalidArgument(parameter, encodeURIComponent(value));
    return [[header, value] as const];
  });
  return Object.fromEntries(asked);
}

function hasControl(text: string): boolean {
  return /[\p{Cc}\p{Surrogate}]/u.test(text);
}

/** Cross-origin requests (wire reference 2.10, Fetch standard section 3.2). */
import { OssError } from '../error/oss-error.ts';
import { emptyReply, type HeaderRecord, type Reply } from './reply.ts';

const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];
const METHOD_LIST = METHODS.join(', ');
/** Browser code of the SDKs throws when it cannot read the first two; the rest tells pages what an answer is and cost. */
const EXPOSED =
  'ETag, x-oss-request-id, x-oss-hash-crc64ecma, x-oss-next-append-position, x-oss-version-id, x-oss-ec, ' +
  'x-oss-object-type, Content-Range, Content-Length, Date, Server-Timing, x-img-plan';
/** Seconds a browser may reuse the answer to a preflight request. */
const MAX_AGE = '600';

/**
 * Headers that let a browser read an answer; none for other origins. `origins` may hold `*`: then they are there whether
 * or not the request says where it comes from, because a browser may use an answer that it got for an `<img>`, without
 * `Origin`, for a later request with one. With a list the answer depends on the origin, and caches have to know.
 */
export function corsHeaders(origin: string | undefined, origins: readonly string[]): HeaderRecord {
  if (origins.length === 0) return {};
  const allowed = allowedOrigin(origin, origins);
  const vary = origins.includes('*') ? undefined : 'Origin';
  if (allowed === undefined) return { Vary: vary };
  return {
    'Access-Control-Allow-Origin': allowed,
    'Access-Control-Allow-Methods': METHOD_LIST,
    'Access-Control-Expose-Headers': EXPOSED,
    'Timing-Allow-Origin': allowed,
    Vary: vary,
  };
}

/** Answers a preflight request. Throws `BadRequest` without an origin, `AccessForbidden` when it is not allowed. */
export function preflight(headers: Headers, origins: readonly string[]): Reply {
  const origin = headers.get('origin') ?? undefined;
  if (origin === undefined) throw new OssError('BadRequest', { message: 'The Origin header is missing.' });
  const method = headers.get('access-control-request-method') ?? '';
  if (allowedOrigin(origin, origins) === undefined || !METHODS.includes(method)) {
    throw new OssError('AccessForbidden', {
      message:
        'CORSResponse: This CORS request is not allowed. The origin or the method is not in the rules.',
      headers: { Vary: 'Origin' },
    });
  }
  return emptyReply(200, {
    ...corsHeaders(origin, origins),
    'Access-Control-Allow-Headers': headers.get('access-control-request-headers') ?? undefined,
    'Access-Control-Max-Age': MAX_AGE,
  });
}

function allowedOrigin(origin: string | undefined, origins: readonly string[]): string | undefined {
  if (origins.includes('*')) return '*';
  return origin !== undefined && origins.includes(origin) ? origin : undefined;
}

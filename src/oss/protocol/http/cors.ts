/** Cross-origin requests (wire reference 2.10, Fetch standard section 3.2). */
import { OssError } from '../error/oss-error.ts';
import { emptyReply, type HeaderRecord, type Reply } from './reply.ts';

const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];
/** Browser code of the SDKs throws when it cannot read the first two; the rest tells pages what an answer is and cost. */
const EXPOSED =
  'ETag, x-oss-request-id, x-oss-hash-crc64ecma, x-oss-next-append-position, x-oss-version-id, x-oss-ec, ' +
  'x-oss-object-type, Content-Range, Content-Length, Date, Server-Timing, x-img-plan';
/** Seconds a browser may reuse the answer to a preflight request. */
const MAX_AGE = '600';

/** Which pages may do what. */
export interface CorsRule {
  /** Origins, each with at most one `*`, which stands for any text. */
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  /** Request headers, lower case; `*` is any. */
  readonly headers: readonly string[];
  /** Headers of answers that pages may read, besides those that SDKs need. */
  readonly expose: readonly string[];
  /** Seconds that the answer to a preflight request is good for. */
  readonly maxAge?: string | undefined;
  /** Whether every answer says that it may depend on the origin; the same of all rules of a bucket. */
  readonly vary?: boolean | undefined;
}

/** The one rule that a list of origins is: everything is allowed to them, and every header told, metadata and all. */
export function openTo(origins: readonly string[]): readonly CorsRule[] {
  return origins.length === 0 ? [] : [{ origins, methods: METHODS, headers: ['*'], expose: ['*'] }];
}

/**
 * Headers that let a browser read an answer; none for other origins. Rules may hold `*`: then they are there whether or
 * not the request says where it comes from, because a browser may use an answer that it got for an `<img>`, without
 * `Origin`, for a later request with one. With named origins the answer depends on the origin, and caches have to know.
 */
export function corsHeaders(
  origin: string | undefined,
  rules: readonly CorsRule[],
  method?: string,
): HeaderRecord {
  if (rules.length === 0) return {};
  const isOpen = rules.some(({ origins }) => origins.includes('*'));
  const vary = isOpen && !rules.some((one) => one.vary) ? undefined : 'Origin';
  const rule = rules.find(
    (one) => allows(one, origin) && (method === undefined || one.methods.includes(method)),
  );
  if (rule === undefined) return { Vary: vary };
  const allowed = rule.origins.includes('*') ? '*' : origin;
  return {
    'Access-Control-Allow-Origin': allowed,
    'Access-Control-Allow-Methods': rule.methods.join(', '),
    'Access-Control-Expose-Headers': [EXPOSED, ...rule.expose].join(', '),
    'Timing-Allow-Origin': allowed,
    Vary: vary,
  };
}

/** Answers a preflight request. Throws `BadRequest` without an origin, `AccessForbidden` when it is not allowed. */
export function preflight(headers: Headers, rules: readonly CorsRule[]): Reply {
  const origin = headers.get('origin') ?? undefined;
  if (origin === undefined) throw new OssError('BadRequest', { message: 'The Origin header is missing.' });
  const method = headers.get('access-control-request-method') ?? '';
  const asked = headers.get('access-control-request-headers') ?? '';
  const rule = rules.find(
    (one) => allows(one, origin) && one.methods.includes(method) && allowsHeaders(one, asked),
  );
  if (rule === undefined) {
    throw new OssError('AccessForbidden', {
      message:
        'CORSResponse: This CORS request is not allowed. The origin, the method or a header is not in the rules.',
      headers: { Vary: 'Origin' },
    });
  }
  return emptyReply(200, {
    ...corsHeaders(origin, [rule]),
    'Access-Control-Allow-Headers': asked || undefined,
    'Access-Control-Max-Age': rule.maxAge ?? MAX_AGE,
  });
}

function allows({ origins }: CorsRule, origin: string | undefined): boolean {
  return origins.some((allowed) => allowed === '*' || (origin !== undefined && isLike(origin, allowed)));
}

/** `https://*.example.com`: the star stands for at least one character. */
function isLike(origin: string, pattern: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return origin === pattern;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return origin.length >= pattern.length && origin.startsWith(before) && origin.endsWith(after);
}

function allowsHeaders({ headers }: CorsRule, asked: string): boolean {
  const names = asked
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  return headers.includes('*') || names.every((name) => name === '' || headers.includes(name));
}

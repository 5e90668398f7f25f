/** From an addressed request to its answer: who asks, for which bucket, with what right, and who answers. */
import { corsRulesOf } from '../request/access/cors-rules.ts';
import { inForce } from '../request/access/in-force.ts';
import { checkReferer } from '../request/access/referer.ts';
import { authorise } from '../request/access/permissions.ts';
import type { Candidate } from '../request/address/candidates.ts';
import { checkKey, mayNameBucket } from '../request/address/names.ts';
import type { Addressed } from '../request/address/addressed.ts';
import { authenticate, isOssClient } from '../request/auth/authenticate.ts';
import { describeRegions } from '../handlers/bucket/regions.ts';
import { callBack } from '../handlers/callback/call-back.ts';
import { readCallback } from '../handlers/callback/parameter.ts';
import { makeBucket } from '../handlers/bucket/make-bucket.ts';
import { listBuckets } from '../handlers/bucket/list-buckets.ts';
import type { Call, ServiceCall, Services } from '../request/call.ts';
import {
  invalidBucketName,
  methodNotAllowed,
  noSuchBucket,
  notImplemented,
} from '../protocol/error/errors.ts';
import { heldBytes } from '../protocol/http/body.ts';
import { preflight } from '../protocol/http/cors.ts';
import type { Reply } from '../protocol/http/reply.ts';
import type { Query } from '../protocol/text/query.ts';
import { limited } from './limited.ts';
import { findRoute, isForBucket, routeName } from './route.ts';
import { ROUTES } from './routes.ts';

const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS'];

/** What becomes known of a request on its way to its answer, or to its refusal. */
export interface Course {
  /** The operation of the API, as `routeName` calls it. */
  route: string;
  /** Name of the bucket; undefined for the service itself, and for a caller that may not know it. */
  bucket?: string | undefined;
  /** Id of the key that signed. */
  caller?: string | undefined;
}

/** The order is that of wire reference 4.2: nothing about a bucket or object is said before the caller may know it. */
export async function dispatch(addressed: Addressed, services: Services, course: Course): Promise<Reply> {
  const { request, query, requestId, writtenHost, candidates } = addressed;
  const { method, headers } = request;
  // Browsers ask so, also before they use an address that was signed for another method.
  if (method === 'OPTIONS' && !headers.has('authorization')) {
    return preflight(headers, await corsRulesOf(services, candidates[0].bucket));
  }
  if (!METHODS.includes(method)) throw methodNotAllowed(method, 'SERVICE');
  const signable = { method, headers, query, host: writtenHost };
  const { keys, clock, buckets } = services;
  const mayMake = isCreation({ method, query, buckets });
  const authenticated = authenticate(signable, candidates, keys, clock.now(), mayMake);
  if (method === 'OPTIONS') {
    // What it is told is no secret: a signature that does not hold chooses no reading, and that is all.
    const { candidate } = await authenticated.catch(() => ({ candidate: candidates[0] }));
    return answerPreflight(headers, candidate, services);
  }
  const { candidate, caller } = await authenticated;
  course.caller = caller?.id;
  const call = { request, method, headers, query, host: writtenHost, requestId, caller, services };
  const answered =
    candidate.shape === 'service'
      ? answerService(call, candidates, course)
      : answerFor(call, candidate, course);
  return caller === undefined ? answered : forCallerAlone(await answered, request);
}

/** Programs sign what browsers do not, and then it is known which bucket is meant. */
async function answerPreflight(headers: Headers, { bucket }: Candidate, services: Services): Promise<Reply> {
  if ((await services.buckets.find(bucket)) === undefined) {
    throw mayNameBucket(bucket) ? noSuchBucket(bucket) : invalidBucketName(bucket);
  }
  return preflight(headers, await corsRulesOf(services, bucket));
}

/**
 * What a signed address opens is nobody else's: caches on the way are told so, unless the object says what they may do. Where the
 * signature stands in `Authorization` they know by themselves (RFC 9111 section 3.5), and SDKs look whether a header is
 * there that nobody has stored.
 */
function forCallerAlone(reply: Reply, { method, headers }: Request): Reply {
  if (method !== 'GET' && method !== 'HEAD') return reply;
  if (reply.headers['Cache-Control'] !== undefined || headers.has('authorization')) return reply;
  return { ...reply, headers: { ...reply.headers, 'Cache-Control': 'private' } };
}

/**
 * oss-client signs `/` for a domain's bucket as others do for the service (wire reference 1.2). It has no list of
 * buckets; from others, what cannot be such a list is for the bucket, if there is one.
 */
async function answerService(
  call: ServiceCall,
  candidates: Addressed['candidates'],
  course: Course,
): Promise<Reply> {
  const { method, query, headers, caller } = call;
  const hidden = candidates.find(({ shape }) => shape === 'hidden');
  const isForList = method === 'GET' && (isTagFilter(query) || !isForBucket(ROUTES, query));
  if (caller && hidden && (isOssClient(headers) || !isForList)) return answerFor(call, hidden, course);
  course.route = `${method} service`;
  if (isForList) return query.has('regions') ? describeRegions(call) : listBuckets(call);
  throw methodNotAllowed(method, 'SERVICE');
}

/** A list of buckets may ask for tags by the name of a bucket's own operation. */
function isTagFilter(query: Query): boolean {
  return (query.text('tagging') ?? '') !== '';
}

async function answerFor(
  call: ServiceCall,
  { bucket: name, key }: Candidate,
  course: Course,
): Promise<Reply> {
  const configured = await call.services.buckets.find(name);
  if (configured === undefined) {
    if (key === '' && call.caller && isCreation({ ...call, buckets: call.services.buckets }))
      return withBody(call, () => makeBucket(call, name));
    throw mayNameBucket(name) ? noSuchBucket(name) : invalidBucketName(name);
  }
  const bucket = await inForce(call.services.settings, configured);
  const level = key === '' ? 'bucket' : 'object';
  const route = findRoute(ROUTES, { ...call, level });
  const { needs, handler, method } = route;
  course.route = routeName(route);
  course.bucket = name;
  if (level === 'object') checkKey(key);
  const full: Call = { ...call, bucket, key };
  if (level === 'object') await checkReferer(full);
  if (needs !== 'handler') await authorise(full, needs);
  const callback = method === 'PUT' || method === 'POST' ? readCallback(full) : undefined;
  // An upload that asks for a call must not look as if somebody had been called.
  if (callback && route.callback === undefined) throw notImplemented('x-oss-callback');
  const reply = await withBody(full, () => limited(full, handler));
  if (callback === undefined || route.callback === undefined || route.callback === 'later') return reply;
  return callBack(full, callback, route.callback, reply.headers);
}

/** Answers while the memory that the request's body takes is promised. */
async function withBody({ request, services }: ServiceCall, answer: () => Promise<Reply>): Promise<Reply> {
  const bytes = heldBytes(request);
  if (bytes === 0) return answer();
  const release = await services.memory.hold(bytes);
  try {
    return await answer();
  } finally {
    release();
  }
}

/** Whether a request for a bucket that is not there is about making it; saying who may read it is, as with the vendor. */
function isCreation({
  method,
  query,
  buckets,
}: Pick<ServiceCall, 'method' | 'query'> & Pick<Services, 'buckets'>): boolean {
  if (method !== 'PUT') return false;
  return !isForBucket(ROUTES, query) || (query.has('acl') && buckets.maker !== undefined);
}

/** From an addressed request to its answer: who asks, for which bucket, with what right, and who answers. */
import { corsRulesOf } from '../request/access/cors-rules.ts';
import { inForce } from '../request/access/in-force.ts';
import { checkReferer } from '../request/access/referer.ts';
import { authorise } from '../request/access/permissions.ts';
import type { Candidate } from '../request/address/candidates.ts';
import { checkKey, isBucketName } from '../request/address/names.ts';
import type { Addressed } from '../request/address/addressed.ts';
import { authenticate, isOssClient } from '../request/auth/authenticate.ts';
import { describeRegions } from '../handlers/bucket/regions.ts';
import { makeBucket } from '../handlers/bucket/make-bucket.ts';
import { listBuckets } from '../handlers/bucket/list-buckets.ts';
import type { Call, ServiceCall, Services } from '../request/call.ts';
import {
  invalidBucketName,
  methodNotAllowed,
  noSuchBucket,
  notImplemented,
} from '../protocol/error/errors.ts';
import { neverPublic } from '../protocol/http/cache-control.ts';
import { preflight } from '../protocol/http/cors.ts';
import type { Reply } from '../protocol/http/reply.ts';
import type { Query } from '../protocol/text/query.ts';
import { findRoute, isForBucket, routeName } from './route.ts';
import { ROUTES } from './routes.ts';

const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];

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
  if (method === 'OPTIONS') return preflight(headers, await corsRulesOf(services, candidates[0].bucket));
  if (!METHODS.includes(method)) throw methodNotAllowed(method, 'SERVICE');
  const signable = { method, headers, query, host: writtenHost };
  const { candidate, caller } = await authenticate(signable, candidates, services.keys, services.clock.now());
  course.caller = caller?.id;
  const call = { request, method, headers, query, host: writtenHost, requestId, caller, services };
  const answered =
    candidate.shape === 'service'
      ? answerService(call, candidates, course)
      : answerFor(call, candidate, course);
  return caller === undefined ? answered : forCallerAlone(await answered, method);
}

/** What a signature opened is nobody else's: caches on the way are told so. */
function forCallerAlone(reply: Reply, method: string): Reply {
  if (method !== 'GET' && method !== 'HEAD') return reply;
  const control = neverPublic(reply.headers['Cache-Control']);
  return { ...reply, headers: { ...reply.headers, 'Cache-Control': control } };
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
  const isForList = method === 'GET' && !isForBucket(ROUTES, query);
  if (caller && hidden && (isOssClient(headers) || !isForList)) return answerFor(call, hidden, course);
  course.route = `${method} service`;
  if (isForList) return query.has('regions') ? describeRegions(call) : listBuckets(call);
  throw methodNotAllowed(method, 'SERVICE');
}

async function answerFor(
  call: ServiceCall,
  { bucket: name, key }: Candidate,
  course: Course,
): Promise<Reply> {
  const configured = await call.services.buckets.find(name);
  if (configured === undefined) {
    if (key === '' && isCreation(call)) return makeBucket(call, name);
    throw isBucketName(name) ? noSuchBucket(name) : invalidBucketName(name);
  }
  const bucket = await inForce(call.services.settings, configured);
  const level = key === '' ? 'bucket' : 'object';
  const route = findRoute(ROUTES, { ...call, level });
  const { needs, handler } = route;
  course.route = routeName(route);
  course.bucket = name;
  if (level === 'object') checkKey(key);
  const full: Call = { ...call, bucket, key };
  if (level === 'object') await checkReferer(full);
  checkCallback(call.headers, full.query);
  if (needs !== 'handler') await authorise(full, needs);
  return handler(full);
}

/** Nobody is called back: an upload that asks for it must not look as if somebody had been. */
function checkCallback(headers: Headers, query: Query): void {
  if (headers.has('x-oss-callback')) throw notImplemented('x-oss-callback');
  if (query.has('x-oss-callback')) throw notImplemented('?x-oss-callback');
}

/** Whether a request for a bucket that is not there is about making it. */
function isCreation({ caller, method, query }: ServiceCall): boolean {
  return method === 'PUT' && caller !== undefined && !isForBucket(ROUTES, query);
}

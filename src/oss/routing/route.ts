/** How a request finds its handler: by level, method, sub-resource and, for copies, a header. */
import type { Handler } from '../request/call.ts';
import { methodNotAllowed, notImplemented } from '../protocol/error/errors.ts';
import { OBJECT_LISTING } from '../protocol/http/listing.ts';
import type { Permission } from '../ports.ts';
import type { Query } from '../protocol/text/query.ts';

/** What a request is about: an object, or the bucket itself when the key is empty. */
export type Level = 'bucket' | 'object';

/** One operation of the API. */
export interface Route {
  readonly level: Level;
  readonly method: string;
  /** The query parameter that selects the operation, `uploads`; undefined for the plain one. */
  readonly resource?: string | undefined;
  /** A header that must be there as well, lower case. */
  readonly header?: string | undefined;
  /**
   * What the caller's key must allow; without a key the ACL of the object decides, and nothing else is open. `handler`
   * leaves it to the handler, which then sees anonymous calls too: reads, whose answer depends on the object, and
   * signed forms.
   */
  readonly needs: Permission | 'handler';
  readonly handler: Handler;
  /**
   * The name of an upload after which a callback may be asked for; `later` for what begins one that is completed by another
   * request, which then asks once more.
   */
  readonly callback?: 'PutObject' | 'CompleteMultipartUpload' | 'later' | undefined;
}

/** What of a request chooses its route. */
export interface Routed {
  readonly level: Level;
  readonly method: string;
  readonly query: Query;
  readonly headers: Headers;
}

/** Sub-resources that OSS has and this service has not, or not with every method. */
const NOT_OFFERED = new Set(
  `accessPoint accessPointConfigForObjectProcess accessPointForObjectProcess accessPointPolicy
  accessPointPolicyForObjectProcess accessmonitor acl append asyncFetch bucketArchiveDirectRead cleanRestoredObject cloudboxes
  cname comp cors dataPipeline dirDelete encryption httpsConfig inventory legalHold lifecycle link live logging metaQuery
  MetaQuery objectWorm overwriteConfig policy policyStatus publicAccessBlock qos qosInfo redundancyTransition referer rename
  replication replicationLocation replicationProgress requestPayment requesterQosInfo resourceGroup resourcePool
  resourcePoolBuckets resourcePoolInfo restore retention rtc seal stat status symlink tagging transferAcceleration udf udfApplication
  udfApplicationLog udfImage udfImageDesc userDefinedLogFieldsConfig versioning versions vip vod vpcip website worm
  wormExtend x-oss-async-process x-oss-write-get-object-response`.split(/\s+/),
);

/**
 * The route of a request. An operation that is not offered gets a route too, whose handler says so, so that rights come
 * first. Throws `MethodNotAllowed`.
 */
export function findRoute(routes: readonly Route[], asked: Routed): Route {
  const { level, method, query, headers } = asked;
  const here = routes.filter((route) => route.level === level && fits(route.header, headers));
  const offered = here.filter(({ resource }) => resource !== undefined && query.has(resource));
  const found = offered.find((route) => route.method === method);
  if (found) return found;
  const missing = query.parameters.find(({ name }) => NOT_OFFERED.has(name));
  if (missing) return refusal(asked, missing.name);
  // On other methods than its own `x-oss-process` is no operation but a part of the request.
  const wrong = offered.some(({ resource }) => resource !== 'x-oss-process');
  const plain = here.find((route) => route.resource === undefined && route.method === method);
  if (wrong || plain === undefined) throw methodNotAllowed(method, level.toUpperCase());
  return plain;
}

/** How a route is called where requests are counted: `PUT object?uploadId`. */
export function routeName({ level, method, resource }: Pick<Route, 'level' | 'method' | 'resource'>): string {
  return `${method} ${level}${resource === undefined ? '' : `?${resource}`}`;
}

/** Whether a query can only be meant for a bucket: it names an operation on one, or lists its objects. */
export function isForBucket(routes: readonly Route[], query: Query): boolean {
  const resources = routes.filter(({ level }) => level === 'bucket').map(({ resource }) => resource);
  return query.parameters.some(
    ({ name }) => resources.includes(name) || NOT_OFFERED.has(name) || OBJECT_LISTING.includes(name),
  );
}

function fits(header: string | undefined, headers: Headers): boolean {
  return header === undefined || headers.has(header);
}

function refusal({ level, method }: Routed, resource: string): Route {
  return {
    level,
    method,
    resource,
    needs: method === 'GET' || method === 'HEAD' ? 'read' : 'write',
    handler: async () => {
      throw notImplemented(`${method} ?${resource}`);
    },
  };
}

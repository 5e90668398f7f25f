/** A request whose host, path and query have been read, before anybody knows who sent it. */
import { isSigned } from '../auth/read-query.ts';
import { type Addressing, type Candidate, candidates, namesIn, readHost, readPath } from './candidates.ts';
import { isBucketName } from './names.ts';
import { type Query, readQuery } from '../../protocol/text/query.ts';

/** A request and all it may mean. */
export interface Addressed {
  readonly request: Request;
  readonly requestId: string;
  readonly query: Query;
  /** Lower case, without port. */
  readonly host: string;
  /** As the request wrote it, for signatures that cover it. */
  readonly writtenHost: string;
  /** All readings, the likeliest first. */
  readonly candidates: readonly [Candidate, ...Candidate[]];
}

/** The `Host` header, or the URL's host where the platform keeps no such header. */
export function writtenHost(request: Request): string {
  return request.headers.get('host') ?? new URL(request.url).host;
}

/** Tells of a bucket that is not configured whether it is there; with `recent`, whether it was a moment ago will do. */
export type Exists = (name: string, recent: boolean) => Promise<boolean>;

/** Throws `InvalidArgument` or `InvalidObjectName` for a host, query or path that cannot be read. */
export async function address(
  request: Request,
  requestId: string,
  addressing: Addressing,
  exists: Exists,
): Promise<Addressed> {
  const { pathname, search } = new URL(request.url);
  const written = writtenHost(request);
  const host = readHost(written);
  const query = readQuery(search);
  const path = readPath(pathname);
  const signed = isSigned(request.headers, query);
  const made = new Set<string>();
  for (const name of namesIn(host, path, addressing, signed || isSignedElsewhere(request)))
    if (!addressing.isBucket(name) && isBucketName(name) && (await exists(name, !signed))) made.add(name);
  const isBucket = (name: string) => addressing.isBucket(name) || made.has(name);
  const [first, ...others] = candidates(host, path, { ...addressing, isBucket });
  if (first === undefined) throw new Error('A path without a reading.');
  return { request, requestId, query, host, writtenHost: written, candidates: [first, ...others] };
}

/** Whether the signature is in the body, as that of a form, or on the request that this one asks a browser's leave for. */
function isSignedElsewhere({ method, headers }: Request): boolean {
  if (method === 'POST') return /^multipart\/form-data\b/i.test(headers.get('content-type') ?? '');
  return (
    method === 'OPTIONS' && /\bauthorization\b/i.test(headers.get('access-control-request-headers') ?? '')
  );
}

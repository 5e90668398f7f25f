/** A request whose host, path and query have been read, before anybody knows who sent it. */
import { type Addressing, type Candidate, candidates, readHost, readPath } from './candidates.ts';
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

/** Throws `InvalidArgument` or `InvalidObjectName` for a host, query or path that cannot be read. */
export function address(request: Request, requestId: string, addressing: Addressing): Addressed {
  const { pathname, search } = new URL(request.url);
  const written = writtenHost(request);
  const host = readHost(written);
  const query = readQuery(search);
  const [first, ...others] = candidates(host, readPath(pathname), addressing);
  if (first === undefined) throw new Error('A path without a reading.');
  return { request, requestId, query, host, writtenHost: written, candidates: [first, ...others] };
}

/** Conditional requests: RFC 9110 section 13.2.2, with ETags as SDKs send them (quoted or bare, any case, weak). */
import { preconditionFailed } from '../error/errors.ts';
import { readHttpDate } from './dates.ts';

/** What conditions are checked against. */
export interface Validators {
  readonly etag: string;
  readonly modified: Date;
  /** An object may show another ETag than the store's; both name it. */
  readonly attributes?: { readonly etag?: string | undefined };
}

/** Names of the four condition headers; a copy source uses them with a prefix. */
const IF_MATCH = 'if-match';
const IF_NONE_MATCH = 'if-none-match';
const IF_MODIFIED = 'if-modified-since';
const IF_UNMODIFIED = 'if-unmodified-since';

/**
 * Checks the conditions in the order of the RFC. True when the caller's copy is still good: answer 304.
 * Throws `PreconditionFailed` naming the header.
 */
export function isUnchanged(headers: Headers, current: Validators, prefix = ''): boolean {
  const header = (name: string) => headers.get(prefix + name) ?? undefined;
  const match = header(IF_MATCH);
  if (match !== undefined) {
    if (!names(match, current)) throw preconditionFailed('If-Match');
  } else if (isAfter(current.modified, header(IF_UNMODIFIED)) === true) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  const noneMatch = header(IF_NONE_MATCH);
  if (noneMatch !== undefined) return names(noneMatch, current);
  return isAfter(current.modified, header(IF_MODIFIED)) === false;
}

/**
 * The same for a picture made of an object, whose ETag it shows, when `newest` is the date of the newest of all that the
 * picture is made of. Where that is not the object the ETag cannot tell of a change, and the date has to hold as well:
 * browsers and caches send both. A caller that knows no date gets the picture.
 */
export function isPictureUnchanged(headers: Headers, original: Validators, newest: Date): boolean {
  const unchanged = isUnchanged(headers, { ...original, modified: newest });
  if (!unchanged || newest <= original.modified || headers.get(IF_NONE_MATCH) === null) return unchanged;
  return isAfter(newest, headers.get(IF_MODIFIED) ?? undefined) === false;
}

/** Whether a list of ETags, or `*`, names an object. */
export function names(list: string, { etag, attributes }: Validators): boolean {
  return matches(list, etag) || matches(list, attributes?.etag ?? etag);
}

/** Whether a list of ETags, or `*`, names this one. Weak comparison: an edge may have marked ours weak. */
export function matches(list: string, etag: string): boolean {
  if (list.trim() === '*') return true;
  return list.split(',').some((item) => bareEtag(item) === bareEtag(etag));
}

/** `W/"AbC"` as `abc`. */
export function bareEtag(etag: string): string {
  return etag
    .trim()
    .replace(/^W\//, '')
    .replace(/^"(.*)"$/, '$1')
    .toLowerCase();
}

/** Compares whole seconds, which is all a header can carry. Undefined without a valid date. */
function isAfter(modified: Date, header: string | undefined): boolean | undefined {
  const since = header === undefined ? undefined : readHttpDate(header);
  return since === undefined ? undefined : Math.floor(modified.getTime() / 1000) * 1000 > since;
}

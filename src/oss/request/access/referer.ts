/** Hotlink protection: from which pages a bucket's objects may be shown. */
import { OssError } from '../../protocol/error/oss-error.ts';
import type { Call } from '../call.ts';

/** What `?referer` says. */
export interface RefererRules {
  /** Whether requests that do not say where they come from are let through. */
  readonly allowEmpty: boolean;
  /** Whether a referer is compared without its query. */
  readonly truncate: boolean;
  /** Whether its path is left out as well. */
  readonly truncatePath?: boolean | undefined;
  /** Pages that may; empty is all. `*` stands for any text, `?` for one character. */
  readonly allowed: readonly string[];
  /** Pages that may not, whatever the list above says. */
  readonly denied: readonly string[];
}

/** What holds where nobody has written rules. */
export const NO_RULES: RefererRules = { allowEmpty: true, truncate: true, allowed: [], denied: [] };

/**
 * Throws `AccessDenied` for a read from a page that may not show the bucket. Requests with a signature in their headers
 * come from programs; links, signed or not, are what pages embed.
 */
export async function checkReferer({ method, headers, bucket, services }: Call): Promise<void> {
  if (headers.has('authorization') || (method !== 'GET' && method !== 'HEAD')) return;
  const record = await services.settings.get(bucket.settings.name, 'referer');
  if (record === undefined || allowsReferer(readReferer(record), headers.get('referer') ?? '')) return;
  throw new OssError('AccessDenied', {
    message: 'You are denied by bucket referer policy.',
    ec: '0003-00000503',
    headers: { Vary: 'Referer' },
  });
}

/** Whether rules let a referer through. */
export function allowsReferer(
  { allowEmpty, truncate, truncatePath = false, allowed, denied }: RefererRules,
  given: string,
): boolean {
  const page = truncate ? given.replace(/[?#].*$/s, '') : given;
  const referer = truncate && truncatePath ? page.replace(/^([^/]*:\/\/)?([^/]*).*$/s, '$1$2') : page;
  if (denied.some((pattern) => matches(pattern, referer))) return false;
  if (allowed.length === 0) return true;
  return referer === '' ? allowEmpty : allowed.some((pattern) => matches(pattern, referer));
}

const ANY_TEXT = Symbol('*');
const ANY_CHARACTER = Symbol('?');
type Part = string | typeof ANY_TEXT | typeof ANY_CHARACTER;

/** What may follow a page's pattern: the end of a host is an end. */
const ENDS: readonly (readonly Part[])[] = [
  [],
  ...['/', ':', '?', '#'].map((end): Part[] => [end, ANY_TEXT]),
];
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//;

/**
 * A pattern names a page and everything below it. Without a scheme it stands for any. The end of a host is an end:
 * `http://shop.example` is not `http://shop.example.evil.example`.
 */
function matches(pattern: string, referer: string): boolean {
  const page = referer.toLowerCase();
  const pages = pattern.includes('://') ? [page] : [page, page.replace(SCHEME, '')];
  const ends: typeof ENDS = pattern.endsWith('/') ? [[ANY_TEXT]] : ENDS;
  const parts = pattern.toLowerCase().split('').map(partOf);
  return ends.some((end) => pages.some((one) => isLike([...parts, ...end], one)));
}

function partOf(character: string): Part {
  return character === '*' ? ANY_TEXT : character === '?' ? ANY_CHARACTER : character;
}

/**
 * Whether all of a text is as the parts say. Only the last `*` is ever given more text, as nothing before it could be matched
 * better: no text takes longer than its length times the pattern's.
 */
function isLike(parts: readonly Part[], text: string): boolean {
  let [at, part] = [0, 0];
  let last: { part: number; at: number } | undefined;
  while (at < text.length) {
    if (parts[part] === ANY_TEXT) last = { part: part++, at };
    else if (parts[part] === ANY_CHARACTER || parts[part] === text[at]) [at, part] = [at + 1, part + 1];
    else if (last) [at, part] = [++last.at, last.part + 1];
    else return false;
  }
  return parts.slice(part).every((left) => left === ANY_TEXT);
}

/** Rules as they are kept. */
export function readReferer(record: Readonly<Record<string, string>>): RefererRules {
  return JSON.parse(record['rules'] ?? '{}') as RefererRules;
}

/** The inverse of `readReferer`. */
export function writeReferer(rules: RefererRules): Record<string, string> {
  return { rules: JSON.stringify(rules) };
}

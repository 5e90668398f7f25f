/** Tags of objects: which there may be, and how a header writes them. */
import { OssError } from '../../protocol/error/oss-error.ts';
import { decodeForm } from '../../protocol/text/percent.ts';

/** Names and values. */
export type Tags = Readonly<Record<string, string>>;

/** How many tags there may be, and of what. */
export interface TagLimits {
  readonly most: number;
  readonly pattern: RegExp;
}

/** Letters, digits, blanks and `+ - = . _ : /` of any script, as the vendor writes it. */
export const OF_OBJECTS: TagLimits = { most: 10, pattern: /^[\p{L}\p{N} +\-=._:/]+$/u };
/** Buckets take any character that shows. */
export const OF_BUCKETS: TagLimits = { most: 20, pattern: /^\P{Cc}+$/u };
const [MAX_NAME, MAX_VALUE] = [128, 256];

/** The tags of `x-oss-tagging: a=1&b=2`; undefined without the header. Throws `InvalidTag`. */
export function readTagHeader(headers: Headers): Tags | undefined {
  const text = headers.get('x-oss-tagging');
  if (text === null) return undefined;
  const pairs = text.split('&').filter((pair) => pair !== '');
  return checkTags(pairs.map((pair) => splitPair(pair)));
}

/** A record of distinct tags within the limits. Throws `InvalidTag`. */
export function checkTags(
  pairs: readonly (readonly [name: string, value: string])[],
  { most, pattern } = OF_OBJECTS,
): Tags {
  const names = new Set(pairs.map(([name]) => name));
  const fit = pairs.every(
    ([name, value]) => isTag(name, MAX_NAME, pattern) && (value === '' || isTag(value, MAX_VALUE, pattern)),
  );
  if (pairs.length > most || names.size < pairs.length || !fit) throw new OssError('InvalidTag');
  return Object.fromEntries(pairs);
}

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf('=');
  const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
  const [decodedName, decodedValue] = [decodeForm(name), decodeForm(value)];
  if (decodedName === undefined || decodedValue === undefined) throw new OssError('InvalidTag');
  return [decodedName, decodedValue];
}

function isTag(text: string, most: number, pattern: RegExp): boolean {
  return text.length <= most && pattern.test(text);
}

/** What all listings have in common: parameters, counts, and how they write keys. */
import { invalidArgument } from '../error/errors.ts';
import { encodeStrict } from '../text/percent.ts';
import type { Query } from '../text/query.ts';

/** Parameters of object listings that bucket listings have not. */
export const OBJECT_LISTING: readonly string[] = [
  'list-type',
  'delimiter',
  'encoding-type',
  'start-after',
  'continuation-token',
  'fetch-owner',
];
/** Those that bucket listings have too. */
const ANY_LISTING: readonly string[] = ['prefix', 'marker', 'max-keys'];

/** Whether a query asks for a list of objects. What else stands in it, such as a campaign's name, asks for nothing. */
export function isListing({ parameters }: Query): boolean {
  return parameters.some(({ name }) => OBJECT_LISTING.includes(name) || ANY_LISTING.includes(name));
}

/** A whole number from the query, or `otherwise` without one. Throws `InvalidArgument` outside `least` to `most`. */
export function readCount(
  query: Query,
  name: string,
  otherwise: number,
  least: number,
  most: number,
): number {
  const text = query.text(name);
  if (text === undefined) return otherwise;
  const count = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (count < least || count > most) throw invalidArgument(name, text);
  return count;
}

/** How keys are written: percent-encoded where the caller asked for it, which the answer then says. */
export function encoder(query: Query): {
  readonly encoding: string | undefined;
  encode(text: string): string;
} {
  const encoding = query.text('encoding-type');
  if (encoding === undefined) return { encoding, encode: (text) => text };
  if (encoding !== 'url') throw invalidArgument('encoding-type', encoding);
  return { encoding, encode: encodeStrict };
}

/** Orders keys by code points, as their bytes in UTF-8 do and UTF-16 units do not. */
export function compareKeys(one: string, other: string): number {
  const [left, right] = [Array.from(one), Array.from(other)];
  const at = left.findIndex((character, i) => character !== right[i]);
  if (at < 0) return left.length - right.length;
  return (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? -1);
}

/** Style names in paths: `photo.jpg!thumb` (operations reference, section 7). */
import type { Delimiter } from '../../ports.ts';
import { isStyleName } from '../styles/names.ts';

/** A key cut into the picture's own key and the name of a style. */
export interface StyledKey {
  readonly key: string;
  readonly style: string;
  /** Whether a style of that name comes before an object with the whole key: after an exclamation mark it does. */
  readonly certain: boolean;
}

/**
 * Cuts at the last exclamation mark, which nothing else is written with, or else at the last other delimiter. Undefined
 * when none of them is followed by a style's name. `@!` is the vendor's older spelling of `!`.
 */
export function readStyledKey(key: string, delimiters: readonly Delimiter[]): StyledKey | undefined {
  const marked = delimiters.includes('!') ? cut(key, key.lastIndexOf('!')) : undefined;
  if (marked) return { ...marked, key: marked.key.replace(/@$/, ''), certain: true };
  const others = delimiters.filter((delimiter) => delimiter !== '!');
  const last = Math.max(-1, ...others.map((delimiter) => key.lastIndexOf(delimiter)));
  const styled = cut(key, last);
  return styled && { ...styled, certain: false };
}

function cut(key: string, at: number): { key: string; style: string } | undefined {
  const style = key.slice(at + 1);
  return at > 0 && isStyleName(style) ? { key: key.slice(0, at), style } : undefined;
}

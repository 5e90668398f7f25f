/** Pair kerning of the `kern` table, format 0 (OpenType 1.9 and Apple's headers alike). */
import { firstIndex } from '../bytes/search.ts';
import type { Table } from '../bytes/table.ts';

/** Font units added between two glyphs of a line; mostly negative. */
export type Kerning = (left: number, right: number) => number;

/** The kerning of a font without any. */
export const NO_KERNING: Kerning = () => 0;

const MAX_SUBTABLES = 16;
const PAIR = 6;

/** Reads the horizontal pairs. Subtables of other formats are left out. */
export function readKern(kern: Table): Kerning {
  const apple = kern.u16(0) !== 0;
  const count = Math.min(apple ? kern.u32(4) : kern.u16(2), MAX_SUBTABLES);
  const pairs: Kerning[] = [];
  let at = apple ? 8 : 4;
  for (let index = 0; index < count && at + 16 <= kern.length; index++) {
    const length = apple ? kern.u32(at) : kern.u16(at + 2);
    const coverage = kern.u16(at + 4);
    // OpenType: format above, horizontal bit set. Apple: format below, none of vertical, cross-stream, variation.
    const usable = apple ? (coverage & 0xe0ff) === 0 : (coverage & 0xff07) === 1;
    if (usable) pairs.push(pairList(kern, at + (apple ? 8 : 6)));
    at += Math.max(length, 8);
  }
  return (left, right) => pairs.reduce((sum, pair) => sum + pair(left, right), 0);
}

/** Pairs sorted by left and right glyph; the count is cut to what fits the table. */
function pairList(kern: Table, start: number): Kerning {
  const pairs = start + 8;
  const count = Math.min(kern.u16(start), Math.floor((kern.length - pairs) / PAIR));
  return (left, right) => {
    const key = left * 65_536 + right;
    const pair = pairs + PAIR * firstIndex(count, (index) => kern.u32(pairs + index * PAIR) >= key);
    return pair < pairs + PAIR * count && kern.u32(pair) === key ? kern.i16(pair + 4) : 0;
  };
}

/**
 * The pixels that are looked at together: all of a picture, or as many rows of it as fit. ARGB numbers that transforms change in
 * place, and beside them what was found for each: first the longest match, then the symbols in their order. Both are
 * length << 20 | distance; a symbol of length 0 is a literal, or a colour of the cache where the rest is its place plus 1.
 */
import { allocate } from '../../memory';
import { bump, CACHE, countCopy, countLiteral, distanceCode } from './symbols';

/** Most pixels, and how many rows there are a multiple of: no tile of a transform is higher. */
const MOST_PIXELS: u32 = 3 << 20;
const ROWS: u32 = 32;

/** Length of a match in a number. */
export const LENGTH_SHIFT: u32 = 20;
export const DISTANCE_MASK: u32 = (1 << LENGTH_SHIFT) - 1;

@unmanaged
class Slab {
  /** Size of the picture. */
  width: u32;
  height: u32;
  /** Rows that fit, where the first of them is in the picture, and how many are there. */
  most: u32;
  top: u32;
  rows: u32;
  /** Pixels in a row once indices share them. */
  coded: u32;
  pixels: usize;
  found: usize;
  /** The last row of the slab before, untouched. */
  above: usize;
  /** How many symbols there are. */
  symbols: u32;
}

export const slab = changetype<Slab>(memory.data(offsetof<Slab>(), 16));

export function openSlab(width: u32, height: u32): void {
  const fit = max(ROWS, (MOST_PIXELS / width) & ~(ROWS - 1));
  slab.width = slab.coded = width;
  slab.height = height;
  slab.most = min(fit, height);
  slab.top = 0;
  slab.rows = 0;
  slab.symbols = 0;
  const bytes = <usize>slab.most * width << 2;
  // A row above the pixels: predictions look there.
  slab.above = allocate((<usize>width << 3) + bytes);
  slab.pixels = slab.above + (<usize>width << 2);
  slab.found = allocate(bytes);
}

/** True when all of the picture is in the slab. */
export function isWhole(): bool {
  return slab.most == slab.height;
}

/** Coded pixels in the slab. */
export function slabCount(): u32 {
  return slab.coded * slab.rows;
}

/** Where the next row of RGBA goes. */
export function rowPlace(): usize {
  return slab.pixels + (<usize>(slab.rows * slab.width) << 2);
}

/** Turns rows of RGBA into ARGB numbers; colours that nobody sees become black. */
export function takeRows(rows: u32): void {
  const end = rowPlace() + (<usize>(rows * slab.width) << 2);
  for (let at = rowPlace(); at < end; at += 16) {
    const pixels = v128.load(at);
    const turned = v128.shuffle<u8>(pixels, pixels, 2, 1, 0, 3, 6, 5, 4, 7, 10, 9, 8, 11, 14, 13, 12, 15);
    const seen = i32x4.ne(i32x4.shr_u(turned, 24), i32x4.splat(0));
    v128.store(at, v128.and(turned, seen));
  }
  slab.rows += rows;
}

/** Makes room for the next rows. */
export function nextSlab(): void {
  slab.top += slab.rows;
  slab.rows = 0;
  slab.symbols = 0;
}

/** Counts a symbol that begins at a pixel. */
// @ts-ignore: decorator
@inline
export function countSymbol(to: usize, symbol: u32, position: u32): void {
  const length = symbol >> LENGTH_SHIFT, rest = symbol & DISTANCE_MASK;
  if (length > 0) countCopy(to, length, distanceCode(rest, slab.coded));
  else if (rest > 0) bump(to, CACHE + rest - 1);
  else countLiteral(to, load<u32>(slab.pixels + (<usize>position << 2)));
}

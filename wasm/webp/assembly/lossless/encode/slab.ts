/**
 * The pixels that are looked at together: all of a picture, or as many rows of it as fit. ARGB numbers that transforms change in
 * place, and beside them what was found for each: first the best match, then the symbols in their order. Both are
 * length << 20 | distance; a symbol of length 0 is a literal, or a colour of the cache where the rest is its place plus 1.
 */
import { allocate } from '../../../../shared/memory';
import { turnPixels } from './argb';
import { indexRows, isIndexed } from './palette';
import { bump, CACHE, countCopy, countLiteral, distanceCode } from './symbols';

/**
 * Rows that are looked at together at least, and a multiple of: tiles of pictures that have several slabs are as high or
 * higher.
 */
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
  /** Numbers in a row: pixels, or indices of which several may share one. */
  coded: u32;
  pixels: usize;
  found: usize;
  /** The last row of the slab before, untouched. */
  above: usize;
  /** How many symbols there are. */
  symbols: u32;
}

export const slab = changetype<Slab>(memory.data(offsetof<Slab>(), 16));

/** Of a picture of this size, with `coded` numbers in a row, at most so many of them together. */
export function openSlab(width: u32, height: u32, coded: u32, together: u32): void {
  const fit = max(ROWS, (together / coded) & ~(ROWS - 1));
  slab.width = width;
  slab.coded = coded;
  slab.height = height;
  slab.most = min(fit, height);
  slab.top = 0;
  slab.rows = 0;
  slab.symbols = 0;
  const bytes = (<usize>slab.most * coded) << 2;
  // A row above the pixels: predictions look there. One behind them, for the last row before indices are made of it.
  slab.above = allocate(((<usize>width) << 3) + bytes);
  slab.pixels = slab.above + ((<usize>width) << 2);
  slab.found = allocate(bytes);
}

/** True when all of the picture is looked at together. */
export function isWhole(): bool {
  return slab.most == slab.height;
}

/** Rows of RGBA that can be put in their place. */
export function rowRoom(): u32 {
  const left = slab.most - slab.rows;
  return min(left, (left * slab.coded) / slab.width + 1);
}

/** Numbers in the slab. */
export function slabCount(): u32 {
  return slab.coded * slab.rows;
}

/** Where a row of the slab begins. */
// @ts-ignore: decorator
@inline
export function rowAt(row: u32): usize {
  return slab.pixels + ((<usize>(row * slab.coded)) << 2);
}

/** Where the next row of RGBA goes. */
export function rowPlace(): usize {
  return rowAt(slab.rows);
}

/** Takes rows of RGBA that were put in their place. */
export function takeRows(rows: u32): void {
  turnPixels(rowPlace(), rows * slab.width);
  if (isIndexed()) indexRows(rowPlace(), slab.width, rows);
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
  const length = symbol >> LENGTH_SHIFT,
    rest = symbol & DISTANCE_MASK;
  if (length > 0) countCopy(to, length, distanceCode(rest, slab.coded));
  else if (rest > 0) bump(to, CACHE + rest - 1);
  else countLiteral(to, load<u32>(slab.pixels + ((<usize>position) << 2)));
}

/**
 * Filters a row (PNG, section 9) with the filter whose result has the least sum of absolute values, bytes taken as signed:
 * the heuristic of section 12.7. Rows have `MARGIN` zero bytes before their first pixel and 16 readable ones behind the last.
 */
import { halfSum, sumFours, sumLanes } from '../../../shared/vectors';
import { MARGIN } from '../unfilter';

export { MARGIN };

const enum Filter {
  None,
  Sub,
  Up,
  Average,
  Paeth,
}

/** In haste one in so many sixteens of bytes is looked at. */
const SAMPLED: usize = 8;

/**
 * Writes the filter's type and the filtered row of `bytes` bytes; `bpp` is the bytes of a pixel. In haste the filter is
 * chosen by samples of the row.
 */
export function filterRow(
  row: usize,
  above: usize,
  bytes: usize,
  bpp: usize,
  to: usize,
  inHaste: bool,
): void {
  const filter = chooseFilter(row, above, bytes, bpp, inHaste ? 16 * SAMPLED : 16);
  store<u8>(to, <u8>filter);
  to++;
  if (filter == Filter.None) {
    memory.copy(to, row, bytes);
  } else if (filter == Filter.Sub) {
    for (let i: usize = 0; i < bytes; i += 16)
      v128.store(to + i, i8x16.sub(v128.load(row + i), v128.load(row + i - bpp)));
  } else if (filter == Filter.Up) {
    for (let i: usize = 0; i < bytes; i += 16)
      v128.store(to + i, i8x16.sub(v128.load(row + i), v128.load(above + i)));
  } else if (filter == Filter.Average) {
    for (let i: usize = 0; i < bytes; i += 16) {
      v128.store(
        to + i,
        i8x16.sub(v128.load(row + i), halfSum(v128.load(row + i - bpp), v128.load(above + i))),
      );
    }
  } else {
    for (let i: usize = 0; i < bytes; i += 16) {
      const guess = nearest(v128.load(row + i - bpp), v128.load(above + i), v128.load(above + i - bpp));
      v128.store(to + i, i8x16.sub(v128.load(row + i), guess));
    }
  }
}

function chooseFilter(row: usize, above: usize, bytes: usize, bpp: usize, step: usize): Filter {
  let none = i32x4.splat(0);
  let sub = none;
  let up = none;
  let average = none;
  let paeth = none;
  for (let i: usize = 0; i < bytes; i += step) {
    // What lies beyond the row must not count.
    const inside = bytes - i < 16 ? firstBytes(<u32>(bytes - i)) : i8x16.splat(-1);
    const value = v128.load(row + i);
    const left = v128.load(row + i - bpp);
    const top = v128.load(above + i);
    const corner = v128.load(above + i - bpp);
    none = addSizes(none, value, inside);
    sub = addSizes(sub, i8x16.sub(value, left), inside);
    up = addSizes(up, i8x16.sub(value, top), inside);
    average = addSizes(average, i8x16.sub(value, halfSum(left, top)), inside);
    paeth = addSizes(paeth, i8x16.sub(value, nearest(left, top, corner)), inside);
  }
  let best = Filter.None;
  let least = sumLanes(none);
  if (sumLanes(sub) < least) {
    best = Filter.Sub;
    least = sumLanes(sub);
  }
  if (sumLanes(up) < least) {
    best = Filter.Up;
    least = sumLanes(up);
  }
  if (sumLanes(average) < least) {
    best = Filter.Average;
    least = sumLanes(average);
  }
  return sumLanes(paeth) < least ? Filter.Paeth : best;
}

/** A mask of the first `count` bytes. */
// @ts-ignore: decorator
@inline
function firstBytes(count: u32): v128 {
  return i8x16.lt_u(i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), i8x16.splat(<i8>count));
}

// @ts-ignore: decorator
@inline
function addSizes(sum: v128, values: v128, inside: v128): v128 {
  const sizes = v128.and(i8x16.abs(values), inside);
  return i32x4.add(sum, sumFours(sizes));
}

/** How far bytes lie apart. */
// @ts-ignore: decorator
@inline
function apart(a: v128, b: v128): v128 {
  return v128.or(i8x16.sub_sat_u(a, b), i8x16.sub_sat_u(b, a));
}

/**
 * Paeth's guess in bytes. The corner is the nearest only when it lies between the other two, and then its distance is the
 * difference of theirs; else its distance is their sum, and it loses.
 */
// @ts-ignore: decorator
@inline
function nearest(left: v128, up: v128, corner: v128): v128 {
  const farLeft = apart(up, corner);
  const farUp = apart(left, corner);
  const between = v128.xor(i8x16.ge_u(left, corner), i8x16.ge_u(up, corner));
  const farCorner = v128.or(apart(farLeft, farUp), v128.not(between));
  const leastOther = i8x16.min_u(farUp, farCorner);
  const other = v128.bitselect(up, corner, i8x16.le_u(farUp, farCorner));
  return v128.bitselect(left, other, i8x16.le_u(farLeft, leastOther));
}

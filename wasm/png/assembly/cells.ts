/**
 * Rows of opaque 8-bit RGB averaged over cells while they come, for a picture that is scaled down to a quarter or less: what
 * the resampler would do first, done before the samples are spread to RGBA and handed on. The last column and row of cells
 * may have fewer pixels. Sums are 16 bits, so a cell has at most 256 rows.
 */
import { allocate } from '../../shared/memory';

let wide: u32 = 0;
let high: u32 = 0;
let cell: u32 = 0;
/** Rows that have come, and those of them in the row of cells under way. */
let y: u32 = 0;
let rows: u32 = 0;
/** Sums of the columns, red, green and blue. */
let sums: usize = 0;

/** Begins a region of this size, to be averaged over cells of `side` × `side` pixels. */
export function startCells(width: u32, height: u32, side: u32): void {
  wide = width;
  high = height;
  cell = side;
  y = 0;
  rows = 0;
  sums = allocate(<usize>width * 3 * 2);
  clearSums();
}

function clearSums(): void {
  memory.fill(sums, 0, wide * 3 * 2 + 32);
}

/** Adds a row of RGB; true when it was the last one of its row of cells. */
export function addCellRow(row: usize): bool {
  for (let i: usize = 0; i < <usize>wide * 3; i += 16) {
    const bytes = v128.load(row + i);
    const at = sums + (i << 1);
    v128.store(at, i16x8.add(v128.load(at), i16x8.extend_low_i8x16_u(bytes)));
    v128.store(at, i16x8.add(v128.load(at, 16), i16x8.extend_high_i8x16_u(bytes)), 16);
  }
  rows++;
  y++;
  return rows == cell || y == high;
}

/** Writes the row of cells as RGBA and begins the next. */
export function takeCells(to: usize): void {
  let scale = reciprocal(cell);
  for (let column: u32 = 0; column < wide; to += 4) {
    const end = min(column + cell, wide);
    if (end - column < cell) scale = reciprocal(end - column);
    let sum = i32x4.splat(0);
    for (; column < end; column++) {
      sum = i32x4.add(sum, i32x4.extend_low_i16x8_u(v128.load64_zero(sums + <usize>column * 6)));
    }
    const mean = f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(sum), scale), f32x4.splat(0.5));
    const lanes = i32x4.trunc_sat_f32x4_s(mean);
    const words = i16x8.narrow_i32x4_s(lanes, lanes);
    store<u32>(to, i32x4.extract_lane(i8x16.narrow_i16x8_u(words, words), 0) | 0xff000000);
  }
  rows = 0;
  clearSums();
}

/** What a sum over this many columns of the rows that came is multiplied by. */
// @ts-ignore: decorator
@inline
function reciprocal(columns: u32): v128 {
  return f32x4.splat(<f32>1 / <f32>(columns * rows));
}

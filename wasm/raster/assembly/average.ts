/**
 * Resampling, step 2a: sums become cells, signed 16-bit samples of 64 units a level.
 *
 * Cells lie in pairs, channel by channel: r0 r1 g0 g1 b0 b1 a0 a1. That is the order `i32x4.dot_i16x8_s` wants
 * for two taps of four channels at once, so `scaleAcross` needs no shuffles.
 */
import { lightOf } from '../../shared/light';

/** An opaque row whose cells are single pixels: no sum is needed. `bytes` of it, padded to a multiple of 16. */
export function widenOpaque(row: usize, cells: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const pixels = v128.load(row + i);
    const pairs = v128.shuffle<u8>(pixels, pixels, 0, 4, 1, 5, 2, 6, 3, 7, 8, 12, 9, 13, 10, 14, 11, 15);
    const at = cells + (i << 1);
    v128.store(at, i16x8.shl(i16x8.extend_low_i8x16_u(pairs), 6));
    v128.store(at, i16x8.shl(i16x8.extend_high_i8x16_u(pairs), 6), 16);
  }
}

/** The same in linear light: `bytes` of the row, padded to a multiple of 8. */
export function widenLight(row: usize, cells: usize, bytes: usize, lights: usize): void {
  for (let i: usize = 0; i < bytes; i += 8) {
    // Samples are positive 16-bit numbers in 32-bit lanes: the odd pixel fits beside the even one.
    const odd = i32x4.shl(lightOf(row + i + 4, lights), 16);
    v128.store(cells + (i << 1), v128.or(lightOf(row + i, lights), odd));
  }
}

// @ts-ignore: decorator
@inline
function toSample(sum: v128, scale: f32): v128 {
  const scaled = f32x4.mul(f32x4.convert_i32x4_s(sum), f32x4.splat(scale));
  return i32x4.trunc_sat_f32x4_s(f32x4.add(scaled, f32x4.splat(0.5)));
}

// @ts-ignore: decorator
@inline
function storePair(cells: usize, pair: usize, even: v128, odd: v128): void {
  const both = i16x8.narrow_i32x4_s(even, odd);
  v128.store(cells + (pair << 4), v128.shuffle<u16>(both, both, 0, 4, 1, 5, 2, 6, 3, 7));
}

/** Sum of columns `from` to `to`, of 32-bit sums when `wide` and of 16-bit ones otherwise. */
// @ts-ignore: decorator
@inline
function sumColumns(sums: usize, from: i32, to: i32, wide: bool): v128 {
  let total = i32x4.splat(0);
  for (let i = <usize>from; i < <usize>to; i++) {
    const column = wide
      ? v128.load(sums + (i << 4))
      : i32x4.extend_low_i16x8_u(v128.load64_zero(sums + (i << 3)));
    total = i32x4.add(total, column);
  }
  return total;
}

// @ts-ignore: decorator
@inline
function average(
  sums: usize,
  cells: usize,
  columns: i32,
  cell: i32,
  scale: f32,
  lastScale: f32,
  wide: bool,
): void {
  let even = i32x4.splat(0);
  for (let from = 0, index: usize = 0; from < columns; from += cell, index++) {
    const to = min(from + cell, columns);
    const sample = toSample(sumColumns(sums, from, to, wide), to == columns ? lastScale : scale);
    if (index & 1) storePair(cells, index >> 1, even, sample);
    else if (to == columns) storePair(cells, index >> 1, sample, sample);
    even = sample;
  }
}

/**
 * Averages 16-bit sums of `columns` columns over `cell` columns each. `scale` turns a cell's sum into a sample and
 * `lastScale` that of the last cell, which may have fewer columns.
 */
export function averageOpaque(
  sums: usize,
  cells: usize,
  columns: i32,
  cell: i32,
  scale: f32,
  lastScale: f32,
): void {
  average(sums, cells, columns, cell, scale, lastScale, false);
}

/** The same for 32-bit sums. */
export function averageAlpha(
  sums: usize,
  cells: usize,
  columns: i32,
  cell: i32,
  scale: f32,
  lastScale: f32,
): void {
  average(sums, cells, columns, cell, scale, lastScale, true);
}

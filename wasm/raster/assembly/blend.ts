/** Resampling, step 3: each output row is the weighted sum of rows, turned back into bytes. */
import { storeBytes, WHITE } from '../../shared/light';

// @ts-ignore: decorator
@inline
function toLevels(samples: v128): v128 {
  return i32x4.shr_s(i32x4.add(samples, i32x4.splat(32)), 6);
}

/** Samples of colour divided by alpha, in units of which `one` is all. */
// @ts-ignore: decorator
@inline
function divided(samples: v128, alpha: v128, one: f32): v128 {
  const scaled = f32x4.mul(f32x4.convert_i32x4_s(samples), f32x4.splat(one));
  const ratio = f32x4.div(scaled, f32x4.convert_i32x4_s(alpha));
  return i32x4.trunc_sat_f32x4_s(f32x4.add(ratio, f32x4.splat(0.5)));
}

// @ts-ignore: decorator
@inline
function alphaOf(samples: v128): v128 {
  return v128.shuffle<i32>(samples, samples, 3, 3, 3, 3);
}

/** Colour divided by alpha, and alpha's level; nothing where the level is 0. */
// @ts-ignore: decorator
@inline
function straighten(samples: v128): v128 {
  const alpha = alphaOf(samples);
  const level = toLevels(alpha);
  const pixel = v128.shuffle<i32>(divided(samples, alpha, 255), level, 0, 1, 2, 7);
  return v128.and(pixel, i32x4.gt_s(level, i32x4.splat(0)));
}

/** The same of samples of light, stored. */
// @ts-ignore: decorator
@inline
function storeStraight(to: usize, samples: v128, bytes: usize): void {
  const alpha = alphaOf(samples);
  const level = i32x4.extract_lane(toLevels(alpha), 0);
  if (level <= 0) {
    store<u32>(to, 0);
    return;
  }
  storeBytes(to, divided(samples, alpha, <f32>WHITE), bytes);
  store<u8>(to, <u8>min(level, 255), 3);
}

/** Stores two pixels; of light where there is a table of its `bytes`. */
// @ts-ignore: decorator
@inline
function storeTwo(to: usize, low: v128, high: v128, opaque: bool, bytes: usize): void {
  if (bytes == 0) {
    const words = opaque
      ? i16x8.narrow_i32x4_s(toLevels(low), toLevels(high))
      : i16x8.narrow_i32x4_s(straighten(low), straighten(high));
    v128.store64_lane(to, i8x16.narrow_i16x8_u(words, words), 0);
  } else if (opaque) {
    storeBytes(to, low, bytes);
    storeBytes(to + 4, high, bytes);
  } else {
    storeStraight(to, low, bytes);
    storeStraight(to + 4, high, bytes);
  }
}

/** Sums of two rows, each times its weight: of the first of two pixels, */
// @ts-ignore: decorator
@inline
function lowOf(a: v128, b: v128, pair: v128): v128 {
  return i32x4.dot_i16x8_s(v128.shuffle<u16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11), pair);
}

/** and of the second one. */
// @ts-ignore: decorator
@inline
function highOf(a: v128, b: v128, pair: v128): v128 {
  return i32x4.dot_i16x8_s(v128.shuffle<u16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15), pair);
}

/** `blendRows` of four rows, as enlarging takes them: addresses and weights are read once. */
// @ts-ignore: decorator
@inline
function blendFour(target: usize, all: usize, rows: usize, weights: usize, opaque: bool, bytes: usize): void {
  const first = load<usize>(rows);
  const second = load<usize>(rows, 4);
  const third = load<usize>(rows, 8);
  const fourth = load<usize>(rows, 12);
  const near = v128.load32_splat(weights);
  const far = v128.load32_splat(weights, 4);
  const half = i32x4.splat(1 << 13);
  for (let at: usize = 0; at < all; at += 16, target += 8) {
    const a = v128.load(first + at);
    const b = v128.load(second + at);
    const c = v128.load(third + at);
    const d = v128.load(fourth + at);
    const low = i32x4.add(half, i32x4.add(lowOf(a, b, near), lowOf(c, d, far)));
    const high = i32x4.add(half, i32x4.add(highOf(a, b, near), highOf(c, d, far)));
    storeTwo(target, i32x4.shr_s(low, 14), i32x4.shr_s(high, 14), opaque, bytes);
  }
}

/**
 * Weighted sum of `count` pixels of the rows whose addresses lie at `rows`, two pixels a round: rows and target are
 * padded to that.
 */
// @ts-ignore: decorator
@inline
function blendRows(
  target: usize,
  count: i32,
  rows: usize,
  taps: i32,
  weights: usize,
  opaque: bool,
  bytes: usize,
): void {
  const all = (<usize>count) << 3;
  if (taps == 4) return blendFour(target, all, rows, weights, opaque, bytes);
  for (let at: usize = 0; at < all; at += 16, target += 8) {
    let low = i32x4.splat(1 << 13);
    let high = low;
    for (let tap: usize = 0; tap < (<usize>taps) << 2; tap += 8) {
      const a = v128.load(load<usize>(rows + tap) + at);
      const b = v128.load(load<usize>(rows + tap, 4) + at);
      const pair = v128.load32_splat(weights + (tap >> 1));
      low = i32x4.add(low, lowOf(a, b, pair));
      high = i32x4.add(high, highOf(a, b, pair));
    }
    storeTwo(target, i32x4.shr_s(low, 14), i32x4.shr_s(high, 14), opaque, bytes);
  }
}

/** One row of an opaque picture. */
export function blendOpaque(target: usize, count: i32, rows: usize, taps: i32, weights: usize): void {
  blendRows(target, count, rows, taps, weights, true, 0);
}

/** One row of a picture with transparency. */
export function blendAlpha(target: usize, count: i32, rows: usize, taps: i32, weights: usize): void {
  blendRows(target, count, rows, taps, weights, false, 0);
}

/** The same of samples of light; `bytes` has the byte of each. */
export function blendLight(
  target: usize,
  count: i32,
  rows: usize,
  taps: i32,
  weights: usize,
  bytes: usize,
): void {
  blendRows(target, count, rows, taps, weights, true, bytes);
}

/** The same with transparency. */
export function blendLightAlpha(
  target: usize,
  count: i32,
  rows: usize,
  taps: i32,
  weights: usize,
  bytes: usize,
): void {
  blendRows(target, count, rows, taps, weights, false, bytes);
}

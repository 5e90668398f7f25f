/** Resampling, step 3: each output row is the weighted sum of rows, turned back into bytes. */

// @ts-ignore: decorator
@inline
function toLevels(samples: v128): v128 {
  return i32x4.shr_s(i32x4.add(samples, i32x4.splat(32)), 6);
}

/** Colour divided by alpha, and alpha's level; nothing where the level is 0. */
// @ts-ignore: decorator
@inline
function straighten(samples: v128): v128 {
  const alpha = v128.shuffle<i32>(samples, samples, 3, 3, 3, 3);
  const level = toLevels(alpha);
  const scaled = f32x4.mul(f32x4.convert_i32x4_s(samples), f32x4.splat(255));
  const ratio = f32x4.div(scaled, f32x4.convert_i32x4_s(alpha));
  const colour = i32x4.trunc_sat_f32x4_s(f32x4.add(ratio, f32x4.splat(0.5)));
  const pixel = v128.shuffle<i32>(colour, level, 0, 1, 2, 7);
  return v128.and(pixel, i32x4.gt_s(level, i32x4.splat(0)));
}

/**
 * Weighted sum of `count` pixels of the rows whose addresses lie at `rows`, two pixels a round: rows and target are
 * padded to that.
 */
// @ts-ignore: decorator
@inline
function blendRows(target: usize, count: i32, rows: usize, taps: i32, weights: usize, opaque: bool): void {
  for (let at: usize = 0; at < <usize>count << 3; at += 16, target += 8) {
    let low = i32x4.splat(1 << 13);
    let high = low;
    for (let tap: usize = 0; tap < <usize>taps << 2; tap += 8) {
      const a = v128.load(load<usize>(rows + tap) + at);
      const b = v128.load(load<usize>(rows + tap, 4) + at);
      const pair = v128.load32_splat(weights + (tap >> 1));
      low = i32x4.add(low, i32x4.dot_i16x8_s(v128.shuffle<u16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11), pair));
      high = i32x4.add(high, i32x4.dot_i16x8_s(v128.shuffle<u16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15), pair));
    }
    low = i32x4.shr_s(low, 14);
    high = i32x4.shr_s(high, 14);
    const words = opaque
      ? i16x8.narrow_i32x4_s(toLevels(low), toLevels(high))
      : i16x8.narrow_i32x4_s(straighten(low), straighten(high));
    v128.store64_lane(target, i8x16.narrow_i16x8_u(words, words), 0);
  }
}

/** One row of an opaque picture. */
export function blendOpaque(target: usize, count: i32, rows: usize, taps: i32, weights: usize): void {
  blendRows(target, count, rows, taps, weights, true);
}

/** One row of a picture with transparency. */
export function blendAlpha(target: usize, count: i32, rows: usize, taps: i32, weights: usize): void {
  blendRows(target, count, rows, taps, weights, false);
}

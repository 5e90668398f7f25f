/**
 * YUV to RGBA in the fixed-point arithmetic that decoders of this format share: products keep their upper bits, sums have
 * 6 bits of fraction. It is BT.601 with luma from 16 to 235 (RFC 6386, section 9.2).
 */

/** Converts `width` pixels, sixteen at a time: up to fifteen more are written. */
export function rgbaRow(y: usize, u: usize, v: usize, to: usize, width: usize): void {
  for (let x: usize = 0; x < width; x += 16) {
    const ys = v128.load(y + x),
      us = v128.load(u + x),
      vs = v128.load(v + x);
    const zero = i64x2.splat(0);
    // Each sample in the upper byte of 16 bits.
    const yLow = v128.shuffle<u8>(zero, ys, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const yHigh = v128.shuffle<u8>(zero, ys, 0, 24, 1, 25, 2, 26, 3, 27, 4, 28, 5, 29, 6, 30, 7, 31);
    const uLow = v128.shuffle<u8>(zero, us, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const uHigh = v128.shuffle<u8>(zero, us, 0, 24, 1, 25, 2, 26, 3, 27, 4, 28, 5, 29, 6, 30, 7, 31);
    const vLow = v128.shuffle<u8>(zero, vs, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const vHigh = v128.shuffle<u8>(zero, vs, 0, 24, 1, 25, 2, 26, 3, 27, 4, 28, 5, 29, 6, 30, 7, 31);
    const lightLow = upper(yLow, 19077),
      lightHigh = upper(yHigh, 19077);
    const r = i8x16.narrow_i16x8_u(red(lightLow, vLow), red(lightHigh, vHigh));
    const g = i8x16.narrow_i16x8_u(green(lightLow, uLow, vLow), green(lightHigh, uHigh, vHigh));
    const b = i8x16.narrow_i16x8_u(blue(lightLow, uLow), blue(lightHigh, uHigh));
    putPixels(to + (x << 2), r, g, b);
  }
}

/** The upper halves of products of unsigned 16-bit numbers. */
// @ts-ignore: decorator
@inline
function upper(a: v128, factor: u16): v128 {
  const factors = i16x8.splat(<i16>factor);
  return v128.shuffle<i16>(
    i32x4.extmul_low_i16x8_u(a, factors),
    i32x4.extmul_high_i16x8_u(a, factors),
    1,
    3,
    5,
    7,
    9,
    11,
    13,
    15,
  );
}

// @ts-ignore: decorator
@inline
function red(light: v128, v: v128): v128 {
  return i16x8.shr_s(i16x8.sub(i16x8.add(light, upper(v, 26149)), i16x8.splat(14234)), 6);
}
// @ts-ignore: decorator
@inline
function green(light: v128, u: v128, v: v128): v128 {
  const less = i16x8.add(upper(u, 6419), upper(v, 13320));
  return i16x8.shr_s(i16x8.add(i16x8.sub(light, less), i16x8.splat(8708)), 6);
}
/** Sums go beyond 15 bits. */
// @ts-ignore: decorator
@inline
function blue(light: v128, u: v128): v128 {
  return i16x8.shr_u(i16x8.sub_sat_u(i16x8.add(light, upper(u, 33050)), i16x8.splat(17685)), 6);
}

// @ts-ignore: decorator
@inline
function putPixels(to: usize, r: v128, g: v128, b: v128): void {
  const a = i8x16.splat(-1);
  const rgLow = v128.shuffle<u8>(r, g, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const rgHigh = v128.shuffle<u8>(r, g, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  const baLow = v128.shuffle<u8>(b, a, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const baHigh = v128.shuffle<u8>(b, a, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  v128.store(to, v128.shuffle<i16>(rgLow, baLow, 0, 8, 1, 9, 2, 10, 3, 11));
  v128.store(to, v128.shuffle<i16>(rgLow, baLow, 4, 12, 5, 13, 6, 14, 7, 15), 16);
  v128.store(to, v128.shuffle<i16>(rgHigh, baHigh, 0, 8, 1, 9, 2, 10, 3, 11), 32);
  v128.store(to, v128.shuffle<i16>(rgHigh, baHigh, 4, 12, 5, 13, 6, 14, 7, 15), 48);
}

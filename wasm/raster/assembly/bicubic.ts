/**
 * Bicubic interpolation along a line through a picture, the twin of `src/core/image/kernels/bicubic.ts`: integers as there
 * where the picture is opaque, else sums that double precision holds exactly. Weights are four numbers for each of
 * 256 places between two pixels, with the sum 1024: all of them in 16 bits, and then in 32.
 */
import { alphaFactors, storeRounded, upperLanes } from '../../shared/vectors';

/** Bytes of the weights in 16 bits. */
const NARROW_BYTES: usize = 256 * 8;

/** A row's four pixels weighted, one channel a lane. */
// @ts-ignore: decorator
@inline
function acrossOpaque(row: usize, outer: v128, inner: v128): v128 {
  const pixels = v128.load(row);
  const left = i8x16.swizzle(pixels, i8x16(0, -1, 4, -1, 1, -1, 5, -1, 2, -1, 6, -1, 3, -1, 7, -1));
  const right = i8x16.swizzle(pixels, i8x16(8, -1, 12, -1, 9, -1, 13, -1, 10, -1, 14, -1, 11, -1, 15, -1));
  return i32x4.add(i32x4.dot_i16x8_s(left, outer), i32x4.dot_i16x8_s(right, inner));
}

/** A row's part of the sum; `below` has its weight in 32 bits. */
// @ts-ignore: decorator
@inline
function rowOpaque(row: usize, outer: v128, inner: v128, below: usize): v128 {
  return i32x4.mul(acrossOpaque(row, outer, inner), v128.load32_splat(below));
}

// @ts-ignore: decorator
@inline
function pixelOpaque(start: usize, stride: usize, outer: v128, inner: v128, below: usize, to: usize): void {
  const first = rowOpaque(start, outer, inner, below);
  const second = rowOpaque(start + stride, outer, inner, below + 4);
  const third = rowOpaque(start + 2 * stride, outer, inner, below + 8);
  const fourth = rowOpaque(start + 3 * stride, outer, inner, below + 12);
  const half = i32x4.splat(1 << 19);
  const sum = i32x4.add(i32x4.add(i32x4.add(first, second), i32x4.add(third, fourth)), half);
  const levels = i32x4.shr_s(sum, 20);
  const words = i16x8.narrow_i32x4_s(levels, levels);
  v128.store32_lane(to, i8x16.narrow_i16x8_u(words, words), 0);
}

/**
 * A row's four pixels weighted, colours times alpha and 255 times alpha. Products take 16 bits: what they are over 32,768
 * is weighted, and 32,768 times the sum of the weights added.
 */
// @ts-ignore: decorator
@inline
function acrossAlpha(row: usize, outer: v128, inner: v128): v128 {
  const pixels = v128.load(row);
  const factors = alphaFactors(pixels);
  const middle = i16x8.splat(-0x8000);
  const left = v128.xor(i16x8.extmul_low_i8x16_u(pixels, factors), middle);
  const right = v128.xor(i16x8.extmul_high_i8x16_u(pixels, factors), middle);
  const leftPairs = v128.shuffle<u16>(left, left, 0, 4, 1, 5, 2, 6, 3, 7);
  const rightPairs = v128.shuffle<u16>(right, right, 0, 4, 1, 5, 2, 6, 3, 7);
  const sum = i32x4.add(i32x4.dot_i16x8_s(leftPairs, outer), i32x4.dot_i16x8_s(rightPairs, inner));
  return i32x4.add(sum, i32x4.splat(0x8000 << 10));
}

/** Each colour counts as much as it is seen. */
// @ts-ignore: decorator
@inline
function pixelAlpha(start: usize, stride: usize, outer: v128, inner: v128, below: usize, to: usize): void {
  let redGreen = f64x2.splat(0);
  let blueAlpha = redGreen;
  for (let row: usize = 0; row < 4; row++) {
    const part = acrossAlpha(start + row * stride, outer, inner);
    const weight = f64x2.splat(<f64>load<i32>(below + (row << 2)));
    redGreen = f64x2.add(redGreen, f64x2.mul(f64x2.convert_low_i32x4_s(part), weight));
    blueAlpha = f64x2.add(blueAlpha, f64x2.mul(f64x2.convert_low_i32x4_s(upperLanes(part)), weight));
  }
  const seen = f64x2.extract_lane(blueAlpha, 1) / 255;
  const scale = seen > 0 ? 1 / seen : 0;
  const blue = f64x2.extract_lane(blueAlpha, 0) * scale;
  storeRounded(to, f64x2.mul(redGreen, f64x2.splat(scale)), f64x2(blue, seen / 1048576.0));
}

// @ts-ignore: decorator
@inline
function sampleLine(
  origin: usize,
  stride: usize,
  weights: usize,
  to: usize,
  first: i32,
  end: i32,
  u: f64,
  v: f64,
  du: f64,
  dv: f64,
  opaque: bool,
): void {
  const across = <i64>du;
  const down = <i64>dv;
  let x = <i64>u + <i64>first * across;
  let y = <i64>v + <i64>first * down;
  // Sixteen pixels are weighed, from the one above and left of the place.
  const corner = origin - stride - 4;
  for (const after = to + ((<usize>(end - first)) << 2); to < after; to += 4) {
    const start = corner + <usize>(<i32>(y >> 32)) * stride + ((<usize>(<i32>(x >> 32))) << 2);
    const horizontal = weights + ((((<usize>x) >> 24) & 255) << 3);
    const below = weights + NARROW_BYTES + ((((<usize>y) >> 24) & 255) << 4);
    const outer = v128.load32_splat(horizontal);
    const inner = v128.load32_splat(horizontal, 4);
    if (opaque) pixelOpaque(start, stride, outer, inner, below, to);
    else pixelAlpha(start, stride, outer, inner, below, to);
    x += across;
    y += down;
  }
}

/**
 * Writes the pixels `first` to before `end` of a line through an opaque picture to `to`: pixel `x` shows the place (`u`, `v`) +
 * `x` × (`du`, `dv`), whole numbers in steps of 2⁻³² pixel. `origin` is the address of the picture's first pixel, whether or
 * not that one is held.
 */
export function sampleOpaque(
  origin: usize,
  stride: usize,
  weights: usize,
  to: usize,
  first: i32,
  end: i32,
  u: f64,
  v: f64,
  du: f64,
  dv: f64,
): void {
  sampleLine(origin, stride, weights, to, first, end, u, v, du, dv, true);
}

/** The same for a picture with transparency. */
export function sampleAlpha(
  origin: usize,
  stride: usize,
  weights: usize,
  to: usize,
  first: i32,
  end: i32,
  u: f64,
  v: f64,
  du: f64,
  dv: f64,
): void {
  sampleLine(origin, stride, weights, to, first, end, u, v, du, dv, false);
}

/**
 * Bicubic interpolation along a line through a picture, the twin of `src/core/image/kernels/bicubic.ts`: integers as there
 * where the picture is opaque, else sums that double precision holds exactly. Weights are four 16-bit integers for each of
 * 256 places between two pixels, with the sum 1024.
 */
import { alphaFactors, storeRounded, upperLanes, wholeLanes } from '../../shared/vectors';

/** A point's place in steps of 1/256 pixel, x in lane 0 and y in lane 2. */
// @ts-ignore: decorator
@inline
function placeOf(from: v128, step: v128, x: i32): v128 {
  const point = f64x2.sub(f64x2.add(from, f64x2.mul(f64x2.splat(<f64>x), step)), f64x2.splat(0.5));
  const places = f64x2.floor(f64x2.add(f64x2.mul(point, f64x2.splat(256)), f64x2.splat(0.5)));
  return wholeLanes(places);
}

/** Address of the first of the sixteen pixels around a place. */
// @ts-ignore: decorator
@inline
function startOf(origin: usize, stride: i32, place: v128): usize {
  const column = (i32x4.extract_lane(place, 0) >> 8) - 1;
  const row = (i32x4.extract_lane(place, 2) >> 8) - 1;
  return origin + row * stride + (column << 2);
}

/** Address of the weights for a place on one axis. */
// @ts-ignore: decorator
@inline
function weightsAt(weights: usize, place: i32): usize {
  return weights + ((place & 255) << 3);
}

/** A row's four pixels weighted, one channel a lane. */
// @ts-ignore: decorator
@inline
function acrossOpaque(row: usize, outer: v128, inner: v128): v128 {
  const pixels = v128.load(row);
  const left = i8x16.swizzle(pixels, i8x16(0, -1, 4, -1, 1, -1, 5, -1, 2, -1, 6, -1, 3, -1, 7, -1));
  const right = i8x16.swizzle(pixels, i8x16(8, -1, 12, -1, 9, -1, 13, -1, 10, -1, 14, -1, 11, -1, 15, -1));
  return i32x4.add(i32x4.dot_i16x8_s(left, outer), i32x4.dot_i16x8_s(right, inner));
}

// @ts-ignore: decorator
@inline
function pixelOpaque(start: usize, stride: i32, outer: v128, inner: v128, below: usize, to: usize): void {
  let sum = i32x4.splat(1 << 19);
  for (let row = 0; row < 4; row++) {
    const part = acrossOpaque(start + row * stride, outer, inner);
    sum = i32x4.add(sum, i32x4.mul(part, i32x4.splat(<i32>load<i16>(below + (row << 1)))));
  }
  sum = i32x4.shr_s(sum, 20);
  const words = i16x8.narrow_i32x4_s(sum, sum);
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
function pixelAlpha(start: usize, stride: i32, outer: v128, inner: v128, below: usize, to: usize): void {
  let redGreen = f64x2.splat(0);
  let blueAlpha = redGreen;
  for (let row = 0; row < 4; row++) {
    const part = acrossAlpha(start + row * stride, outer, inner);
    const weight = f64x2.splat(<f64>load<i16>(below + (row << 1)));
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
  stride: i32,
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
  const from = f64x2(u, v);
  const step = f64x2(du, dv);
  for (let x = first; x < end; x++, to += 4) {
    const place = placeOf(from, step, x);
    const start = startOf(origin, stride, place);
    const across = weightsAt(weights, i32x4.extract_lane(place, 0));
    const below = weightsAt(weights, i32x4.extract_lane(place, 2));
    const outer = v128.load32_splat(across);
    const inner = v128.load32_splat(across, 4);
    if (opaque) pixelOpaque(start, stride, outer, inner, below, to);
    else pixelAlpha(start, stride, outer, inner, below, to);
  }
}

/**
 * Writes the pixels `first` to before `end` of a line through an opaque picture to `to`: pixel `x` shows the point (`u`, `v`) +
 * `x` × (`du`, `dv`). `origin` is the address of the picture's first pixel, whether or not that one is held.
 */
export function sampleOpaque(
  origin: usize,
  stride: i32,
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
  stride: i32,
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

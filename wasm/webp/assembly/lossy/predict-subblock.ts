/** Prediction of luma subblocks (RFC 6386, section 12.3). */
import {
  DC,
  HORIZONTAL,
  HORIZONTAL_DOWN,
  LEFT_DOWN,
  RIGHT_DOWN,
  TRUE_MOTION,
  VERTICAL,
  VERTICAL_LEFT,
  VERTICAL_RIGHT,
} from './macroblock';
import { STRIDE } from './work';

/** Predicts the 4 × 4 pixels at a place from the edge around them. */
export function predictSubblock(at: usize, mode: i32): void {
  putSubblock(at, mode == TRUE_MOTION ? trueMotion(at) : foretold(edgeOf(at), mode));
}

/** Puts four rows of four pixels into the work area. */
// @ts-ignore: decorator
@inline
export function putSubblock(at: usize, pixels: v128): void {
  v128.store32_lane(at, pixels, 0);
  v128.store32_lane(at + STRIDE, pixels, 1);
  v128.store32_lane(at + 2 * STRIDE, pixels, 2);
  v128.store32_lane(at + 3 * STRIDE, pixels, 3);
}

/**
 * The edge of a subblock, read from the lower left over the corner to the upper right: the lowest pixel twice, the other
 * three to the left, the corner at lane 5, eight above, the last of them three times.
 */
// @ts-ignore: decorator
@inline
export function edgeOf(at: usize): v128 {
  const above = v128.load64_zero(at - STRIDE);
  const left =
    (<u64>load<u8>(at - 1 + 3 * STRIDE)) |
    ((<u64>load<u8>(at - 1 + 2 * STRIDE)) << 8) |
    ((<u64>load<u8>(at - 1 + STRIDE)) << 16) |
    ((<u64>load<u8>(at - 1)) << 24) |
    ((<u64>load<u8>(at - 1 - STRIDE)) << 32);
  return v128.shuffle<u8>(i64x2.splat(left), above, 0, 0, 1, 2, 3, 4, 16, 17, 18, 19, 20, 21, 22, 23, 23, 23);
}

/** Four rows of four pixels by a mode other than TRUE_MOTION: runs of the edge, smoothed over two or three pixels. */
// @ts-ignore: decorator
@inline
export function foretold(edge: v128, mode: i32): v128 {
  if (mode == DC) return flat(edge);
  const s = smooth(edge);
  if (mode == VERTICAL) return vertical(s);
  if (mode == HORIZONTAL) return horizontal(s);
  if (mode == LEFT_DOWN) return leftDown(s);
  if (mode == RIGHT_DOWN) return rightDown(s);
  const p = pairs(edge);
  if (mode == VERTICAL_RIGHT) return verticalRight(p, s);
  if (mode == VERTICAL_LEFT) return verticalLeft(p, s);
  if (mode == HORIZONTAL_DOWN) return horizontalDown(p, s);
  return horizontalUp(p, s);
}

/** Lane i becomes (edge i + 2 · edge i+1 + edge i+2 + 2) >> 2. */
// @ts-ignore: decorator
@inline
export function smooth(edge: v128): v128 {
  const one = v128.shuffle<u8>(edge, edge, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15);
  const two = v128.shuffle<u8>(edge, edge, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15, 15);
  // The mean of the outer two rounded down, and then of that and the inner one rounded up, is the same.
  const outer = i8x16.sub(i8x16.avgr_u(edge, two), v128.and(v128.xor(edge, two), i8x16.splat(1)));
  return i8x16.avgr_u(outer, one);
}

/** Lane i becomes (edge i + edge i+1 + 1) >> 1. */
// @ts-ignore: decorator
@inline
export function pairs(edge: v128): v128 {
  return i8x16.avgr_u(
    edge,
    v128.shuffle<u8>(edge, edge, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15),
  );
}

// @ts-ignore: decorator
@inline
export function flat(edge: v128): v128 {
  const eight = v128.shuffle<u8>(
    edge,
    i64x2.splat(0),
    1,
    2,
    3,
    4,
    6,
    7,
    8,
    9,
    16,
    16,
    16,
    16,
    16,
    16,
    16,
    16,
  );
  const fours = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(eight));
  return i8x16.splat(<i8>((i32x4.extract_lane(fours, 0) + i32x4.extract_lane(fours, 1) + 4) >> 3));
}

/** Each pixel is that above it and that to the left of it, less the corner. */
// @ts-ignore: decorator
@inline
export function trueMotion(at: usize): v128 {
  const rise = i16x8.sub(
    i16x8.extend_low_i8x16_u(v128.load32_splat(at - STRIDE)),
    i16x8.splat(load<u8>(at - STRIDE - 1)),
  );
  return i8x16.narrow_i16x8_u(
    i16x8.add(rise, twoRows(at - 1)),
    i16x8.add(rise, twoRows(at - 1 + 2 * STRIDE)),
  );
}

// @ts-ignore: decorator
@inline
function twoRows(left: usize): v128 {
  return v128.shuffle<i64>(i16x8.splat(load<u8>(left)), i16x8.splat(load<u8>(left + STRIDE)), 0, 2);
}

// @ts-ignore: decorator
@inline
export function vertical(s: v128): v128 {
  return v128.shuffle<u8>(s, s, 5, 6, 7, 8, 5, 6, 7, 8, 5, 6, 7, 8, 5, 6, 7, 8);
}

// @ts-ignore: decorator
@inline
export function horizontal(s: v128): v128 {
  return v128.shuffle<u8>(s, s, 3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0);
}

// @ts-ignore: decorator
@inline
export function leftDown(s: v128): v128 {
  return v128.shuffle<u8>(s, s, 6, 7, 8, 9, 7, 8, 9, 10, 8, 9, 10, 11, 9, 10, 11, 12);
}

// @ts-ignore: decorator
@inline
export function rightDown(s: v128): v128 {
  return v128.shuffle<u8>(s, s, 4, 5, 6, 7, 3, 4, 5, 6, 2, 3, 4, 5, 1, 2, 3, 4);
}

// @ts-ignore: decorator
@inline
export function verticalRight(p: v128, s: v128): v128 {
  return v128.shuffle<u8>(p, s, 5, 6, 7, 8, 20, 21, 22, 23, 19, 5, 6, 7, 18, 20, 21, 22);
}

// @ts-ignore: decorator
@inline
export function verticalLeft(p: v128, s: v128): v128 {
  return v128.shuffle<u8>(p, s, 6, 7, 8, 9, 22, 23, 24, 25, 7, 8, 9, 26, 23, 24, 25, 27);
}

// @ts-ignore: decorator
@inline
export function horizontalDown(p: v128, s: v128): v128 {
  return v128.shuffle<u8>(p, s, 4, 20, 21, 22, 3, 19, 4, 20, 2, 18, 3, 19, 1, 17, 2, 18);
}

// @ts-ignore: decorator
@inline
export function horizontalUp(p: v128, s: v128): v128 {
  return v128.shuffle<u8>(p, s, 3, 18, 2, 17, 2, 17, 1, 16, 1, 16, 0, 0, 0, 0, 0, 0);
}

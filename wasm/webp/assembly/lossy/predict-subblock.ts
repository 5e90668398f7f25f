/** Prediction of luma subblocks (RFC 6386, section 12.3). */
import {
  DC, HORIZONTAL, HORIZONTAL_DOWN, HORIZONTAL_UP, LEFT_DOWN, RIGHT_DOWN, TRUE_MOTION, VERTICAL, VERTICAL_LEFT,
  VERTICAL_RIGHT,
} from './macroblock';
import { STRIDE } from './work';

/**
 * Predicts 4 × 4 pixels from the edge around them. Read from the lower left over the corner to the upper right it has 13 pixels,
 * `edge` 0 to 12; directional modes smooth it and copy runs of it.
 */
export function predictSubblock(at: usize, mode: i32): void {
  if (mode == DC) return flat(at);
  if (mode == TRUE_MOTION) return trueMotion(at);
  const edge = edgeOf(at);
  if (mode == VERTICAL) {
    const row = word(smooth(edge), 4);
    return rows(at, row, row, row, row);
  }
  if (mode == HORIZONTAL) return horizontal(at, edge);
  if (mode == LEFT_DOWN) return leftDown(at, edge);
  if (mode == RIGHT_DOWN) {
    const s = smooth(edge);
    return rows(at, word(s, 3), word(s, 2), word(s, 1), word(s, 0));
  }
  if (mode == VERTICAL_RIGHT) return verticalRight(at, edge);
  if (mode == VERTICAL_LEFT) return verticalLeft(at, edge);
  if (mode == HORIZONTAL_DOWN) return horizontalDown(at, edge);
  return horizontalUp(at, edge);
}

/** The pixels to the left from the lowest up, the corner, and eight above. */
// @ts-ignore: decorator
@inline
function edgeOf(at: usize): v128 {
  const above = v128.load64_zero(at - STRIDE);
  const left =
    <u64>load<u8>(at - 1 + 3 * STRIDE) | (<u64>load<u8>(at - 1 + 2 * STRIDE) << 8) |
    (<u64>load<u8>(at - 1 + STRIDE) << 16) | (<u64>load<u8>(at - 1) << 24) | (<u64>load<u8>(at - 1 - STRIDE) << 32);
  return v128.shuffle<u8>(i64x2.splat(left), above, 0, 1, 2, 3, 4, 16, 17, 18, 19, 20, 21, 22, 23, 23, 23, 23);
}

/** Lane i becomes (edge i + 2 · edge i+1 + edge i+2 + 2) >> 2. */
// @ts-ignore: decorator
@inline
function smooth(edge: v128): v128 {
  const one = v128.shuffle<u8>(edge, edge, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15);
  const two = v128.shuffle<u8>(edge, edge, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15, 15);
  // The mean of the outer two rounded down, and then of that and the inner one rounded up, is the same.
  const outer = i8x16.sub(i8x16.avgr_u(edge, two), v128.and(v128.xor(edge, two), i8x16.splat(1)));
  return i8x16.avgr_u(outer, one);
}

/** Lane i becomes (edge i + edge i+1 + 1) >> 1. */
// @ts-ignore: decorator
@inline
function pairs(edge: v128): v128 {
  return i8x16.avgr_u(edge, v128.shuffle<u8>(edge, edge, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15));
}

/** Four lanes from `first` on. */
// @ts-ignore: decorator
@inline
function word(v: v128, first: i32): u32 {
  const low = <u64>i64x2.extract_lane(v, 0), high = <u64>i64x2.extract_lane(v, 1);
  if (first == 0) return <u32>low;
  if (first <= 4) return <u32>(low >> (8 * first));
  return <u32>((low >> (8 * first)) | (high << (64 - 8 * first)));
}

// @ts-ignore: decorator
@inline
function rows(at: usize, a: u32, b: u32, c: u32, d: u32): void {
  store<u32>(at, a);
  store<u32>(at + STRIDE, b);
  store<u32>(at + 2 * STRIDE, c);
  store<u32>(at + 3 * STRIDE, d);
}

function flat(at: usize): void {
  let sum: u32 = 4;
  for (let i: usize = 0; i < 4; i++) sum += <u32>load<u8>(at - STRIDE + i) + load<u8>(at - 1 + i * STRIDE);
  const row = (sum >> 3) * 0x01010101;
  rows(at, row, row, row, row);
}

function trueMotion(at: usize): void {
  const rise = i16x8.sub(
    i16x8.extend_low_i8x16_u(v128.load32_zero(at - STRIDE)), i16x8.splat(load<u8>(at - STRIDE - 1)),
  );
  for (let y = 0; y < 4; y++, at += STRIDE) {
    const row = i16x8.add(rise, i16x8.splat(load<u8>(at - 1)));
    v128.store32_lane(at, i8x16.narrow_i16x8_u(row, row), 0);
  }
}

function horizontal(at: usize, edge: v128): void {
  const s = smooth(edge);
  const lowest = <u32>i8x16.extract_lane_u(edge, 0);
  const below = (<u32>i8x16.extract_lane_u(edge, 1) + 3 * lowest + 2) >> 2;
  rows(
    at, <u32>i8x16.extract_lane_u(s, 2) * 0x01010101, <u32>i8x16.extract_lane_u(s, 1) * 0x01010101,
    <u32>i8x16.extract_lane_u(s, 0) * 0x01010101, below * 0x01010101,
  );
}

function leftDown(at: usize, edge: v128): void {
  const s = smooth(edge);
  const last = (<u32>i8x16.extract_lane_u(edge, 11) + 3 * <u32>i8x16.extract_lane_u(edge, 12) + 2) >> 2;
  // Lanes 5 to 10 of the smoothed edge, then the last pixel weighted thrice.
  rows(at, word(s, 5), word(s, 6), word(s, 7), (<u32>i32x4.extract_lane(s, 2) & 0xffffff) | (last << 24));
}

function verticalRight(at: usize, edge: v128): void {
  const s = smooth(edge);
  const p = word(pairs(edge), 4);
  const q = word(s, 3);
  const r = (p << 8) | i8x16.extract_lane_u(s, 2);
  const t = (q << 8) | i8x16.extract_lane_u(s, 1);
  rows(at, p, q, r, t);
}

function verticalLeft(at: usize, edge: v128): void {
  const s = smooth(edge);
  const p = pairs(edge);
  const third = (word(p, 6) & 0xffffff) | (<u32>i8x16.extract_lane_u(s, 9) << 24);
  const fourth = (word(s, 6) & 0xffffff) | (<u32>i8x16.extract_lane_u(s, 10) << 24);
  rows(at, word(p, 5), word(s, 5), third, fourth);
}

function horizontalDown(at: usize, edge: v128): void {
  const s = smooth(edge);
  // Pairs and smoothed lanes by turns, from the lowest up; then the smoothed row above.
  const mixed = v128.shuffle<u8>(pairs(edge), s, 0, 16, 1, 17, 2, 18, 3, 19, 20, 21, 0, 0, 0, 0, 0, 0);
  rows(at, word(mixed, 6), word(mixed, 4), word(mixed, 2), word(mixed, 0));
}

function horizontalUp(at: usize, edge: v128): void {
  const lowest = i8x16.extract_lane_u(edge, 0);
  // The edge to the left from the top down, its last pixel repeated.
  const down = v128.shuffle<u8>(edge, i8x16.splat(<i8>lowest), 3, 2, 1, 0, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16);
  const mixed = v128.shuffle<u8>(pairs(down), smooth(down), 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 0, 0, 0, 0, 0, 0);
  rows(at, word(mixed, 0), word(mixed, 2), word(mixed, 4), <u32>lowest * 0x01010101);
}

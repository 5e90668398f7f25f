/** Quantises blocks of coefficients, each kind with its own steps and rounding. */
import { Quantisers } from '../quantisers';

/**
 * One kind of coefficients: 16 reciprocals of the steps (u16, 17 bits of fraction), 16 steps (u16), what is added to magnitudes
 * (u16) and to quotients (four i32 whose first is for the first coefficient, four for the others), all in reading order.
 */
const MATRIX: usize = 128;
const FRACTION: i32 = 17;
const ONE: i32 = 1 << 17;
/** Kinds of matrices. */
export const LUMA_MATRIX: usize = 0;
export const SECOND_MATRIX: usize = MATRIX;
export const CHROMA_MATRIX: usize = 2 * MATRIX;
const SEGMENT_BYTES: usize = 3 * MATRIX;
const all = memory.data(4 * 3 * 128, 16);

/** Largest level there is a token for: 67 and 11 bits. */
const MOST: i16 = 2047;

/**
 * What is added before rounding down, in 256ths of a step: below a half, as zeros are cheap. The lower byte is for the
 * first coefficient.
 */
const LUMA_ROUNDING: i32 = 96 | (110 << 8);
const SECOND_ROUNDING: i32 = 96 | (108 << 8);
const CHROMA_ROUNDING: i32 = 110 | (115 << 8);

/** Fine luma is made a little larger before it is rounded, in 2048ths of a step: else texture fades. */
const SHARPENING = memory.data<u8>([0, 30, 60, 90, 30, 60, 90, 90, 60, 90, 90, 90, 90, 90, 90, 90]);

/** Matrices of a segment. */
// @ts-ignore: decorator
@inline
export function matrices(segment: i32): usize {
  return all + <usize>segment * SEGMENT_BYTES;
}

/** Makes the matrices of a segment from its steps. */
export function setMatrices(segment: i32, q: Quantisers): void {
  const at = matrices(segment);
  fill(at + LUMA_MATRIX, q.y1Dc, q.y1Ac, LUMA_ROUNDING, true);
  fill(at + SECOND_MATRIX, q.y2Dc, q.y2Ac, SECOND_ROUNDING, false);
  fill(at + CHROMA_MATRIX, q.uvDc, q.uvAc, CHROMA_ROUNDING, false);
}

function fill(at: usize, dc: i32, ac: i32, rounding: i32, sharpen: bool): void {
  for (let i: usize = 0; i < 16; i++) {
    const step = i == 0 ? dc : ac;
    store<u16>(at + (i << 1), ONE / step);
    store<u16>(at + (i << 1), step, 32);
    store<u16>(at + (i << 1), sharpen ? (<i32>load<u8>(SHARPENING + i) * step) >> 11 : 0, 64);
  }
  for (let i: usize = 0; i < 8; i++) {
    store<i32>(at + (i << 2), (i == 0 ? rounding & 255 : rounding >> 8) << (FRACTION - 8), 96);
  }
}

/**
 * Quantises the block at `coefficients`: levels go to `levels` in the order they are coded, coefficients become what a
 * decoder will see. Returns the place of the last level that is not zero, -1 when there is none. Without `withFirst` the
 * first is left out.
 */
// @ts-ignore: decorator
@inline
export function quantise(coefficients: usize, matrix: usize, levels: usize, withFirst: bool): i32 {
  let low = v128.load(coefficients),
    high = v128.load(coefficients, 16);
  if (!withFirst) low = i16x8.replace_lane(low, 0, 0);
  const others = v128.load(matrix, 112);
  low = levelsOf(low, matrix, v128.load(matrix, 96), others);
  high = levelsOf(high, matrix + 16, others, others);
  if (!withFirst) low = i16x8.replace_lane(low, 0, 0);
  v128.store(coefficients, i16x8.mul(low, v128.load(matrix, 32)));
  v128.store(coefficients, i16x8.mul(high, v128.load(matrix, 48)), 16);
  const head = v128.shuffle<i16>(low, high, 0, 1, 4, 8, 5, 2, 3, 6),
    tail = v128.shuffle<i16>(low, high, 9, 12, 13, 10, 7, 11, 14, 15);
  v128.store(levels, head);
  v128.store(levels, tail, 16);
  const zero = i64x2.splat(0);
  const some = i16x8.bitmask(i16x8.ne(head, zero)) | (i16x8.bitmask(i16x8.ne(tail, zero)) << 8);
  return 31 - clz(some);
}

// @ts-ignore: decorator
@inline
function levelsOf(values: v128, matrix: usize, firstRounding: v128, rounding: v128): v128 {
  const sign = i16x8.shr_s(values, 15);
  const magnitudes = i16x8.add(i16x8.abs(values), v128.load(matrix, 64));
  const reciprocals = v128.load(matrix);
  const a = i32x4.shr_s(
    i32x4.add(i32x4.extmul_low_i16x8_u(magnitudes, reciprocals), firstRounding),
    FRACTION,
  );
  const b = i32x4.shr_s(i32x4.add(i32x4.extmul_high_i16x8_u(magnitudes, reciprocals), rounding), FRACTION);
  const levels = i16x8.min_s(i16x8.narrow_i32x4_s(a, b), i16x8.splat(MOST));
  return i16x8.sub(v128.xor(levels, sign), sign);
}

/** Vector arithmetic that more than one kernel needs. All of it is inlined: a kernel has only what it uses. */

/** Sum of four 32-bit lanes. */
// @ts-ignore: decorator
@inline
export function sumLanes(lanes: v128): u32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  );
}

/** The two upper 32-bit lanes, twice. */
// @ts-ignore: decorator
@inline
export function upperLanes(lanes: v128): v128 {
  return v128.shuffle<i64>(lanes, lanes, 1, 1);
}

/** Sixteen bytes added up in groups of four, to 32-bit lanes. */
// @ts-ignore: decorator
@inline
export function sumFours(bytes: v128): v128 {
  return i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes));
}

/** Half the sum of two vectors of bytes, rounded down: `avgr_u` rounds up. */
// @ts-ignore: decorator
@inline
export function halfSum(a: v128, b: v128): v128 {
  return i8x16.sub(i8x16.avgr_u(a, b), v128.and(v128.xor(a, b), i8x16.splat(1)));
}

/** For four RGBA pixels what to multiply their bytes by: colours by their pixel's alpha, alpha by 255. */
// @ts-ignore: decorator
@inline
export function alphaFactors(pixels: v128): v128 {
  const full = i8x16.splat(-1);
  return v128.shuffle<u8>(pixels, full, 3, 3, 3, 16, 7, 7, 7, 16, 11, 11, 11, 16, 15, 15, 15, 16);
}

/** 1.5 × 2⁵²: to doubles of this size, whole numbers are the next ones; their lowest bits are those of the number. */
const WHOLE: f64 = 6755399441055744;

/** The whole numbers next to two, halves to even, in lanes 0 and 2; they must be less than 2³¹. */
// @ts-ignore: decorator
@inline
export function wholeLanes(numbers: v128): v128 {
  return f64x2.add(numbers, f64x2.splat(WHOLE));
}

/** Rounds four numbers to bytes as a clamped array does, halves to even, and stores them as one pixel. */
// @ts-ignore: decorator
@inline
export function storeRounded(to: usize, redGreen: v128, blueAlpha: v128): void {
  const lanes = v128.shuffle<i32>(wholeLanes(redGreen), wholeLanes(blueAlpha), 0, 2, 4, 6);
  const words = i16x8.narrow_i32x4_s(lanes, lanes);
  v128.store32_lane(to, i8x16.narrow_i16x8_u(words, words), 0);
}

/** Names for the SIMD shuffles and dot products that the forward DCT and the colour conversion are made of. */

/** Two 16-bit constants side by side in every 32-bit lane, the right-hand operand of `dot`. */
// @ts-ignore: decorator
@inline
export function pair(first: i32, second: i32): v128 {
  return i32x4.splat((first & 0xffff) | (second << 16));
}

/** Sums of the products of neighbouring 16-bit lanes. */
// @ts-ignore: decorator
@inline
export function dot(values: v128, factors: v128): v128 {
  return i32x4.dot_i16x8_s(values, factors);
}

/** The first halves of two vectors, their 16-bit lanes alternating. */
// @ts-ignore: decorator
@inline
export function zipLow16(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

// @ts-ignore: decorator
@inline
export function zipHigh16(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

// @ts-ignore: decorator
@inline
export function zipLow32(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 0, 4, 1, 5);
}

// @ts-ignore: decorator
@inline
export function zipHigh32(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 2, 6, 3, 7);
}

// @ts-ignore: decorator
@inline
export function zipLow64(a: v128, b: v128): v128 {
  return v128.shuffle<i64>(a, b, 0, 2);
}

// @ts-ignore: decorator
@inline
export function zipHigh64(a: v128, b: v128): v128 {
  return v128.shuffle<i64>(a, b, 1, 3);
}

/** Two vectors of 32-bit sums, rounded and scaled down by `2^shift`, as eight 16-bit lanes. */
// @ts-ignore: decorator
@inline
export function descale(low: v128, high: v128, shift: i32): v128 {
  const half = i32x4.splat(1 << (shift - 1));
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.add(low, half), shift),
    i32x4.shr_s(i32x4.add(high, half), shift),
  );
}

/** How far 4 × 4 pixels are from those they stand for. */

/** Sum of the squared differences. */
// @ts-ignore: decorator
@inline
export function squaredDifference(a: v128, b: v128): u32 {
  const apart = v128.or(i8x16.sub_sat_u(a, b), i8x16.sub_sat_u(b, a));
  const low = i16x8.extend_low_i8x16_u(apart),
    high = i16x8.extend_high_i8x16_u(apart);
  return sum(i32x4.add(i32x4.dot_i16x8_s(low, low), i32x4.dot_i16x8_s(high, high)));
}

/** Half the sum of the magnitudes of the Hadamard transform of the differences: near to what coding them costs. */
// @ts-ignore: decorator
@inline
export function transformedDifference(a: v128, b: v128): u32 {
  const d01 = i16x8.sub(i16x8.extend_low_i8x16_u(a), i16x8.extend_low_i8x16_u(b));
  const d23 = i16x8.sub(i16x8.extend_high_i8x16_u(a), i16x8.extend_high_i8x16_u(b));
  // Down: rows 0 and 1 meet 2 and 3, then each other.
  const up = i16x8.add(d01, d23),
    down = i16x8.sub(d01, d23);
  const first = v128.shuffle<i64>(up, down, 0, 2),
    second = v128.shuffle<i64>(up, down, 1, 3);
  const e = i16x8.add(first, second),
    f = i16x8.sub(first, second);
  // Across the same way. Of the last step only the magnitudes are wanted: |x + y| + |x − y| is twice the larger one.
  const even = v128.shuffle<i16>(e, f, 0, 2, 4, 6, 8, 10, 12, 14),
    odd = v128.shuffle<i16>(e, f, 1, 3, 5, 7, 9, 11, 13, 15);
  const g = i16x8.add(even, odd),
    h = i16x8.sub(even, odd);
  const x = i16x8.abs(v128.shuffle<i16>(g, h, 0, 2, 4, 6, 8, 10, 12, 14));
  const y = i16x8.abs(v128.shuffle<i16>(g, h, 1, 3, 5, 7, 9, 11, 13, 15));
  return sum(i32x4.dot_i16x8_s(i16x8.max_s(x, y), i16x8.splat(1)));
}

// @ts-ignore: decorator
@inline
function sum(lanes: v128): u32 {
  const twos = i32x4.add(lanes, v128.shuffle<i64>(lanes, lanes, 1, 0));
  return i32x4.extract_lane(twos, 0) + i32x4.extract_lane(twos, 1);
}

/** Rows of samples in vectors of eight 16-bit lanes, whatever a sample takes in memory: T is u8 or u16. */

/** Eight samples. */
// @ts-ignore: decorator
@inline
export function load8<T>(at: usize): v128 {
  return sizeof<T>() == 1 ? v128.load8x8_u(at) : v128.load(at);
}

/** Stores eight lanes, clipped to a byte where samples are bytes. */
// @ts-ignore: decorator
@inline
export function store8<T>(at: usize, lanes: v128): void {
  if (sizeof<T>() == 1) v128.store64_lane(at, i8x16.narrow_i16x8_u(lanes, lanes), 0);
  else v128.store(at, lanes);
}

/** Stores the lower four. */
// @ts-ignore: decorator
@inline
export function store4<T>(at: usize, lanes: v128): void {
  if (sizeof<T>() == 1) v128.store32_lane(at, i8x16.narrow_i16x8_u(lanes, lanes), 0);
  else v128.store64_lane(at, lanes, 0);
}

/** Stores the lower four, or all eight from a width of 8 on. */
// @ts-ignore: decorator
@inline
export function storeRow<T>(at: usize, lanes: v128, width: u32): void {
  if (width == 4) store4<T>(at, lanes);
  else store8<T>(at, lanes);
}

/** Two vectors' lower, or upper, lanes by turns. */
// @ts-ignore: decorator
@inline
export function lower16(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}
// @ts-ignore: decorator
@inline
export function upper16(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}
// @ts-ignore: decorator
@inline
export function lower32(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 0, 4, 1, 5);
}
// @ts-ignore: decorator
@inline
export function upper32(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 2, 6, 3, 7);
}
// @ts-ignore: decorator
@inline
export function lower64(a: v128, b: v128): v128 {
  return v128.shuffle<i64>(a, b, 0, 2);
}
// @ts-ignore: decorator
@inline
export function upper64(a: v128, b: v128): v128 {
  return v128.shuffle<i64>(a, b, 1, 3);
}

/** Transposes 8 × 8 16-bit lanes; rows lie `fromStride` and `toStride` bytes apart. From and to may be one place. */
// @ts-ignore: decorator
@inline
export function transpose8(from: usize, fromStride: usize, to: usize, toStride: usize): void {
  const second = from + fromStride;
  const twice = fromStride << 1;
  const x0 = v128.load(from),
    x1 = v128.load(second),
    x2 = v128.load(from + twice),
    x3 = v128.load(second + twice),
    x4 = v128.load(from + 2 * twice),
    x5 = v128.load(second + 2 * twice),
    x6 = v128.load(from + 3 * twice),
    x7 = v128.load(second + 3 * twice);
  const a0 = lower16(x0, x1),
    a1 = upper16(x0, x1),
    a2 = lower16(x2, x3),
    a3 = upper16(x2, x3),
    a4 = lower16(x4, x5),
    a5 = upper16(x4, x5),
    a6 = lower16(x6, x7),
    a7 = upper16(x6, x7);
  const b0 = lower32(a0, a2),
    b1 = upper32(a0, a2),
    b2 = lower32(a1, a3),
    b3 = upper32(a1, a3),
    b4 = lower32(a4, a6),
    b5 = upper32(a4, a6),
    b6 = lower32(a5, a7),
    b7 = upper32(a5, a7);
  let at = to;
  v128.store(at, lower64(b0, b4));
  v128.store((at += toStride), upper64(b0, b4));
  v128.store((at += toStride), lower64(b1, b5));
  v128.store((at += toStride), upper64(b1, b5));
  v128.store((at += toStride), lower64(b2, b6));
  v128.store((at += toStride), upper64(b2, b6));
  v128.store((at += toStride), lower64(b3, b7));
  v128.store(at + toStride, upper64(b3, b7));
}

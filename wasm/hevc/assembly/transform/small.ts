/** Inverse transforms of 4 × 4 (ITU-T H.265, section 8.6.4.2): of cosines, and of sines for luma. */
import { lower16, lower32, upper32, upper64 } from '../samples';

const FIRST_SHIFT: i32 = 7;

// @ts-ignore: decorator
@inline
function pair(a: i16, b: i16): v128 {
  return i32x4.splat(((<i32>a) & 0xffff) | ((<i32>b) << 16));
}

/** One sample of each of four columns, from rows 0 and 1, and 2 and 3, side by side. */
// @ts-ignore: decorator
@inline
function sum(rows01: v128, rows23: v128, a: i16, b: i16, c: i16, d: i16, shift: i32): v128 {
  const whole = i32x4.add(i32x4.dot_i16x8_s(rows01, pair(a, b)), i32x4.dot_i16x8_s(rows23, pair(c, d)));
  return i32x4.shr_s(i32x4.add(whole, i32x4.splat((1 << shift) >> 1)), shift);
}

/** Transforms the columns of two rows each in two vectors, to rows 0 and 1 at `to` and 2 and 3 behind them. */
// @ts-ignore: decorator
@inline
function columns(top: v128, bottom: v128, sine: bool, shift: i32, to: usize): void {
  const a = lower16(top, upper64(top, top));
  const b = lower16(bottom, upper64(bottom, bottom));
  if (sine) {
    v128.store(
      to,
      i16x8.narrow_i32x4_s(sum(a, b, 29, 74, 84, 55, shift), sum(a, b, 55, 74, -29, -84, shift)),
    );
    v128.store(
      to,
      i16x8.narrow_i32x4_s(sum(a, b, 74, 0, -74, 74, shift), sum(a, b, 84, -74, 55, -29, shift)),
      16,
    );
  } else {
    v128.store(
      to,
      i16x8.narrow_i32x4_s(sum(a, b, 64, 83, 64, 36, shift), sum(a, b, 64, 36, -64, -83, shift)),
    );
    v128.store(
      to,
      i16x8.narrow_i32x4_s(sum(a, b, 64, -36, -64, 83, shift), sum(a, b, 64, -83, 64, -36, shift)),
      16,
    );
  }
}

/** Transposes four rows in two vectors. */
// @ts-ignore: decorator
@inline
function transpose4(at: usize): void {
  const x = v128.load(at);
  const y = v128.load(at, 16);
  const a = lower16(x, upper64(x, x));
  const b = lower16(y, upper64(y, y));
  v128.store(at, lower32(a, b));
  v128.store(at, upper32(a, b), 16);
}

/** Transforms the 16 coefficients at an address in place. */
export function inverse4(at: usize, sine: bool, shift: i32): void {
  columns(v128.load(at), v128.load(at, 16), sine, FIRST_SHIFT, at);
  transpose4(at);
  columns(v128.load(at), v128.load(at, 16), sine, shift, at);
  transpose4(at);
}

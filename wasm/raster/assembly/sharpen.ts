/**
 * Unsharp mask, the twin of `src/core/image/kernels/sharpen.ts`: 3 × 3 weights 58, 140, 58 each way; what the blurred
 * pixel differs by is added `amount` times, in double precision as the twin does.
 */
import { storeRounded, upperLanes } from '../../shared/vectors';

const MIDDLE: i32 = 140;
const SIDE: i32 = 58;
const WEIGHTS: f64 = 65536;

/**
 * Weighted sums of three opaque rows, 16 bits each, for `bytes` bytes; the first and last pixel are repeated before and
 * behind them. `sums` has room for a pixel before it.
 */
export function sumOpaque(above: usize, row: usize, below: usize, sums: usize, bytes: usize): void {
  const side = i16x8.splat(<i16>SIDE);
  const middle = i16x8.splat(<i16>MIDDLE);
  for (let i: usize = 0; i < bytes; i += 8) {
    const sides = i16x8.add(v128.load8x8_u(above + i), v128.load8x8_u(below + i));
    v128.store(
      sums + (i << 1),
      i16x8.add(i16x8.mul(sides, side), i16x8.mul(v128.load8x8_u(row + i), middle)),
    );
  }
  store<u64>(sums - 8, load<u64>(sums));
  store<u64>(sums + (bytes << 1), load<u64>(sums + (bytes << 1) - 8));
}

/** Sharpens an opaque row of `bytes` bytes. */
export function sharpenOpaque(row: usize, sums: usize, to: usize, bytes: usize, amount: f64): void {
  const side = i32x4.splat(SIDE);
  const middle = i32x4.splat(MIDDLE);
  const gain = f64x2.splat(amount / WEIGHTS);
  for (let i: usize = 0; i < bytes; i += 4) {
    const at = sums + (i << 1);
    const sides = i32x4.add(v128.load16x4_u(at - 8), v128.load16x4_u(at + 8));
    const blurred = i32x4.add(i32x4.mul(sides, side), i32x4.mul(v128.load16x4_u(at), middle));
    const value = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(row + i)));
    const lost = i32x4.sub(i32x4.shl(value, 16), blurred);
    const near = f64x2.add(
      f64x2.convert_low_i32x4_s(value),
      f64x2.mul(f64x2.convert_low_i32x4_s(lost), gain),
    );
    const far = f64x2.add(
      f64x2.convert_low_i32x4_s(upperLanes(value)),
      f64x2.mul(f64x2.convert_low_i32x4_s(upperLanes(lost)), gain),
    );
    storeRounded(to + i, near, far);
  }
}

/** Weighted sums of three rows with transparency, 32 bits each: colour times alpha, and alpha. */
export function sumAlpha(above: usize, row: usize, below: usize, sums: usize, bytes: usize): void {
  const side = i32x4.splat(SIDE);
  const middle = i32x4.splat(MIDDLE);
  for (let i: usize = 0; i < bytes; i += 4) {
    const sides = i32x4.add(premultiplied(above + i), premultiplied(below + i));
    v128.store(sums + (i << 2), i32x4.add(i32x4.mul(sides, side), i32x4.mul(premultiplied(row + i), middle)));
  }
  v128.store(sums - 16, v128.load(sums));
  v128.store(sums + (bytes << 2), v128.load(sums + (bytes << 2) - 16));
}

// @ts-ignore: decorator
@inline
function premultiplied(pixel: usize): v128 {
  const lanes = v128.load32_zero(pixel);
  const one = i8x16.splat(1);
  const factors = v128.shuffle<u8>(lanes, one, 3, 3, 3, 16, 3, 3, 3, 16, 3, 3, 3, 16, 3, 3, 3, 16);
  return i32x4.extend_low_i16x8_u(i16x8.extmul_low_i8x16_u(lanes, factors));
}

/** Sharpens a row with transparency: colours against the blurred colour of what is visible nearby; alpha stays. */
export function sharpenAlpha(row: usize, sums: usize, to: usize, bytes: usize, amount: f64): void {
  const gain = f64x2.splat(amount);
  for (let i: usize = 0; i < bytes; i += 4) {
    const alpha = load<u8>(row + i, 3);
    if (alpha == 0) {
      store<u32>(to + i, 0);
      continue;
    }
    const at = sums + (i << 2);
    const own = v128.load(at);
    const before = v128.load(at - 16);
    const after = v128.load(at + 16);
    const blurredNear = blurAcross(before, own, after);
    const blurredFar = blurAcross(upperLanes(before), upperLanes(own), upperLanes(after));
    const around = f64x2.splat(f64x2.extract_lane(blurredFar, 1));
    const colours = premultiplied(row + i);
    const level = f64x2.splat(<f64>alpha);
    storeRounded(
      to + i,
      sharpened(f64x2.div(f64x2.convert_low_i32x4_s(colours), level), f64x2.div(blurredNear, around), gain),
      sharpened(
        f64x2.div(f64x2.convert_low_i32x4_s(upperLanes(colours)), level),
        f64x2.div(blurredFar, around),
        gain,
      ),
    );
    store<u8>(to + i, alpha, 3);
  }
}

/** Two channels' weighted sums of three neighbours; they may pass 2³¹. */
// @ts-ignore: decorator
@inline
function blurAcross(before: v128, own: v128, after: v128): v128 {
  const sides = f64x2.add(f64x2.convert_low_i32x4_s(before), f64x2.convert_low_i32x4_s(after));
  return f64x2.add(
    f64x2.mul(sides, f64x2.splat(<f64>SIDE)),
    f64x2.mul(f64x2.convert_low_i32x4_s(own), f64x2.splat(<f64>MIDDLE)),
  );
}

// @ts-ignore: decorator
@inline
function sharpened(value: v128, blurred: v128, gain: v128): v128 {
  return f64x2.add(value, f64x2.mul(f64x2.sub(value, blurred), gain));
}

/** Prediction of whole blocks of luma and chroma (RFC 6386, sections 12.2 and 12.3). */
import { DC, HORIZONTAL, TRUE_MOTION } from './macroblock';
import { STRIDE } from './work';

/** Predicts 16 × 16 pixels from those above and to the left; `top` and `left` tell which of these are inside the picture. */
export function predictLuma(at: usize, mode: i32, top: bool, left: bool): void {
  if (mode == TRUE_MOTION) return trueMotion16(at);
  if (mode == HORIZONTAL) {
    for (let y = 0; y < 16; y++, at += STRIDE) v128.store(at, i8x16.splat(load<u8>(at - 1)));
    return;
  }
  const above = v128.load(at - STRIDE);
  const row = mode == DC ? i8x16.splat(mean16(above, at - 1, top, left)) : above;
  for (let y = 0; y < 16; y++, at += STRIDE) v128.store(at, row);
}

function mean16(above: v128, leftOf: usize, top: bool, left: bool): u8 {
  let sum: u32 = 0;
  if (top) sum = horizontalSum(above);
  if (left) for (let y: usize = 0; y < 16; y++) sum += load<u8>(leftOf + y * STRIDE);
  if (top && left) return <u8>((sum + 16) >> 5);
  return top || left ? <u8>((sum + 8) >> 4) : 128;
}

// @ts-ignore: decorator
@inline
function horizontalSum(bytes: v128): u32 {
  const fours = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes));
  const twos = i32x4.add(fours, v128.shuffle<i64>(fours, fours, 1, 0));
  return i32x4.extract_lane(twos, 0) + i32x4.extract_lane(twos, 1);
}

function trueMotion16(at: usize): void {
  const above = v128.load(at - STRIDE);
  const corner = i16x8.splat(load<u8>(at - STRIDE - 1));
  const low = i16x8.sub(i16x8.extend_low_i8x16_u(above), corner);
  const high = i16x8.sub(i16x8.extend_high_i8x16_u(above), corner);
  for (let y = 0; y < 16; y++, at += STRIDE) {
    const left = i16x8.splat(load<u8>(at - 1));
    v128.store(at, i8x16.narrow_i16x8_u(i16x8.add(low, left), i16x8.add(high, left)));
  }
}

/** Predicts 8 × 8 pixels of chroma. */
export function predictChroma(at: usize, mode: i32, top: bool, left: bool): void {
  const above = v128.load64_zero(at - STRIDE);
  if (mode == TRUE_MOTION) {
    const rise = i16x8.sub(i16x8.extend_low_i8x16_u(above), i16x8.splat(load<u8>(at - STRIDE - 1)));
    for (let y = 0; y < 8; y++, at += STRIDE) {
      const row = i16x8.add(rise, i16x8.splat(load<u8>(at - 1)));
      v128.store64_lane(at, i8x16.narrow_i16x8_u(row, row), 0);
    }
    return;
  }
  if (mode == HORIZONTAL) {
    for (let y = 0; y < 8; y++, at += STRIDE) v128.store64_lane(at, i8x16.splat(load<u8>(at - 1)), 0);
    return;
  }
  const row = mode == DC ? i8x16.splat(mean8(above, at - 1, top, left)) : above;
  for (let y = 0; y < 8; y++, at += STRIDE) v128.store64_lane(at, row, 0);
}

function mean8(above: v128, leftOf: usize, top: bool, left: bool): u8 {
  let sum: u32 = 0;
  if (top) sum = horizontalSum(above);
  if (left) for (let y: usize = 0; y < 8; y++) sum += load<u8>(leftOf + y * STRIDE);
  if (top && left) return <u8>((sum + 8) >> 4);
  return top || left ? <u8>((sum + 4) >> 3) : 128;
}

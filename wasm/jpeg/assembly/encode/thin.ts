/**
 * Leaves coefficients out of a block that cost more bits than they are worth: rate-distortion optimised quantisation,
 * for those that were rounded up to one. The error that a zero adds, in squared steps of the quantiser, is weighed against
 * the bits that it saves: its own code, and what the code after it grows by when the run of zeros before that gets longer.
 *
 * From the last coefficient to the first, each by itself: so ends of blocks move forward one by one, and the time depends
 * on the doubtful coefficients alone.
 */
import { BLOCK, UNROUNDED } from './fdct';
import { ZIGZAG } from './quantiser';
import { rate, rates } from './rates';
import { END_OF_BLOCK, inZigzag, sizeOf, ZERO_RUN } from './records';

/** A coefficient below so many steps may become zero; larger ones are worth any code. */
const DOUBTFUL: f32 = 1.0;
/**
 * Squared steps that a bit is worth. Of Y it is more where much goes on, which hides errors: it grows with the fourth root of
 * the block's energy, in squared steps and without DC.
 */
const LUMA_PRICE: f32 = 0.033;
const LEAST_ENERGY: f32 = 1.5;
const CHROMA_PRICE: f32 = 0.056;

/** A bit for each of sixteen coefficients that are doubtful, where zeros are too. */
// @ts-ignore: decorator
@inline
function below(at: usize): u64 {
  const limit = f32x4.splat(DOUBTFUL);
  const a = f32x4.lt(f32x4.abs(v128.load(at)), limit);
  const b = f32x4.lt(f32x4.abs(v128.load(at, 16)), limit);
  const c = f32x4.lt(f32x4.abs(v128.load(at, 32)), limit);
  const d = f32x4.lt(f32x4.abs(v128.load(at, 48)), limit);
  return <u64>i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)));
}

/**
 * Thins out BLOCK, whose coefficients that are not zero `mask` tells as `transformBlockKept` does. Returns those that are
 * left, without DC, in zigzag order.
 */
export function thinBlock(mask: u64, chroma: bool): u64 {
  let present = inZigzag(mask & ~1);
  const small =
    below(UNROUNDED) |
    (below(UNROUNDED + 64) << 16) |
    (below(UNROUNDED + 128) << 32) |
    (below(UNROUNDED + 192) << 48);
  let doubtful = inZigzag(mask & small & ~1);
  if (doubtful == 0) return present;
  const price = chroma ? CHROMA_PRICE : LUMA_PRICE * sqrt(sqrt(energy() + LEAST_ENERGY));
  while (doubtful != 0) {
    const k = 63 - <i32>clz(doubtful);
    const bit = (<u64>1) << k;
    doubtful ^= bit;
    const at = <usize>load<u8>(ZIGZAG + k);
    const exact = abs<f32>(load<f32>(UNROUNDED + (at << 2)));
    // (exact - 0)^2 - (exact - 1)^2
    const error = exact + exact - 1;
    if (error >= price * bitsSaved(present, k, rates(chroma))) continue;
    present ^= bit;
    store<i16>(BLOCK + (at << 1), 0);
  }
  return present;
}

/** Sum of the squares of what BLOCK was rounded from, without DC. */
// @ts-ignore: decorator
@inline
function energy(): f32 {
  const first = f32x4.replace_lane(v128.load(UNROUNDED), 0, 0);
  let sum = f32x4.mul(first, first);
  for (let at = UNROUNDED + 16; at < UNROUNDED + 64 * 4; at += 16) {
    const four = v128.load(at);
    sum = f32x4.add(sum, f32x4.mul(four, four));
  }
  const halves = f32x4.add(sum, v128.shuffle<i32>(sum, sum, 2, 3, 0, 1));
  return f32x4.extract_lane(halves, 0) + f32x4.extract_lane(halves, 1);
}

/** Bits that a block is shorter by without the coefficient of 1 or -1 at `k`. */
// @ts-ignore: decorator
@inline
function bitsSaved(present: u64, k: i32, rates: usize): f32 {
  const bit = (<u64>1) << k;
  const run = k - last(present & (bit - 1)) - 1;
  const own = run < 16 ? rate(rates, (run << 4) | 1) : longRate(rates, run, 1);
  const after = present & ~(bit | (bit - 1));
  if (after == 0) return k == 63 ? own - rate(rates, END_OF_BLOCK) : own;
  const next = <i32>ctz(after);
  const size = sizeOf(<i32>load<i16>(BLOCK + ((<usize>load<u8>(ZIGZAG + next)) << 1)));
  const gap = next - k - 1;
  return own + longRate(rates, gap, size) - longRate(rates, run + 1 + gap, size);
}

/** The last position of a mask; that of DC if there is none. */
// @ts-ignore: decorator
@inline
function last(mask: u64): i32 {
  return 63 - <i32>clz(mask | 1);
}

/** Bits of a coefficient after any run of zeros. */
// @ts-ignore: decorator
@inline
function longRate(rates: usize, run: i32, size: i32): f32 {
  return <f32>(run >> 4) * rate(rates, ZERO_RUN) + rate(rates, ((run & 15) << 4) | size);
}

/** Luma predicted as a whole, 16 × 16 pixels, its first coefficients transformed once more (RFC 6386, section 14.3). */
import { addBlock, inverseWalsh } from '../inverse-transform';
import { LUMA_AFTER_SECOND, SECOND, SECOND_CONTEXT, tokensLeft } from '../macroblock';
import { predictLuma } from '../predict';
import { LUMA, STRIDE, work } from '../work';
import { blockCost } from './costs';
import { frame } from './frame';
import { squaredDifference, transformedDifference } from './distance';
import { LUMA_MATRIX, matrices, quantise, SECOND_MATRIX } from './quantise';
import { Segment } from './segments';
import { LUMA_BYTES, source, takeLuma } from './source';
import { transformBlock, transformFirsts } from './transform';
import { LEVELS, Trial } from './trial';

export const whole = changetype<Trial>(memory.data(offsetof<Trial>(), 16));
/** Levels of 16 blocks and the second-order one, and the last of each. */
export const wholeLevels = memory.data(17 * 32, 16);
export const wholeLast = memory.data(17);
/** What a decoder will see. */
export const wholePixels = memory.data(256, 16);

/** Costs of the four modes (RFC 6386, section 11.2), by mode. */
const MODE_COSTS = memory.data<u16>([354, 610, 563, 610]);
/** That a macroblock is predicted as a whole. */
const WHOLE_COST: u32 = 309;
const predicted = memory.data(4 * 256, 16);
const coefficients = memory.data(17 * 32, 16);

/** Cost of a mode, and of saying that it is for the whole. */
export function wholeModeCost(mode: i32): u32 {
  return WHOLE_COST + load<u16>(MODE_COSTS + (mode << 1));
}

/** Tries the mode that foretells best; `plain` allows only the cheapest one. */
export function tryWhole(segment: i32, own: Segment, above: usize, top: bool, left: bool, plain: bool): void {
  let mode = 0;
  let least: u32 = u32.MAX_VALUE;
  const candidates = plain ? 1 : 4;
  for (let candidate = 0; candidate < candidates; candidate++) {
    predictLuma(work + LUMA, candidate, top, left);
    const to = predicted + <usize>candidate * LUMA_BYTES;
    takeLuma(work + LUMA, STRIDE, to);
    const guess = guessOf(to) + ((own.lambdaGuess * wholeModeCost(candidate)) >> 16);
    if (guess >= least) continue;
    least = guess;
    mode = candidate;
  }
  whole.mode = mode;
  whole.modeCost = wholeModeCost(mode);
  code(predicted + <usize>mode * LUMA_BYTES, matrices(segment), above);
}

function guessOf(prediction: usize): u32 {
  let sum: u32 = 0;
  // In haste the blocks of the diagonal stand for all.
  const step: usize = frame.quick ? 80 : 16;
  for (let at: usize = 0; at < LUMA_BYTES; at += step) {
    sum += transformedDifference(v128.load(source + at), v128.load(prediction + at));
  }
  return sum;
}

function code(prediction: usize, matrix: usize, above: usize): void {
  for (let block: usize = 0; block < 16; block++) {
    transformBlock(
      v128.load(source + (block << 4)),
      v128.load(prediction + (block << 4)),
      coefficients + (block << 5),
    );
  }
  const second = coefficients + 16 * LEVELS;
  transformFirsts(coefficients, second);
  const last = quantise(second, matrix + SECOND_MATRIX, wholeLevels + 16 * LEVELS, true);
  store<i8>(wholeLast + 16, <i8>last);
  if (frame.quick) return quickly(second, last, prediction, matrix + LUMA_MATRIX);
  const context = <u32>load<u8>(above + SECOND_CONTEXT) + load<u8>(tokensLeft + SECOND_CONTEXT);
  whole.levelCost =
    blockCost(SECOND, 0, context, wholeLevels + 16 * LEVELS, last) + codeOthers(matrix + LUMA_MATRIX, above);
  inverseWalsh(second, coefficients);
  whole.difference = reconstruct(prediction);
}

/** The same where nothing else is tried, so that what it takes and how far it is off need not be known. */
function quickly(second: usize, last: i32, prediction: usize, matrix: usize): void {
  let some = last >= 0;
  for (let block: usize = 0; block < 16; block++) {
    const end = quantise(coefficients + (block << 5), matrix, wholeLevels + block * LEVELS, false);
    store<i8>(wholeLast + block, <i8>end);
    some = some || end >= 0;
  }
  memory.copy(wholePixels, prediction, LUMA_BYTES);
  if (!some) return;
  inverseWalsh(second, coefficients);
  for (let block: usize = 0; block < 16; block++)
    addBlock(coefficients + (block << 5), wholePixels + (block << 4), 4);
}

/** Quantises all but the first coefficients. Returns what their levels cost. */
function codeOthers(matrix: usize, above: usize): u32 {
  let cost: u32 = 0;
  let contextsAbove = load<u32>(above);
  for (let y: usize = 0; y < 4; y++) {
    let left = <u32>load<u8>(tokensLeft + y);
    for (let x: usize = 0; x < 4; x++) {
      const block = (y << 2) + x;
      const levels = wholeLevels + block * LEVELS;
      const last = quantise(coefficients + (block << 5), matrix, levels, false);
      store<i8>(wholeLast + block, <i8>last);
      const shift = (<u32>x) << 3;
      cost += blockCost(LUMA_AFTER_SECOND, 1, left + ((contextsAbove >> shift) & 1), levels, last);
      left = u32(last > 0);
      contextsAbove = (contextsAbove & ~(1 << shift)) | (left << shift);
    }
  }
  return cost;
}

/** Makes the pixels. Returns their squared difference. */
function reconstruct(prediction: usize): u32 {
  memory.copy(wholePixels, prediction, LUMA_BYTES);
  let difference: u32 = 0;
  for (let block: usize = 0; block < 16; block++) {
    const to = wholePixels + (block << 4);
    addBlock(coefficients + (block << 5), to, 4);
    difference += squaredDifference(v128.load(source + (block << 4)), v128.load(to));
  }
  return difference;
}

/** Chroma: U and V share the mode that foretells both best. */
import { addBlock } from '../inverse-transform';
import { predictChroma } from '../predict';
import { STRIDE, U, V, work } from '../work';
import { transformedDifference } from './distance';
import { CHROMA_MATRIX, matrices, quantise } from './quantise';
import { putSubblock } from '../predict-subblock';
import { Segment } from './segments';
import { source, takeChroma, U_BLOCKS, V_BLOCKS } from './source';
import { transformBlock } from './transform';
import { chosenLast, chosenLevels, LEVELS } from './trial';

/** Bytes of U and V together. */
const CHROMA_BYTES: usize = 128;
const MODE_COSTS = memory.data<u16>([218, 980, 598, 641]);
const predicted = memory.data(4 * 128, 16);
const coefficients = memory.data(32, 16);

/** Cost of a mode of chroma (RFC 6386, section 11.2). */
export function chromaModeCost(mode: i32): u32 {
  return load<u16>(MODE_COSTS + (mode << 1));
}

/** Chooses the mode of chroma, `plain` for the cheapest one, and codes it. Returns the mode; pixels are in the work area. */
export function codeChroma(segment: i32, own: Segment, top: bool, left: bool, plain: bool): i32 {
  let mode = 0;
  let least: u32 = u32.MAX_VALUE;
  const candidates = plain ? 1 : 4;
  for (let candidate = 0; candidate < candidates; candidate++) {
    const to = predicted + <usize>candidate * CHROMA_BYTES;
    predictChroma(work + U, candidate, top, left);
    predictChroma(work + V, candidate, top, left);
    takeChroma(work + U, STRIDE, to);
    takeChroma(work + V, STRIDE, to + 64);
    const guess = guessOf(to) + ((own.lambdaGuess * chromaModeCost(candidate)) >> 16);
    if (guess >= least) continue;
    least = guess;
    mode = candidate;
  }
  const matrix = matrices(segment) + CHROMA_MATRIX;
  const from = predicted + <usize>mode * CHROMA_BYTES;
  codePlane(from, source + U_BLOCKS, matrix, 16, work + U);
  codePlane(from + 64, source + V_BLOCKS, matrix, 20, work + V);
  return mode;
}

function guessOf(prediction: usize): u32 {
  let sum: u32 = 0;
  for (let at: usize = 0; at < CHROMA_BYTES; at += 16) {
    sum += transformedDifference(v128.load(source + U_BLOCKS + at), v128.load(prediction + at));
  }
  return sum;
}

/** Codes four blocks, the first of which is `block` of the macroblock. */
function codePlane(prediction: usize, wanted: usize, matrix: usize, block: usize, at: usize): void {
  for (let i: usize = 0; i < 4; i++) {
    const foretold = v128.load(prediction + (i << 4));
    transformBlock(v128.load(wanted + (i << 4)), foretold, coefficients);
    const last = quantise(coefficients, matrix, chosenLevels + (block + i) * LEVELS, true);
    store<i8>(chosenLast + block + i, <i8>last);
    const to = at + (i >> 1) * 4 * STRIDE + (i & 1) * 4;
    putSubblock(to, foretold);
    if (last >= 0) addBlock(coefficients, to, STRIDE);
  }
}

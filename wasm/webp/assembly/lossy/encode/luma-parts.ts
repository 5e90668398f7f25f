/** Luma predicted by subblocks: each of 16 has a mode of its own, foretold from the pixels just made. */
import { addBlock } from '../inverse-transform';
import { LUMA_WITH_DC, modesLeft, tokensLeft } from '../macroblock';
import {
  edgeOf,
  flat,
  horizontal,
  horizontalDown,
  horizontalUp,
  leftDown,
  pairs,
  putSubblock,
  rightDown,
  smooth,
  trueMotion,
  vertical,
  verticalLeft,
  verticalRight,
} from '../predict-subblock';
import { LUMA, STRIDE, work } from '../work';
import { blockCost, subblockModeCosts } from './costs';
import { squaredDifference, transformedDifference } from './distance';
import { LUMA_MATRIX, matrices, quantise } from './quantise';
import { Segment } from './segments';
import { source } from './source';
import { transformBlock } from './transform';
import { LEVELS, score, Trial } from './trial';

export const parts = changetype<Trial>(memory.data(offsetof<Trial>(), 16));
export const partsLevels = memory.data(16 * 32, 16);
export const partsLast = memory.data(16);
export const partsModes = memory.data(16);
/** Modes of the subblocks that the next macroblocks look at: below each other at the right, beside each other at the bottom. */
const rowModes = memory.data(4);
const columnModes = memory.data(4);

/** That a macroblock is predicted by subblocks. */
const PARTS_COST: u32 = 211;
const MODES: usize = 10;
/** Foretold pixels of the ten modes, and how promising each is. */
const predicted = memory.data(10 * 16, 16);
const guesses = memory.data(10 * 4, 16);
const coefficients = memory.data(32, 16);
const pixels = memory.data(16, 16);
const levels = memory.data(32, 16);
/** The best way found for the subblock at hand. */
const bestPixels = memory.data(16, 16);
const bestLevels = memory.data(32, 16);
let bestLast: i32 = -1;
let bestMode: i32 = 0;
let bestScore: i64 = 0;
let bestDifference: i64 = 0;
let bestLevelCost: i64 = 0;
let bestModeCost: i64 = 0;

/** Modes to code to the end, of the ten; a third one saves half a percent and takes a seventh of the time. */
const CANDIDATES: i32 = 2;

/**
 * Tries to do better than `limit`, a score by `lambdaMode`. True when it was possible; then the pixels are in the work area.
 * `modesAbove` are the modes of the four subblocks above.
 */
export function tryParts(segment: i32, own: Segment, above: usize, modesAbove: usize, limit: i64): bool {
  parts.difference = 0;
  parts.levelCost = 0;
  parts.modeCost = PARTS_COST;
  store<u32>(rowModes, load<u32>(modesAbove));
  store<u32>(columnModes, load<u32>(modesLeft));
  let contextsAbove = load<u32>(above);
  const matrix = matrices(segment) + LUMA_MATRIX;
  for (let y: usize = 0; y < 4; y++) {
    let left = <u32>load<u8>(tokensLeft + y);
    for (let x: usize = 0; x < 4; x++) {
      const block = (y << 2) + x;
      const at = work + LUMA + y * 4 * STRIDE + x * 4;
      const shift = (<u32>x) << 3;
      const costs = subblockModeCosts(load<u8>(rowModes + x), load<u8>(columnModes + y));
      chooseMode(at, block, costs, own, matrix, left + ((contextsAbove >> shift) & 1));
      take(block, at);
      if (score(parts.difference, parts.levelCost + parts.modeCost, own.lambdaMode) >= limit) return false;
      store<u8>(rowModes + x, <u8>bestMode);
      store<u8>(columnModes + y, <u8>bestMode);
      left = u32(bestLast >= 0);
      contextsAbove = (contextsAbove & ~(1 << shift)) | (left << shift);
    }
  }
  return true;
}

/** Keeps the best way for a subblock. */
function take(block: usize, at: usize): void {
  putSubblock(at, v128.load(bestPixels));
  const to = partsLevels + block * LEVELS;
  v128.store(to, v128.load(bestLevels));
  v128.store(to, v128.load(bestLevels, 16), 16);
  store<i8>(partsLast + block, <i8>bestLast);
  store<u8>(partsModes + block, <u8>bestMode);
  parts.difference += bestDifference;
  parts.levelCost += bestLevelCost;
  parts.modeCost += bestModeCost;
}

/** Codes the most promising modes of a subblock and keeps the best; `costs` are those of the modes. */
function chooseMode(at: usize, block: usize, costs: usize, own: Segment, matrix: usize, context: u32): void {
  const wanted = v128.load(source + (block << 4));
  predictAll(at, wanted, costs, own.lambdaGuess);
  bestScore = i64.MAX_VALUE;
  for (let round = 0; round < CANDIDATES; round++) {
    const mode = mostPromising();
    tryMode(mode, wanted, load<u16>(costs + ((<usize>mode) << 1)), own.lambda4, matrix, context);
  }
}

function mostPromising(): i32 {
  let best: usize = 0;
  let least: u32 = u32.MAX_VALUE;
  for (let mode: usize = 0; mode < MODES; mode++) {
    const guess = load<u32>(guesses + (mode << 2));
    if (guess >= least) continue;
    least = guess;
    best = mode;
  }
  store<u32>(guesses + (best << 2), u32.MAX_VALUE);
  return <i32>best;
}

function predictAll(at: usize, wanted: v128, costs: usize, lambda: u32): void {
  const edge = edgeOf(at);
  const s = smooth(edge),
    p = pairs(edge);
  guess(0, flat(edge), wanted, costs, lambda);
  guess(1, trueMotion(at), wanted, costs, lambda);
  guess(2, vertical(s), wanted, costs, lambda);
  guess(3, horizontal(s), wanted, costs, lambda);
  guess(4, rightDown(s), wanted, costs, lambda);
  guess(5, verticalRight(p, s), wanted, costs, lambda);
  guess(6, leftDown(s), wanted, costs, lambda);
  guess(7, verticalLeft(p, s), wanted, costs, lambda);
  guess(8, horizontalDown(p, s), wanted, costs, lambda);
  guess(9, horizontalUp(p, s), wanted, costs, lambda);
}

// @ts-ignore: decorator
@inline
function guess(mode: usize, foretold: v128, wanted: v128, costs: usize, lambda: u32): void {
  v128.store(predicted + (mode << 4), foretold);
  const cost = (lambda * load<u16>(costs + (mode << 1))) >> 16;
  store<u32>(guesses + (mode << 2), transformedDifference(wanted, foretold) + cost);
}

function tryMode(mode: i32, wanted: v128, modeCost: u32, lambda: u32, matrix: usize, context: u32): void {
  const foretold = v128.load(predicted + ((<usize>mode) << 4));
  transformBlock(wanted, foretold, coefficients);
  const last = quantise(coefficients, matrix, levels, true);
  v128.store(pixels, foretold);
  if (last >= 0) addBlock(coefficients, pixels, 4);
  const made = v128.load(pixels);
  const difference = squaredDifference(wanted, made);
  const levelCost = blockCost(LUMA_WITH_DC, 0, context, levels, last);
  const own = score(difference, levelCost + modeCost, lambda);
  if (own >= bestScore) return;
  bestScore = own;
  bestDifference = difference;
  bestLevelCost = levelCost;
  bestModeCost = modeCost;
  bestLast = last;
  bestMode = mode;
  v128.store(bestPixels, made);
  v128.store(bestLevels, v128.load(levels));
  v128.store(bestLevels, v128.load(levels, 16), 16);
}

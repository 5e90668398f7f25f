/** Codes macroblocks one by one: chooses how each is predicted, makes its pixels as a decoder will, and records it. */
import { allocate } from '../../../../shared/memory';
import { modesLeft, tokensLeft, TOKEN_CONTEXTS } from '../macroblock';
import { putSubblock } from '../predict-subblock';
import { beginRow, BOTTOM, keepBottom, LUMA, moveLeft, setAbove, STRIDE, work } from '../work';
import { chromaModeCost, codeChroma } from './chroma';
import { frame } from './frame';
import { parts, partsLast, partsLevels, partsModes, tryParts } from './luma-parts';
import { tryWhole, whole, wholeLast, wholeLevels, wholeModeCost, wholePixels } from './luma-whole';
import { countDescribed, modeRoom } from './modes';
import { described, describedModes, record } from './records';
import { activity, segment, segmentFor } from './segments';
import { loadSource } from './source';
import { clearContexts, countTokens } from './tokens';
import { chosenLast, chosenLevels, LEVELS, score, SECOND_BLOCK } from './trial';

let tokensAbove: usize = 0;
let modesAbove: usize = 0;
let bottoms: usize = 0;
/** Macroblocks so far, and 256ths of bits that say how they are predicted. */
let coded: i32 = 0;
let modeBits: i64 = 0;

/** Most that a segment and the flag of an empty macroblock take. */
const DESCRIPTION_COST: i64 = 3 * 256;
/** Bytes of the first partition for its header. */
const HEADER_BYTES: i64 = 2048;
/** Rows of macroblocks whose share may be spent ahead. */
const ROWS_AHEAD: i64 = 4;

export function openMacroblocks(): void {
  const columns = <usize>frame.columns;
  tokensAbove = allocate(columns * TOKEN_CONTEXTS);
  modesAbove = allocate(columns * 4);
  memory.fill(tokensAbove, 0, columns * TOKEN_CONTEXTS);
  memory.fill(modesAbove, 0, columns * 4);
  bottoms = allocate((columns + 1) * BOTTOM);
  coded = 0;
  modeBits = 0;
}

/** Codes row `y` of macroblocks, whose samples are at `row`. */
export function codeRow(row: usize, y: i32): void {
  memory.fill(tokensLeft, 0, 16);
  store<u32>(modesLeft, 0);
  beginRow(y);
  for (let x = 0; x < frame.columns; x++) code(row, x, y);
}

/** True when modes took their share of the first partition, whose size is bounded, and only the cheapest are left. */
function isSpent(): bool {
  const all = (<i64>modeRoom - HEADER_BYTES) * 8 * 256;
  const plainest = <i64>(wholeModeCost(0) + chromaModeCost(0)) + (frame.described ? DESCRIPTION_COST : 0);
  const free = all - plainest * frame.macroblocks;
  const used = modeBits - plainest * coded;
  const share = min<i64>(<i64>coded + ROWS_AHEAD * frame.columns, frame.macroblocks);
  return used + DEAREST > (free / frame.macroblocks) * share;
}

/** Most that the modes of a macroblock take. */
const DEAREST: i64 = 17 * 12 * 256;

function code(row: usize, x: i32, y: i32): void {
  const top = y > 0,
    left = x > 0;
  loadSource(row, x, (<usize>frame.columns) << 4);
  if (left) moveLeft();
  setAbove(bottoms, x, !top, x == frame.columns - 1);
  described.segment = frame.described ? segmentFor(activity()) : 0;
  const plain = isSpent();
  codeLuma(x, top, left, plain);
  described.chroma = codeChroma(described.segment, segment(described.segment), top, left, plain);
  keepBottom(bottoms, x);
  const cost = (described.parts ? parts.modeCost : whole.modeCost) + chromaModeCost(described.chroma);
  modeBits += cost + (frame.described ? DESCRIPTION_COST : 0);
  coded++;
  finish(x);
}

function codeLuma(x: i32, top: bool, left: bool, plain: bool): void {
  const own = segment(described.segment);
  const above = tokensAbove + <usize>x * TOKEN_CONTEXTS;
  const modes = modesAbove + ((<usize>x) << 2);
  tryWhole(described.segment, own, above, top, left, plain);
  const limit = score(whole.difference, whole.levelCost + whole.modeCost, own.lambdaMode);
  described.parts = !plain && !frame.quick && tryParts(described.segment, own, above, modes, limit);
  if (described.parts) takeParts(modes);
  else takeWhole(modes);
}

function takeWhole(modes: usize): void {
  described.luma = whole.mode;
  store<u32>(modes, whole.mode * 0x01010101);
  store<u32>(modesLeft, whole.mode * 0x01010101);
  for (let block: usize = 0; block < 16; block++) {
    putSubblock(
      work + LUMA + (block >> 2) * 4 * STRIDE + (block & 3) * 4,
      v128.load(wholePixels + (block << 4)),
    );
  }
  memory.copy(chosenLevels, wholeLevels, 16 * LEVELS);
  memory.copy(chosenLevels + SECOND_BLOCK * LEVELS, wholeLevels + 16 * LEVELS, LEVELS);
  memory.copy(chosenLast, wholeLast, 16);
  store<i8>(chosenLast + SECOND_BLOCK, load<i8>(wholeLast + 16));
}

function takeParts(modes: usize): void {
  described.luma = 0;
  memory.copy(describedModes, partsModes, 16);
  store<u32>(modes, load<u32>(partsModes, 12));
  for (let y: usize = 0; y < 4; y++) store<u8>(modesLeft + y, load<u8>(partsModes + (y << 2), 3));
  memory.copy(chosenLevels, partsLevels, 16 * LEVELS);
  memory.copy(chosenLast, partsLast, 16);
  store<i8>(chosenLast + SECOND_BLOCK, -1);
}

/** Counts and records the macroblock. */
function finish(x: i32): void {
  const above = tokensAbove + <usize>x * TOKEN_CONTEXTS;
  described.empty = frame.described && isEmpty();
  if (described.empty) clearContexts(described.parts, above, tokensLeft);
  else countTokens(described.parts, above, tokensLeft);
  countDescribed();
  record();
}

function isEmpty(): bool {
  for (let block: usize = 0; block < 25; block++) if (load<i8>(chosenLast + block) >= 0) return false;
  return true;
}

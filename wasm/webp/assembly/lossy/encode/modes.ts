/** Writes the first partition: the header and how macroblocks are predicted (RFC 6386, sections 9.3 to 9.11, 11). */
import { allocate } from '../../../../shared/memory';
import { DC, HORIZONTAL, TRUE_MOTION, VERTICAL } from '../macroblock';
import { BoolEncoder, putBool, putLiteral, putOptional, startBools } from './bool-encoder';
import { frame, MOST_MODE_BYTES } from './frame';
import { modeProbabilities, pathTo } from './mode-tree';
import { writeProbabilities } from './probabilities';
import { described, describedModes } from './records';
import { CHROMA_DC_DELTA, segment, segments } from './segments';

export const modeEncoder = changetype<BoolEncoder>(memory.data(offsetof<BoolEncoder>(), 16));
/** Bytes a macroblock's description is given room for, and the header. */
const DESCRIPTION_BYTES: i32 = 16;
const HEADER_BYTES: i32 = 4096;
/** Most bytes of the partition. */
export let modeRoom: i32 = 0;
let room: usize = 0;
/** Modes of subblocks above each column, and to the left. */
let modesAbove: usize = 0;
const modesLeft = memory.data(4);

/** How often macroblocks were of each segment, and empty. */
const segmentCounts = memory.data(4 * 4, 4);
let emptyCount: u32 = 0;
let count: u32 = 0;
/** Probabilities of the tree of segments, and that a macroblock is not empty. */
const segmentTree = memory.data(4);
let skipProbability: u32 = 255;

export function openModes(): void {
  modeRoom = min(MOST_MODE_BYTES, HEADER_BYTES + frame.macroblocks * DESCRIPTION_BYTES);
  room = allocate(modeRoom + 64);
  modesAbove = allocate(<usize>frame.columns * 4);
  memory.fill(modesAbove, 0, <usize>frame.columns * 4);
  memory.fill(segmentCounts, 0, 16);
  emptyCount = 0;
  count = 0;
}

/** Counts what was described. */
export function countDescribed(): void {
  const at = segmentCounts + ((<usize>described.segment) << 2);
  store<u32>(at, load<u32>(at) + 1);
  if (described.empty) emptyCount++;
  count++;
}

/** Writes the header; `final` tells that all macroblocks were counted, else surprises must stay affordable. */
export function beginModes(final: bool): void {
  const e = modeEncoder;
  startBools(e, room);
  putLiteral(e, 0, 2); // colour space, clamping
  chooseTree(final);
  writeSegments(e);
  putBool(e, 0, 128); // the normal loop filter
  putLiteral(e, segment(0).filter, 6);
  putLiteral(e, 0, 3); // sharpness
  putBool(e, 0, 128); // no differences of levels
  putLiteral(e, 0, 2); // one partition of tokens
  writeQuantisers(e);
  putBool(e, 0, 128); // probabilities are this frame's
  writeProbabilities(e);
  putBool(e, u32(frame.described), 128);
  if (frame.described) putLiteral(e, skipProbability, 8);
}

function chooseTree(final: bool): void {
  const a = load<u32>(segmentCounts),
    b = load<u32>(segmentCounts, 4);
  const c = load<u32>(segmentCounts, 8),
    d = load<u32>(segmentCounts, 12);
  const least: u32 = final ? 1 : 32,
    most: u32 = final ? 255 : 224;
  store<u8>(segmentTree, chance(a + b, c + d, least, most));
  store<u8>(segmentTree, chance(a, b, least, most), 1);
  store<u8>(segmentTree, chance(c, d, least, most), 2);
  skipProbability = chance(count - emptyCount, emptyCount, least, most);
}

/** The probability of the first of two outcomes. */
function chance(no: u32, yes: u32, least: u32, most: u32): u8 {
  const all = <u64>no + yes;
  return <u8>max(least, min(most, all == 0 ? 255 : <u32>((<u64>no * 255 + all / 2) / all)));
}

function writeSegments(e: BoolEncoder): void {
  putBool(e, u32(segments > 1), 128);
  if (segments == 1) return;
  putLiteral(e, 7, 3); // a map, numbers, which replace the picture's
  for (let i = 0; i < 4; i++) putOptional(e, segment(i).index, 7);
  for (let i = 0; i < 4; i++) putOptional(e, segment(i).filter, 6);
  for (let i: usize = 0; i < 3; i++) {
    const probability = load<u8>(segmentTree + i);
    putBool(e, u32(probability != 255), 128);
    if (probability != 255) putLiteral(e, probability, 8);
  }
}

function writeQuantisers(e: BoolEncoder): void {
  putLiteral(e, segment(0).index, 7);
  for (let i = 0; i < 5; i++) putOptional(e, i == 3 ? CHROMA_DC_DELTA : 0, 4);
}

/** Writes what is described, for macroblock column `x`. */
export function writeDescribed(x: i32): void {
  const e = modeEncoder;
  if (x == 0) store<u32>(modesLeft, 0);
  if (segments > 1) {
    const high = described.segment >> 1;
    putBool(e, high, load<u8>(segmentTree));
    putBool(e, described.segment & 1, load<u8>(segmentTree + 1 + high));
  }
  if (frame.described) putBool(e, u32(described.empty), skipProbability);
  putBool(e, u32(!described.parts), 145);
  if (described.parts) writeParts(e, modesAbove + ((<usize>x) << 2));
  else writeWhole(e, modesAbove + ((<usize>x) << 2));
  writeChroma(e);
}

function writeWhole(e: BoolEncoder, above: usize): void {
  const mode = described.luma;
  const steep = mode == TRUE_MOTION || mode == HORIZONTAL;
  putBool(e, u32(steep), 156);
  if (steep) putBool(e, u32(mode == TRUE_MOTION), 128);
  else putBool(e, u32(mode == VERTICAL), 163);
  store<u32>(above, mode * 0x01010101);
  store<u32>(modesLeft, mode * 0x01010101);
}

function writeParts(e: BoolEncoder, above: usize): void {
  for (let block: usize = 0; block < 16; block++) {
    const mode = load<u8>(describedModes + block);
    const up = above + (block & 3),
      left = modesLeft + (block >> 2);
    const probabilities = modeProbabilities(load<u8>(up), load<u8>(left));
    for (let path = pathTo(mode); load<u8>(path) != 255; path++) {
      const decision = <u32>load<u8>(path);
      putBool(e, decision & 1, load<u8>(probabilities + (decision >> 1)));
    }
    store<u8>(up, mode);
    store<u8>(left, mode);
  }
}

function writeChroma(e: BoolEncoder): void {
  const mode = described.chroma;
  putBool(e, u32(mode != DC), 142);
  if (mode == DC) return;
  putBool(e, u32(mode != VERTICAL), 114);
  if (mode != VERTICAL) putBool(e, u32(mode == TRUE_MOTION), 183);
}

/** Coding tree units: the tree, and the coding units in it (ITU-T H.265, sections 7.3.8.4 to 7.3.8.7). */
import { MARK_DEPTH, MARK_UNFILTERED, note, noteAt, picture, planeOf, sampleAt } from '../picture';
import { readBits, startBits, bytesRead } from '../bits';
import { alignedPlace, bypassBits, dataEnd, decide, startDecisions, terminate } from '../slice/cabac';
import { BYPASS, CHROMA_MODE, PART_MODE, PREV_INTRA, SPLIT_CU } from '../slice/contexts';
import { pps, slice, sps } from '../slice/slice';
import { isAvailable } from './available';
import { chromaModeOf, modeFor } from './modes';
import { quantiser, startGroup } from './quantiser';
import { chromaFollows, chromaModes, decodeTree, lumaModes, markEdges, unit } from './transform-tree';

/** Whether the left and the top edge of the coding tree block at hand stay as they are. */
let keepsLeft: bool = false;
let keepsTop: bool = false;

/** Decodes a coding tree unit's blocks. */
export function decodeCtu(x: u32, y: u32, keepLeft: bool, keepTop: bool): void {
  keepsLeft = keepLeft;
  keepsTop = keepTop;
  decodeQuad(x, y, sps.log2Ctb, 0);
}

function decodeQuad(x: u32, y: u32, log2: u32, depth: u32): void {
  const side: u32 = 1 << log2;
  if (pps.quantiserDelta && depth <= pps.deltaDepth) startGroup(x, y);
  if (slice.chromaOffsets && depth <= pps.chromaOffsetDepth) quantiser.chromaKnown = false;
  if (!divides(x, y, log2, depth)) {
    decodeUnit(x, y, log2, depth);
    return;
  }
  const half = side >> 1;
  for (let i: u32 = 0; i < 4; i++) {
    const partX = x + (i & 1) * half;
    const partY = y + (i >> 1) * half;
    if (partX < sps.width && partY < sps.height) decodeQuad(partX, partY, log2 - 1, depth + 1);
  }
}

function divides(x: u32, y: u32, log2: u32, depth: u32): bool {
  if (log2 <= sps.log2MinCb) return false;
  const side: u32 = 1 << log2;
  if (x + side > sps.width || y + side > sps.height) return true;
  const left = isAvailable(x - 1, y, x, y) && depthAt(x - 1, y) > depth;
  const above = isAvailable(x, y - 1, x, y) && depthAt(x, y - 1) > depth;
  return decide(SPLIT_CU + (left ? 1 : 0) + (above ? 1 : 0)) != 0;
}

function depthAt(x: u32, y: u32): u32 {
  return (<u32>load<u8>(noteAt(picture.marks, x, y))) >> MARK_DEPTH;
}

function decodeUnit(x: u32, y: u32, log2: u32, depth: u32): void {
  unit.x = x;
  unit.y = y;
  const mask = (1 << sps.log2Ctb) - 1;
  unit.keepLeft = (x & mask) == 0 && keepsLeft;
  unit.keepTop = (y & mask) == 0 && keepsTop;
  unit.lossless = pps.bypass && decide(BYPASS) != 0;
  unit.parts = log2 == sps.log2MinCb && decide(PART_MODE) == 0;
  const raw = readsRaw(log2);
  const unfiltered = unit.lossless || (raw && sps.pcmUnfiltered);
  note(picture.marks, x, y, log2, (depth << MARK_DEPTH) | (unfiltered ? MARK_UNFILTERED : 0));
  if (raw) {
    note(picture.modes, x, y, log2, 1);
    decodeRaw(x, y, log2);
  } else {
    readModes(x, y, log2);
    unit.maxDepth = sps.maxDepthIntra + (unit.parts ? 1 : 0);
    decodeTree(log2);
  }
  note(picture.quantisers, x, y, log2, quantiser.qp);
  quantiser.last = quantiser.qp;
}

function readsRaw(log2: u32): bool {
  if (!sps.pcm || unit.parts || log2 < sps.log2MinPcm || log2 > sps.log2MaxPcm) return false;
  return terminate();
}

/** Samples as they are (section 7.3.8.7); the rest of the data is decided anew. */
function decodeRaw(x: u32, y: u32, log2: u32): void {
  const from = alignedPlace();
  const end = dataEnd();
  startBits(from, <u32>(end - from));
  for (let component: u32 = 0; component < picture.planes; component++) {
    const plane = planeOf(component);
    const bits = component == 0 ? sps.pcmBitsLuma : sps.pcmBitsChroma;
    const width: u32 = (1 << log2) >> plane.across;
    const height: u32 = (1 << log2) >> plane.down;
    for (let row: u32 = 0; row < height; row++)
      for (let column: u32 = 0; column < width; column++) {
        const sample = readBits(bits) << (plane.bits - bits);
        const at = sampleAt(plane, (x >> plane.across) + column, (y >> plane.down) + row);
        if (picture.wide) store<u16>(at, sample);
        else store<u8>(at, sample);
      }
  }
  markEdges(x, y, log2);
  startDecisions(from + bytesRead(), end);
}

/** Modes of a unit that is predicted as one, or in four parts: all flags come first. */
function readModes(x: u32, y: u32, log2: u32): void {
  const parts = unit.parts ? 4 : 1;
  const side = unit.parts ? log2 - 1 : log2;
  let flags: u32 = 0;
  for (let i = 0; i < parts; i++) flags |= decide(PREV_INTRA) << i;
  for (let i = 0; i < parts; i++) {
    const partX = x + ((i & 1) << side);
    const partY = y + ((i >> 1) << side);
    const mode = modeFor(partX, partY, (flags >> i) & 1);
    store<u8>(lumaModes + i, mode);
    note(picture.modes, partX, partY, side, mode);
  }
  if (sps.chromaFormat == 0) return;
  const own = sps.chromaFormat == 3 ? parts : 1;
  for (let i = 0; i < own; i++) {
    const told = decide(CHROMA_MODE) ? bypassBits(2) : 4;
    store<u8>(chromaModes + i, chromaModeOf(told, load<u8>(lumaModes + i)));
    store<u8>(chromaFollows + i, told == 4 ? 1 : 0);
  }
}

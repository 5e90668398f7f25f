/** The tree of transforms in a coding unit (ITU-T H.265, sections 7.3.8.8, 7.3.8.10 and 7.3.8.12). */
import { predict } from '../intra/predict';
import { MARK_LEFT, MARK_TOP, noteAt, picture, planeOf } from '../picture';
import { bypass, decide } from '../slice/cabac';
import {
  CBF_CHROMA,
  CBF_LUMA,
  CHROMA_OFFSET,
  CHROMA_OFFSET_INDEX,
  QP_DELTA,
  RES_SCALE,
  RES_SIGN,
  SPLIT_TRANSFORM,
} from '../slice/contexts';
import { pps, slice, sps } from '../slice/slice';
import { addResidue, followLuma, keepLuma, makeResidue } from '../transform/residue';
import { addDelta, quantiser, takeChromaOffsets } from './quantiser';
import { readResidual } from './residual';

/** The coding unit around the tree. */
@unmanaged
class Unit {
  lossless: bool;
  /** Whether it is predicted in four parts. */
  parts: bool;
  maxDepth: u32;
  /** Edges of the unit that are not to be filtered, though they are some. */
  keepLeft: bool;
  keepTop: bool;
  x: u32;
  y: u32;
}

export const unit: Unit = changetype<Unit>(memory.data(offsetof<Unit>(), 16));
/** Modes of luma, one byte for each part; of chroma, and whether each was told to be luma's. */
export const lumaModes: usize = memory.data(4, 4);
export const chromaModes: usize = memory.data(4, 4);
export const chromaFollows: usize = memory.data(4, 4);

/** Decodes the tree of a coding unit. */
export function decodeTree(log2: u32): void {
  decodeNode(unit.x, unit.y, log2, 0, 0, 0, 3, 3);
}

/**
 * A node: `index` among its parent's four, `part` that predicts it; `cb` and `cr` say which of the parent's chroma blocks,
 * two above each other in 4:2:2, have coefficients.
 */
function decodeNode(x: u32, y: u32, log2: u32, depth: u32, index: u32, part: u32, cb: u32, cr: u32): void {
  const split = splits(log2, depth);
  const deepest = log2 == 2 && sps.chromaFormat != 3;
  if (sps.chromaFormat == 0) cb = cr = 0;
  else if (!deepest) {
    const two = sps.chromaFormat == 2 && (!split || log2 == 3);
    cb = cb ? readChromaFlags(depth, two) : 0;
    cr = cr ? readChromaFlags(depth, two) : 0;
  }
  if (!split) {
    const luma = decide(CBF_LUMA + (depth == 0 ? 1 : 0)) != 0;
    decodeUnit(x, y, log2, index, part, luma, cb, cr);
    return;
  }
  const half: u32 = 1 << (log2 - 1);
  for (let i: u32 = 0; i < 4; i++)
    decodeNode(
      x + (i & 1) * half,
      y + (i >> 1) * half,
      log2 - 1,
      depth + 1,
      i,
      depth == 0 && unit.parts ? i : part,
      cb,
      cr,
    );
}

function splits(log2: u32, depth: u32): bool {
  const inner = unit.parts && depth == 0;
  if (log2 <= sps.log2MaxTb && log2 > sps.log2MinTb && depth < unit.maxDepth && !inner)
    return decide(SPLIT_TRANSFORM + 5 - log2) != 0;
  return log2 > sps.log2MaxTb || inner;
}

function readChromaFlags(depth: u32, two: bool): u32 {
  const flag = decide(CBF_CHROMA + depth);
  return two ? flag | (decide(CBF_CHROMA + depth) << 1) : flag;
}

/** A leaf of the tree: a block of luma, and those of chroma or, of four of the smallest, those with the last. */
function decodeUnit(x: u32, y: u32, log2: u32, index: u32, part: u32, luma: bool, cb: u32, cr: u32): void {
  const chroma = (cb | cr) != 0;
  if (luma || chroma) readQuantiser(chroma);
  markEdges(x, y, log2);
  const mode = <u32>load<u8>(lumaModes + part);
  decodeBlock(0, x, y, log2, mode, luma, 0);
  if (sps.chromaFormat == 0) return;
  if (sps.chromaFormat == 3) decodeFollowing(x, y, log2, part, luma, cb, cr);
  else if (log2 > 2) decodeChroma(x, y, log2 - 1, cb, cr);
  else if (index == 3) decodeChroma(x - 4, y - 4, 2, cb, cr);
}

/** What is said of the quantiser before the first coefficients of a group. */
function readQuantiser(chroma: bool): void {
  if (pps.quantiserDelta && !quantiser.deltaKnown) addDelta(readDelta());
  if (chroma && !unit.lossless && slice.chromaOffsets && !quantiser.chromaKnown) readChromaOffsets();
}

function readDelta(): i32 {
  let size: u32 = 0;
  while (size < 5 && decide(QP_DELTA + (size > 0 ? 1 : 0))) size++;
  if (size == 5) size += readGolomb();
  return size > 0 && bypass() ? -(<i32>size) : <i32>size;
}

/** Exp-Golomb's code of order 0 (section 9.3.3.5). */
function readGolomb(): u32 {
  let bits: u32 = 0;
  while (bits < 16 && bypass()) bits++;
  let value: u32 = 0;
  for (let i: u32 = 0; i < bits; i++) value = (value << 1) | bypass();
  return (1 << bits) - 1 + value;
}

function readChromaOffsets(): void {
  let entry: u32 = decide(CHROMA_OFFSET);
  if (entry) while (entry < pps.chromaOffsets && decide(CHROMA_OFFSET_INDEX)) entry++;
  takeChromaOffsets(entry);
}

/** Marks the left and the top edge of a block for the filter. */
export function markEdges(x: u32, y: u32, log2: u32): void {
  const count: u32 = 1 << (log2 - 2);
  if ((x & 7) == 0 && !slice.undeblocked && !(x == unit.x && unit.keepLeft))
    for (let i: u32 = 0, at = noteAt(picture.marks, x, y); i < count; i++, at += picture.units)
      store<u8>(at, load<u8>(at) | MARK_LEFT);
  if ((y & 7) == 0 && !slice.undeblocked && !(y == unit.y && unit.keepTop))
    for (let i: u32 = 0, at = noteAt(picture.marks, x, y); i < count; i++, at++)
      store<u8>(at, load<u8>(at) | MARK_TOP);
}

/** Blocks of chroma at half the width of luma; in 4:2:2 two squares above each other. */
function decodeChroma(x: u32, y: u32, log2: u32, cb: u32, cr: u32): void {
  const mode = <u32>load<u8>(chromaModes);
  const squares: u32 = sps.chromaFormat == 2 ? 2 : 1;
  const down = planeOf(1).down;
  for (let component: u32 = 1; component < 3; component++) {
    const flags = component == 1 ? cb : cr;
    for (let i: u32 = 0; i < squares; i++)
      decodeBlock(component, x >> 1, (y >> down) + (i << log2), log2, mode, ((flags >> i) & 1) != 0, 0);
  }
}

/** Blocks of chroma as large as luma's, whose differences may follow those of luma. */
function decodeFollowing(x: u32, y: u32, log2: u32, part: u32, luma: bool, cb: u32, cr: u32): void {
  const mode = <u32>load<u8>(chromaModes + part);
  const follows = pps.crossComponent && luma && load<u8>(chromaFollows + part) != 0;
  for (let component: u32 = 1; component < 3; component++) {
    const eighths = follows ? readEighths(component - 1) : 0;
    decodeBlock(component, x, y, log2, mode, (component == 1 ? cb : cr) != 0, eighths);
  }
}

function readEighths(chroma: u32): i32 {
  let size: u32 = 0;
  while (size < 4 && decide(RES_SCALE + 4 * chroma + size)) size++;
  if (size == 0) return 0;
  const scale = 1 << (size - 1);
  return decide(RES_SIGN + chroma) ? -scale : scale;
}

/** Predicts a block and adds its differences. */
function decodeBlock(component: u32, x: u32, y: u32, log2: u32, mode: u32, coded: bool, eighths: i32): void {
  predict(component, x, y, log2, mode, sps.implicitRdpcm && unit.lossless);
  if (coded) {
    readResidual(log2, component, mode, unit.lossless);
    makeResidue(log2, component, mode, unit.lossless);
    if (component == 0 && pps.crossComponent) keepLuma(log2);
  } else if (eighths == 0) return;
  if (eighths != 0) followLuma(log2, eighths);
  addResidue(planeOf(component), x, y, log2);
}

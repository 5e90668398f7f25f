/** The coding tree units of a slice segment (ITU-T H.265, sections 7.3.8.1 and 9.3.1). */
import { ctbOf, picture, tileOf } from '../picture';
import { aboveRightCtb, enterCtb } from '../unit/available';
import { decodeCtu } from '../unit/coding-tree';
import { readOffsets } from '../unit/offsets';
import { resetChromaOffsets, resetQuantiser } from '../unit/quantiser';
import { alignedPlace, dataEnd, outOfData, startDecisions, terminate } from './cabac';
import { initContexts, restoreRow, restoreSegment, saveRow, saveSegment } from './contexts';
import { pps, slice, sps } from './slice';

/** Address in tile order of the block behind the last segment, where its contexts may be gone on from. */
let expected: u32 = 0;
/** Whether contexts of a row were kept. */
let rowKept: bool = false;

/** Begins a picture. */
export function startPictureData(): void {
  expected = u32.MAX_VALUE;
  rowKept = false;
}

/** Decodes a segment's data, from one address up to another. */
export function decodeSegment(from: usize, to: usize): void {
  let at = load<u32>(picture.order + (slice.segment << 2));
  // What a dependent segment goes on from must be what was before it.
  if (slice.dependent && at != expected) return;
  startDecisions(from, to);
  beginSegment(at);
  while (at < picture.blocks) {
    const address = load<u32>(picture.raster + (at << 2));
    // A picture has each block once, whatever its slices say.
    if (ctbOf(address).slice >= 0) break;
    decodeBlock(address);
    const ends = terminate();
    at++;
    keepContexts(address);
    if (ends || outOfData()) break;
    if (at < picture.blocks && !nextPart(at)) break;
  }
  saveSegment();
  expected = at;
}

function beginSegment(at: u32): void {
  const address = load<u32>(picture.raster + (at << 2));
  enterCtb(address);
  if (!slice.dependent) {
    resetQuantiser();
    resetChromaOffsets();
  }
  if (beginsTile(at)) startFresh();
  else if (pps.wavefront && beginsRow(at)) startRow();
  else if (slice.dependent) restoreSegment();
  else initContexts(slice.qp);
}

function startFresh(): void {
  resetQuantiser();
  initContexts(slice.qp);
}

/** A row of a wavefront goes on from the second block of the row above. */
function startRow(): void {
  resetQuantiser();
  if (rowKept && aboveRightCtb()) restoreRow();
  else initContexts(slice.qp);
}

function beginsTile(at: u32): bool {
  if (at == 0) return true;
  return tileOf(load<u32>(picture.raster + (at << 2))) != tileOf(load<u32>(picture.raster + ((at - 1) << 2)));
}

/** True for the first block of a row of a tile. */
function beginsRow(at: u32): bool {
  const address = load<u32>(picture.raster + (at << 2));
  return address % picture.columns == 0 || tileOf(address) != tileOf(address - 1);
}

/** Begins a tile, or a row of a wavefront, within a segment; false when the data does not say so. */
function nextPart(at: u32): bool {
  const tile = pps.tiles && beginsTile(at);
  if (!tile && !(pps.wavefront && beginsRow(at))) return true;
  if (!terminate()) return false;
  startDecisions(alignedPlace(), dataEnd());
  enterCtb(load<u32>(picture.raster + (at << 2)));
  if (tile) startFresh();
  else startRow();
  return true;
}

/** Contexts behind the second block of a row are for the next. */
function keepContexts(address: u32): void {
  if (!pps.wavefront) return;
  const column = address % picture.columns;
  if (column == 0 || tileOf(address) != tileOf(address - 1)) return;
  if (column > 1 && tileOf(address) == tileOf(address - 2)) return;
  saveRow();
  rowKept = true;
}

function decodeBlock(address: u32): void {
  const ctb = ctbOf(address);
  enterCtb(address);
  ctb.slice = <i32>slice.address;
  ctb.undeblocked = slice.undeblocked;
  ctb.across = slice.across;
  ctb.betaOffset = <i8>slice.betaOffset;
  ctb.tcOffset = <i8>slice.tcOffset;
  readOffsets(address);
  const column = address % picture.columns;
  const keepLeft = column == 0 || keeps(address, address - 1);
  const keepTop = address < picture.columns || keeps(address, address - picture.columns);
  decodeCtu(column << sps.log2Ctb, (address / picture.columns) << sps.log2Ctb, keepLeft, keepTop);
  picture.decoded++;
}

/** Whether the edge to a neighbour is not to be filtered. */
function keeps(address: u32, other: u32): bool {
  if (ctbOf(other).slice < 0) return true;
  if (!slice.across && ctbOf(other).slice != <i32>slice.address) return true;
  return !pps.acrossTiles && tileOf(address) != tileOf(other);
}

/** Picture parameter sets (ITU-T H.265, sections 7.3.2.3 and 7.4.3.3). */
import { allocate } from '../../../shared/memory';
import { pastEnd, readBits, readFlag, readSe, readUe } from '../bits';
import { readLists, SCALING_BYTES } from './scaling-lists';

/** Most tiles across and down (table A.8), and entries of the list of chroma's offsets. */
export const MAX_COLUMNS: u32 = 32;
export const MAX_ROWS: u32 = 32;
const MAX_OFFSETS: u32 = 6;

/** Numbers have their names in the standard, or what these are made into. */
@unmanaged
export class Pps {
  sps: u32;
  dependentSlices: bool;
  outputFlag: bool;
  extraBits: u32;
  signHiding: bool;
  initQp: i32;
  transformSkip: bool;
  quantiserDelta: bool;
  deltaDepth: u32;
  offsetCb: i32;
  offsetCr: i32;
  sliceChromaOffsets: bool;
  bypass: bool;
  tiles: bool;
  wavefront: bool;
  columns: u32;
  rows: u32;
  uniform: bool;
  acrossTiles: bool;
  acrossSlices: bool;
  deblockingOverride: bool;
  undeblocked: bool;
  betaOffset: i32;
  tcOffset: i32;
  scalingLists: bool;
  sliceExtension: bool;
  log2MaxSkip: u32;
  crossComponent: bool;
  chromaOffsetList: bool;
  chromaOffsetDepth: u32;
  chromaOffsets: u32;
  saoScaleLuma: u32;
  saoScaleChroma: u32;
  /** Address of the scaling lists. */
  lists: usize;
  /** Address of the offsets, one byte each: those of Cb, then those of Cr, from entry 1. */
  offsets: usize;
  /** Address of 16-bit widths of columns, then heights of rows, as they are told. */
  sizes: usize;
}

const IDS: u32 = 64;
const known: usize = memory.data(IDS * 4, 16);

/** Forgets all of them. */
export function forgetPictures(): void {
  memory.fill(known, 0, IDS * 4);
}

/** The one of a number; 0 when there is none. */
export function pictureSet(id: u32): usize {
  return id < IDS ? load<u32>(known + (id << 2)) : 0;
}

/** Reads one; what cannot be right is not known afterwards. */
export function readPps(): void {
  const id = readUe();
  if (id >= IDS) return;
  const at = allocate(offsetof<Pps>());
  memory.fill(at, 0, offsetof<Pps>());
  const pps = changetype<Pps>(at);
  pps.sps = readUe();
  pps.log2MaxSkip = 2;
  const right = readCoding(pps) && readTiles(pps) && readFilters(pps) && readExtensions(pps);
  store<u32>(known + (id << 2), right && !pastEnd() ? at : 0);
}

function readCoding(pps: Pps): bool {
  pps.dependentSlices = readFlag();
  pps.outputFlag = readFlag();
  pps.extraBits = readBits(3);
  pps.signHiding = readFlag();
  readFlag();
  readUe();
  readUe();
  pps.initQp = 26 + readSe();
  readFlag();
  pps.transformSkip = readFlag();
  pps.quantiserDelta = readFlag();
  if (pps.quantiserDelta) pps.deltaDepth = readUe();
  pps.offsetCb = readSe();
  pps.offsetCr = readSe();
  pps.sliceChromaOffsets = readFlag();
  readFlag();
  readFlag();
  pps.bypass = readFlag();
  return pps.deltaDepth <= 3 && abs(pps.offsetCb) <= 12 && abs(pps.offsetCr) <= 12;
}

function readTiles(pps: Pps): bool {
  pps.tiles = readFlag();
  pps.wavefront = readFlag();
  pps.columns = pps.rows = 1;
  pps.uniform = pps.acrossTiles = true;
  if (!pps.tiles) return true;
  pps.columns = readUe() + 1;
  pps.rows = readUe() + 1;
  if (pps.columns > MAX_COLUMNS || pps.rows > MAX_ROWS) return false;
  pps.uniform = readFlag();
  if (!pps.uniform) readSizes(pps);
  pps.acrossTiles = readFlag();
  return true;
}

function readSizes(pps: Pps): void {
  pps.sizes = allocate((MAX_COLUMNS + MAX_ROWS) << 1);
  for (let i: u32 = 0; i + 1 < pps.columns; i++) store<u16>(pps.sizes + (i << 1), min(readUe(), 0xfffe) + 1);
  const rows = pps.sizes + (MAX_COLUMNS << 1);
  for (let i: u32 = 0; i + 1 < pps.rows; i++) store<u16>(rows + (i << 1), min(readUe(), 0xfffe) + 1);
}

function readFilters(pps: Pps): bool {
  pps.acrossSlices = readFlag();
  if (readFlag()) {
    pps.deblockingOverride = readFlag();
    pps.undeblocked = readFlag();
    if (!pps.undeblocked) {
      pps.betaOffset = readSe() << 1;
      pps.tcOffset = readSe() << 1;
    }
  }
  pps.scalingLists = readFlag();
  if (pps.scalingLists) {
    pps.lists = allocate(SCALING_BYTES);
    if (!readLists(pps.lists)) return false;
  }
  readFlag();
  readUe();
  pps.sliceExtension = readFlag();
  return abs(pps.betaOffset) <= 12 && abs(pps.tcOffset) <= 12;
}

/** `pps_scc_extension_flag` among the seven bits behind that of the range extension. */
const SCREEN: u32 = 1 << 4;

function readExtensions(pps: Pps): bool {
  if (!readFlag()) return true;
  const range = readFlag();
  if (readBits(7) & SCREEN) return false;
  return !range || readRange(pps);
}

function readRange(pps: Pps): bool {
  if (pps.transformSkip) pps.log2MaxSkip = readUe() + 2;
  pps.crossComponent = readFlag();
  pps.chromaOffsetList = readFlag();
  if (pps.chromaOffsetList && !readOffsets(pps)) return false;
  pps.saoScaleLuma = readUe();
  pps.saoScaleChroma = readUe();
  return pps.log2MaxSkip <= 5 && max(pps.saoScaleLuma, pps.saoScaleChroma) <= 6;
}

function readOffsets(pps: Pps): bool {
  pps.chromaOffsetDepth = readUe();
  pps.chromaOffsets = readUe() + 1;
  if (pps.chromaOffsetDepth > 3 || pps.chromaOffsets > MAX_OFFSETS) return false;
  pps.offsets = allocate(2 * (MAX_OFFSETS + 1));
  for (let i: u32 = 1; i <= pps.chromaOffsets; i++) {
    store<i8>(pps.offsets + i, <i8>readSe());
    store<i8>(pps.offsets + MAX_OFFSETS + 1 + i, <i8>readSe());
  }
  return true;
}

/** An offset of chroma's quantiser: `component` 1 or 2, the entry from 1. */
export function chromaOffset(pps: Pps, component: u32, entry: u32): i32 {
  return load<i8>(pps.offsets + (component - 1) * (MAX_OFFSETS + 1) + entry);
}

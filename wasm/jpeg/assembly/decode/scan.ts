/** The scan header (T.81 B.2.3) and where in the scan the decoder is. */
import { startSegment } from './bits';
import { Component, component, frame, MAX_MCU_BLOCKS } from './frame';
import { buildHuffmanTable, copyList, HUFFMAN_BYTES, LIST_BYTES, putList, readHuffmanTable } from './huffman';
import { latchQuantisation } from './dequantise';
import { allocateZeroed, DECODER } from '../memory';
import { standardTable } from '../standard-tables';
import { BAD_HEADER, GO_ON } from './status';
import { stripEnd, stripStart } from './store';

@unmanaged
class Scan {
  /** Components of the scan. */
  count: i32;
  /** Spectral selection and successive approximation: see T.81 G.1.1.1. */
  spectralStart: i32;
  spectralEnd: i32;
  approximationHigh: i32;
  approximationLow: i32;
  /** Units (MCUs, or blocks of a single component) in a row of the scan, and rows that are needed. */
  unitsWide: i32;
  unitsHigh: i32;
  /** Columns of units that hold what the result needs: [wantedLeft, wantedRight). */
  wantedLeft: i32;
  wantedRight: i32;
  /** Where its marks are, and units from one to the next: see marks.ts. */
  marks: usize;
  markStep: i32;
  /** The next unit. */
  column: i32;
  row: i32;
  /** Units in a restart interval, 0 without; units left of this one; number of intervals begun. */
  interval: i32;
  left: i32;
  intervals: i32;
  /** Blocks left that end at once (EOBRUN, T.81 G.1.2.2). */
  endOfBandRun: i32;
}

export const scan = changetype<Scan>(memory.data(offsetof<Scan>(), 16));
/** Indices of the scan's components. */
const members = memory.data(4, 4);
let huffmanTables: usize = 0;
const TABLES: usize = 8;

export function openScans(): void {
  memory.fill(changetype<usize>(scan), 0, offsetof<Scan>());
  huffmanTables = allocateZeroed(DECODER, TABLES * HUFFMAN_BYTES);
  // Frames of Motion JPEG define no tables.
  for (let kind = 0; kind < 2; kind++) {
    for (let index = 0; index < 2; index++) {
      const list = standardTable(kind, index);
      readHuffmanTable(tableAt(kind, index), changetype<usize>(list), list.length);
    }
  }
}

/** The i-th component of the current scan. */
// @ts-ignore: decorator
@inline
export function member(i: i32): Component {
  return component(<i32>load<u8>(members + i));
}

/** Reads a DHT segment (T.81 B.2.4.2). */
export function readHuffmanTables(at: usize, size: i32): i32 {
  const end = at + size;
  while (at + 17 <= end) {
    const kind = load<u8>(at) >> 4;
    const index = load<u8>(at) & 15;
    if (kind > 1 || index > 3) return BAD_HEADER;
    const length = readHuffmanTable(tableAt(kind, index), at + 1, end - at - 1);
    if (length == 0) return BAD_HEADER;
    at += 1 + length;
  }
  return GO_ON;
}

function tableAt(kind: i32, index: i32): usize {
  return huffmanTables + <usize>(kind * 4 + index) * HUFFMAN_BYTES;
}

/** Reads a scan header of `size` bytes and names its components; decoding may begin after `openScan`. */
export function readScan(at: usize, size: i32): i32 {
  const count = <i32>load<u8>(at);
  if (size < 4 || count < 1 || count > frame.components || size < 4 + count * 2) return BAD_HEADER;
  scan.count = count;
  let blocks = 0;
  for (let i = 0; i < count; i++) {
    if (!nameMember(i, load<u8>(at + 1 + i * 2), load<u8>(at + 2 + i * 2))) return BAD_HEADER;
    blocks += member(i).h * member(i).v;
  }
  if (count > 1 && blocks > MAX_MCU_BLOCKS) return BAD_HEADER;
  readSpectrum(at + 1 + count * 2);
  return spectrumIsValid() ? GO_ON : BAD_HEADER;
}

function nameMember(i: i32, id: i32, tables: i32): bool {
  let j = 0;
  while (j < frame.components && component(j).id != id) j++;
  if (j == frame.components || tables >> 4 > 3 || (tables & 15) > 3) return false;
  for (let k = 0; k < i; k++) if (load<u8>(members + k) == j) return false;
  setMember(i, j, tables);
  return true;
}

function setMember(i: i32, j: i32, tables: i32): void {
  store<u8>(members + i, <u8>j);
  component(j).tables = tables;
  component(j).dcTable = tableAt(0, tables >> 4);
  component(j).acTable = tableAt(1, tables & 15);
}

function readSpectrum(at: usize): void {
  const whole = !frame.progressive;
  scan.spectralStart = whole ? 0 : <i32>load<u8>(at);
  scan.spectralEnd = whole ? 63 : <i32>load<u8>(at, 1);
  scan.approximationHigh = whole ? 0 : (<i32>load<u8>(at, 2)) >> 4;
  scan.approximationLow = whole ? 0 : (<i32>load<u8>(at, 2)) & 15;
}

function spectrumIsValid(): bool {
  if (scan.spectralEnd > 63 || scan.spectralStart > scan.spectralEnd) return false;
  return scan.approximationLow <= 13 && (scan.spectralStart == 0 || scan.count == 1);
}

/** True when something of the scan is kept at the sizes of its components. */
export function scanMatters(): bool {
  for (let i = 0; i < scan.count; i++) if (scan.spectralStart == 0 || member(i).size > 1) return true;
  return false;
}

/** Takes and builds the tables of the scan. False when one of them was never defined. */
export function prepareTables(stored: bool): bool {
  const direct = scan.spectralStart == 0 && scan.approximationHigh == 0;
  for (let i = 0; i < scan.count; i++) {
    const c = member(i);
    latchQuantisation(c, stored);
    if (frame.arithmetic) continue;
    if (direct && !buildHuffmanTable(c.dcTable, true, false)) return false;
    const coefficients = !frame.progressive || scan.spectralStart > 0;
    if (coefficients && !buildHuffmanTable(c.acTable, false, !frame.progressive)) return false;
  }
  return true;
}

/** Goes to the first unit. `stored` when coefficients are kept: a scan of one component then has its blocks alone. */
export function openScan(stored: bool): void {
  const alone = scan.count == 1 && stored;
  const c = member(0);
  scan.unitsWide = alone ? c.blocksWide : frame.mcusWide;
  scan.unitsHigh = stored ? stripRows() : c.bottom / c.v;
  scan.wantedLeft = alone ? c.left : c.left / c.h;
  scan.wantedRight = alone ? min(c.right, c.blocksWide) : c.right / c.h;
  scan.column = 0;
  scan.row = stored ? stripStart(alone ? c.v : 1) : 0;
  scan.intervals = 0;
  beginInterval();
}

/** Rows of units down to the end of the strip. */
function stripRows(): i32 {
  return min(scanRows(), stripEnd(scan.count == 1 ? member(0).v : 1));
}

/** Rows of units in all of the scan. */
export function scanRows(): i32 {
  return scan.count == 1 ? member(0).blocksHigh : frame.mcusHigh;
}

/** A restart interval begins at the input's position. */
export function beginInterval(): void {
  startSegment();
  scan.left = scan.interval;
  scan.endOfBandRun = 0;
  for (let i = 0; i < scan.count; i++) member(i).predictor = 0;
}

/** Blocks that the scan will visit, in all strips. */
export function scanBlocks(): u64 {
  let blocks: u64 = 0;
  for (let i = 0; i < scan.count; i++) {
    const c = member(i);
    const wide = scan.count == 1 ? scan.unitsWide : c.paddedWide;
    blocks += <u64>wide * <u64>c.bottom;
  }
  return blocks;
}

/** What is remembered of a member: its index, tables and predictor, i32 each, and the lists of its two tables. */
const MEMBER_LISTS: usize = 16;
const MEMBER_BYTES: usize = MEMBER_LISTS + 2 * LIST_BYTES;

/** Bytes that remembering the scan takes. */
export function scanBytes(): usize {
  return ((offsetof<Scan>() + 15) & ~15) + <usize>scan.count * MEMBER_BYTES;
}

function rememberedMember(place: usize, i: i32): usize {
  return place + ((offsetof<Scan>() + 15) & ~15) + <usize>i * MEMBER_BYTES;
}

/** Remembers where the scan stands and what it needs to go on. */
export function rememberScan(place: usize): void {
  memory.copy(place, changetype<usize>(scan), offsetof<Scan>());
  for (let i = 0; i < scan.count; i++) {
    const c = member(i);
    const at = rememberedMember(place, i);
    store<i32>(at, load<u8>(members + i));
    store<i32>(at, c.tables, 4);
    store<i32>(at, c.predictor, 8);
    copyList(c.dcTable, at + MEMBER_LISTS);
    copyList(c.acTable, at + MEMBER_LISTS + LIST_BYTES);
  }
}

/** Takes a remembered scan up again, as far as the current strip goes. */
export function recallScan(place: usize): void {
  memory.copy(changetype<usize>(scan), place, offsetof<Scan>());
  for (let i = 0; i < scan.count; i++) {
    const at = rememberedMember(place, i);
    setMember(i, load<i32>(at), load<i32>(at, 4));
    const c = member(i);
    c.predictor = load<i32>(at, 8);
    putList(c.dcTable, at + MEMBER_LISTS);
    putList(c.acTable, at + MEMBER_LISTS + LIST_BYTES);
  }
  scan.unitsHigh = stripRows();
}

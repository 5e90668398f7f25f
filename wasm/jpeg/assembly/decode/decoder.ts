/**
 * The decoder's course: marker segments, scans, rows of the result. It goes on until it wants something of the host, and
 * says what (see status.ts).
 */
import { catchUp, drained, openBits } from './bits';
import { readQuantTables, resetQuantisation } from './dequantise';
import { decodeAcScan } from './ac-scans';
import { readConditioning, resetConditioning } from './arithmetic';
import { decodeArithmeticScan, openArithmeticScan } from './arithmetic-scan';
import { addCursor, keepCursor, openCursors, recallCursor, rewindCursors } from './cursors';
import { decodeMcuRow } from './direct-scan';
import { component, frame, readFrame, resetFrame } from './frame';
import { available, bigEndian16, input, openInput, skipToMarker } from './input';
import { hasMarks, openMarks, openScanMarks, resetMarks } from './marks';
import { DECODER, freeAll } from '../memory';
import { reconstructMcuRow } from './reconstruct';
import { endMcuRow, firstMcuRow, groupIsReady, layOutResult, makeGroup, takeMcuRow } from './result';
import {
  openScan,
  openScans,
  prepareTables,
  readHuffmanTables,
  readScan,
  scan,
  scanBlocks,
  scanMatters,
} from './scan';
import { BAD_FRAME, BAD_HEADER, DONE, GO_ON, NEED_INPUT, NO_DATA, ROWS, SEEK, UNSUPPORTED } from './status';
import { nextStrip, openStores, strip } from './store';
import { decodeStoredScan } from './stored-scans';
import { target } from './target';

/** What comes next. */
const SEGMENTS: i32 = 0;
const DIRECT_SCAN: i32 = 1;
const STORED_SCAN: i32 = 2;
const SCAN_END: i32 = 3;
const RECONSTRUCTION: i32 = 4;
const CATCHING_UP: i32 = 5;

/**
 * A progressive file may visit each block this often in all its scans. Usual files need 10, and the standard has no
 * bound: a small file can hold thousands of scans that each pass over the whole picture.
 */
const VISITS: u64 = 64;
/** A scan costs as much as this many blocks before its first one, and so many are always allowed. */
const SCAN_COST: u64 = 4096;
const FREE_VISITS: u64 = 1 << 20;

let state: i32 = 0;
/** Bytes of a segment still to be passed over. */
let unwanted: usize = 0;
let visits: u64 = 0;
let visitsAllowed: u64 = 0;

/** Forgets everything and begins a job whose `target` is set. */
export function openDecoder(): void {
  freeAll(DECODER);
  resetFrame();
  resetQuantisation();
  openInput();
  openBits();
  openScans();
  resetConditioning();
  openCursors();
  resetMarks();
  strip.stored = false;
  state = SEGMENTS;
  unwanted = 0;
  visits = 0;
}

/** Goes on until the host is wanted. */
export function step(): i32 {
  while (true) {
    let status = GO_ON;
    if (state == SEGMENTS) status = readSegment();
    else if (state == DIRECT_SCAN) status = scanDirectly();
    else if (state == STORED_SCAN) status = scanToStore();
    else if (state == SCAN_END) status = endScan();
    else if (state == CATCHING_UP) status = catchUpScan();
    else status = reconstruct();
    if (status != GO_ON) return status;
  }
}

/** Finds the next marker and reads its segment once all of it is there. */
function readSegment(): i32 {
  const passed = min(unwanted, available());
  input.position += passed;
  unwanted -= passed;
  if (unwanted > 0) return input.ended ? endOfFile() : NEED_INPUT;
  if (!skipToMarker()) return NEED_INPUT;
  if (available() < 2) return endOfFile();
  const code = load<u8>(input.position, 1);
  if (code == SOI) {
    input.position += 2;
    return GO_ON;
  }
  if (code == EOI) return endOfPicture();
  if (available() < 4) return input.ended ? endOfFile() : NEED_INPUT;
  const size = bigEndian16(input.position + 2) - 2;
  if (size < 0) return broken();
  if (!isRead(code)) {
    input.position += 4;
    unwanted = size;
    return GO_ON;
  }
  if (available() < <usize>(4 + size)) return input.ended ? endOfFile() : NEED_INPUT;
  const at = input.position + 4;
  input.position = at + size;
  return readContent(code, at, size);
}

const SOF2: u8 = 0xc2;
const SOF9: u8 = 0xc9;
const SOF10: u8 = 0xca;
const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const DHT: u8 = 0xc4;
const DAC: u8 = 0xcc;
const SOS: u8 = 0xda;
const DQT: u8 = 0xdb;
const DRI: u8 = 0xdd;

/** True for segments that mean something here: tables, frames, scans. */
function isRead(code: u8): bool {
  return code < 0xd0 || code == SOS || code == DQT || code == DRI;
}

function readContent(code: u8, at: usize, size: i32): i32 {
  if (code == DQT) return orBroken(readQuantTables(at, size));
  if (code == DHT) return orBroken(readHuffmanTables(at, size));
  if (code == DRI) {
    if (size < 2) return broken();
    scan.interval = bigEndian16(at);
    return GO_ON;
  }
  if (code == SOS) return beginScan(at, size);
  if (code == DAC) return readConditioning(at, size) ? GO_ON : broken();
  const arithmetic = code == SOF9 || code == SOF10;
  // SOF0 to SOF2: baseline, extended, progressive; the rest is lossless or hierarchical.
  if (code > SOF2 && !arithmetic) return UNSUPPORTED;
  const status = readFrame(at, size, code == SOF2 || code == SOF10, arithmetic, target.height);
  return status < 0 && strip.stored ? endOfPicture() : status;
}

/** A rule was broken: after the first scan what was read so far is shown, before it there is nothing to show. */
function broken(): i32 {
  frame.damaged = true;
  return strip.stored ? endOfPicture() : BAD_HEADER;
}

function orBroken(status: i32): i32 {
  return status < 0 ? broken() : status;
}

function endOfFile(): i32 {
  frame.damaged = true;
  return endOfPicture();
}

function beginScan(at: usize, size: i32): i32 {
  if (!frame.known) return BAD_FRAME;
  const status = readScan(at, size);
  if (status < 0) return broken();
  if (!laidOut()) layOut();
  const matters = scanMatters();
  if (matters && !prepareTables(strip.stored)) return broken();
  openScan(strip.stored);
  openArithmeticScan();
  if (matters) openScanMarks();
  visits += scanBlocks() + SCAN_COST;
  if (matters && visits > visitsAllowed) return endOfFile();
  state = !matters ? SCAN_END : strip.stored ? STORED_SCAN : DIRECT_SCAN;
  return GO_ON;
}

/** True once sizes are chosen. */
function laidOut(): bool {
  return component(0).size > 0;
}

function layOut(): void {
  const stored = frame.progressive || frame.arithmetic || scan.count < frame.components;
  layOutResult(stored);
  openMarks(stored, endMcuRow);
  let blocks: u64 = 0;
  for (let i = 0; i < frame.components; i++)
    blocks += <u64>component(i).paddedWide * <u64>component(i).paddedHigh;
  visitsAllowed = blocks * VISITS + FREE_VISITS;
  if (stored) openStores(hasMarks() ? firstMcuRow : 0, firstMcuRow, endMcuRow, target.budget);
}

/** A single scan: rows of the result as they can be made, then the next MCU row. */
function scanDirectly(): i32 {
  if (groupIsReady(scan.row)) return makeGroup() ? ROWS : DONE;
  const row = scan.row;
  if (!decodeMcuRow()) return NEED_INPUT;
  if (!frame.readable && drained() && (scan.interval == 0 || available() < 2)) return NO_DATA;
  if (row >= firstMcuRow) takeMcuRow(row);
  return GO_ON;
}

function scanToStore(): i32 {
  if (!decodeStored()) return NEED_INPUT;
  if (strip.bottom < endMcuRow) {
    if (strip.first && !addCursor()) return endOfFile();
    keepCursor();
  }
  if (!strip.first) return resumeScan();
  state = SCAN_END;
  return GO_ON;
}

/** Goes on with the next scan from where it stood at the end of the strip before; puts the strip together after the last. */
function resumeScan(): i32 {
  if (!recallCursor()) return beginReconstruction();
  prepareTables(true);
  state = CATCHING_UP;
  return SEEK;
}

function catchUpScan(): i32 {
  if (!catchUp()) return NEED_INPUT;
  state = STORED_SCAN;
  return GO_ON;
}

function decodeStored(): bool {
  if (frame.arithmetic) return decodeArithmeticScan();
  return scan.spectralStart > 0 ? decodeAcScan() : decodeStoredScan();
}

/** Passes over what is left of a scan. */
function endScan(): i32 {
  if (!skipToMarker()) return NEED_INPUT;
  state = SEGMENTS;
  return GO_ON;
}

function endOfPicture(): i32 {
  if (!frame.known) return BAD_FRAME;
  if (!strip.stored || !frame.readable) return NO_DATA;
  return beginReconstruction();
}

function beginReconstruction(): i32 {
  state = RECONSTRUCTION;
  scan.row = strip.keptTop;
  return GO_ON;
}

/** Rows of the result from the stored coefficients; after a strip the scans are read on for the next one. */
function reconstruct(): i32 {
  if (groupIsReady(scan.row)) return makeGroup() ? ROWS : DONE;
  if (scan.row >= strip.bottom) {
    if (!nextStrip(endMcuRow)) return DONE;
    rewindCursors();
    return resumeScan();
  }
  const row = scan.row;
  reconstructMcuRow();
  takeMcuRow(row);
  return GO_ON;
}

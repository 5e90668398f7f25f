/**
 * Writes the scans of a progressive picture. One whose records fit their buffer is coded scan after scan, each with tables
 * that fit it. Of a larger one the scans are written side by side: whenever the buffer is full every scan codes what
 * is there, and goes on from where it stood the next time. Their bytes come out in turns, and the host joins them.
 */
import { codeDc, forgetDc, rewindDc } from './dc-scan';
import { components } from './frame';
import { clearHistograms, DC_CHROMA, DC_LUMA, expectScan, makeTable } from './huffman';
import { ALL_COMPONENTS, putFrame, putScan, putTable } from './markers';
import { finishBits, outputLength, outputLimit, position } from './output';
import { beginBand, countOnly, endBlocks, putFirst, putRefinement } from './bands';
import { isTired } from './pause';
import { openParked, park, unpark } from './parked';
import {
  acTable,
  chooseScan,
  firstCoefficient,
  highBit,
  isRefinement,
  lastCoefficient,
  lowBit,
  scanCount,
  subject,
} from './script';
import { rewind, step } from './walk';

const ENTER: i32 = 0;
const COUNT: i32 = 1;
const CODE: i32 = 2;

/** The next scan to code; the one whose bytes are in the output. */
let scan: i32 = 0;
/** What is done with it. */
let state: i32 = ENTER;
export let outputScan: i32 = 0;
/** True when scans are written side by side, and when their tables and headers are. */
let sideBySide: bool = false;
let headed: bool = false;

/** Begins the file of a picture all of whose records are there, or of one that has more. */
export function beginProgressive(whole: bool): void {
  putFrame(true);
  scan = 0;
  state = ENTER;
  outputScan = 0;
  sideBySide = !whole;
  headed = whole;
  if (sideBySide) openParked(scanCount());
}

/**
 * Codes the records until the output is full or, side by side, holds all that a scan has to say of them, or until a pause.
 * Returns true when all scans are through; `last` when no more records will come.
 */
export function writeScans(last: bool): bool {
  while (scan < scanCount()) {
    outputScan = scan;
    if (state == ENTER) enterScan();
    if (state == COUNT && !countScan()) return false;
    if (!codeBlocks(outputLimit(), last)) return false;
    if (last) finishBits();
    else park(scan);
    state = ENTER;
    scan++;
    if (sideBySide && outputLength() > 0) return false;
  }
  return true;
}

/** Goes back to the first scan, for the next records. */
export function nextRecords(): void {
  scan = 0;
  headed = true;
}

function enterScan(): void {
  chooseScan(scan);
  if (sideBySide && headed) {
    unpark(scan);
    state = CODE;
  } else {
    clearHistograms();
    countOnly(true);
    forget();
    state = COUNT;
  }
  findBlocks();
}

/** Counts the codes of the scan, and writes its tables and header. True when that is done. */
function countScan(): bool {
  if (!codeBlocks(usize.MAX_VALUE, !sideBySide)) return false;
  countOnly(false);
  if (sideBySide) expectScan(subject() == ALL_COMPONENTS, isRefinement(), acTable());
  if (subject() != ALL_COMPONENTS) define(acTable());
  else if (!isRefinement()) {
    define(DC_LUMA);
    if (components > 1) define(DC_CHROMA);
  }
  putScan(subject(), firstCoefficient(), lastCoefficient(), (highBit() << 4) | lowBit());
  forget();
  findBlocks();
  state = CODE;
  return true;
}

function define(table: i32): void {
  makeTable(table);
  putTable(table);
}

/** A scan begins: nothing was before its first block. */
function forget(): void {
  if (subject() == ALL_COMPONENTS) forgetDc();
  else beginBand(acTable(), firstCoefficient(), lastCoefficient(), lowBit());
}

/** Goes to the first block that there is. */
function findBlocks(): void {
  if (subject() == ALL_COMPONENTS) rewindDc();
  else rewind(subject());
}

/** Codes blocks of the scan until `limit` or a pause. Returns true when there are no more. */
function codeBlocks(limit: usize, last: bool): bool {
  return subject() == ALL_COMPONENTS ? codeDc(limit, lowBit(), isRefinement()) : codeAc(limit, last);
}

function codeAc(limit: usize, last: bool): bool {
  const refinement = isRefinement();
  while (position < limit && !isTired()) {
    const record = step();
    if (record == 0) {
      if (last) endBlocks();
      return true;
    }
    if (refinement) putRefinement(record);
    else putFirst(record);
  }
  return false;
}

/**
 * The scans of a progressive picture (ITU-T T.81 annex G): spectral selection and successive approximation, in the
 * order libjpeg made customary. Coarse colours come first, then the detail of Y down to the last bit but two, chroma
 * to the last but one, and the missing bits.
 */
import { components, lumaBlocks, mcuBlocks } from './frame';
import { AC_CHROMA, AC_LUMA, clearHistograms, DC_CHROMA, DC_LUMA, makeTable } from './huffman';
import { ALL_COMPONENTS, putFrame, putScan, putTable } from './markers';
import { finishBits, outputLimit, position } from './output';
import { magnitudeBits, nextRecord, recordDc, recordsEnd, recordsStart, sizeOf } from './records';
import { beginBand, countOnly, endBlocks, putFirst, putPlain, putRefinement, putSymbol } from './bands';
import { rewind, step } from './walk';

const CB: u8 = 1;
const CR: u8 = 2;
const ALL: u8 = <u8>ALL_COMPONENTS;

/** Bytes of a scan in a script: component, first and last coefficient, high and low bit position (Ah, Al). */
const SCAN = 5;
const COLOUR_SCANS = 10;
// prettier-ignore
const COLOUR_SCRIPT: usize = memory.data<u8>([
  ALL, 0, 0, 0, 1,
  0, 1, 5, 0, 2,
  CR, 1, 63, 0, 1,
  CB, 1, 63, 0, 1,
  0, 6, 63, 0, 2,
  0, 1, 63, 2, 1,
  ALL, 0, 0, 1, 0,
  CR, 1, 63, 1, 0,
  CB, 1, 63, 1, 0,
  0, 1, 63, 1, 0,
]);
const GREY_SCANS = 6;
// prettier-ignore
const GREY_SCRIPT: usize = memory.data<u8>([
  ALL, 0, 0, 0, 1,
  0, 1, 5, 0, 2,
  0, 6, 63, 0, 2,
  0, 1, 63, 2, 1,
  ALL, 0, 0, 1, 0,
  0, 1, 63, 1, 0,
]);

let scan: i32 = 0;
let scanBegun: bool = false;
/** Where a scan of all components is. */
let dcRecord: usize = 0;
let dcBlock: i32 = 0;
const PREDICTORS: usize = memory.data(3 * 4, 4);

export function beginProgressive(): void {
  putFrame(true);
  scan = 0;
  scanBegun = false;
}

/** Writes scans until the output is full. Returns true when all are written. */
export function writeScans(): bool {
  const scans = components == 1 ? GREY_SCANS : COLOUR_SCANS;
  while (scan < scans) {
    if (!scanBegun) beginScan();
    if (!codeBlocks(outputLimit())) return false;
    finishBits();
    scan++;
    scanBegun = false;
  }
  return true;
}

// @ts-ignore: decorator
@inline function parameter(index: i32): i32 {
  return <i32>load<u8>((components == 1 ? GREY_SCRIPT : COLOUR_SCRIPT) + scan * SCAN + index);
}

function subject(): i32 {
  return parameter(0);
}

function isRefinement(): bool {
  return parameter(3) > 0;
}

function acTable(): i32 {
  return subject() == 0 ? AC_LUMA : AC_CHROMA;
}

/** Counts the codes of the scan, and writes its tables and header. */
function beginScan(): void {
  clearHistograms();
  countOnly(true);
  restart();
  codeBlocks(usize.MAX_VALUE);
  countOnly(false);
  if (subject() != ALL_COMPONENTS) define(acTable());
  else if (!isRefinement()) {
    define(DC_LUMA);
    if (components > 1) define(DC_CHROMA);
  }
  putScan(subject(), parameter(1), parameter(2), (parameter(3) << 4) | parameter(4));
  restart();
  scanBegun = true;
}

function define(table: i32): void {
  makeTable(table);
  putTable(table);
}

function restart(): void {
  if (subject() == ALL_COMPONENTS) {
    dcRecord = recordsStart();
    dcBlock = 0;
    memory.fill(PREDICTORS, 0, 3 * 4);
  } else {
    rewind(subject());
    beginBand(acTable(), parameter(1), parameter(2), parameter(4));
  }
}

/** Codes blocks of the scan until `limit`. Returns true when the scan is complete. */
function codeBlocks(limit: usize): bool {
  return subject() == ALL_COMPONENTS ? codeDc(limit) : codeAc(limit);
}

function codeAc(limit: usize): bool {
  const refinement = isRefinement();
  while (position < limit) {
    const record = step();
    if (record == 0) {
      endBlocks();
      return true;
    }
    if (refinement) putRefinement(record);
    else putFirst(record);
  }
  return false;
}

function codeDc(limit: usize): bool {
  const shift = parameter(4);
  const refinement = isRefinement();
  while (dcRecord < recordsEnd) {
    if (position >= limit) return false;
    const dc = recordDc(dcRecord) >> shift;
    if (refinement) putPlain(dc & 1, 1);
    else putDifference(dc, dcBlock < lumaBlocks ? 0 : dcBlock - lumaBlocks + 1);
    dcRecord = nextRecord(dcRecord);
    dcBlock = (dcBlock + 1) % mcuBlocks;
  }
  return true;
}

/** G.1.2.1: as in a sequential scan, of shifted values. */
function putDifference(dc: i32, component: i32): void {
  const predictor = PREDICTORS + (component << 2);
  const difference = dc - load<i32>(predictor);
  store<i32>(predictor, dc);
  const size = sizeOf(difference);
  putSymbol(component == 0 ? DC_LUMA : DC_CHROMA, size, magnitudeBits(difference, size));
}

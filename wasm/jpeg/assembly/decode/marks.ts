/**
 * Marks in the scans of a picture that is decoded in parts, some columns or rows of it each time: where every so many units of
 * each row begin. The first part passes over all of the file and notes them; for every further one the host gives them
 * back, and only what a part shows is decoded. Scans in arithmetic coding have none: what their coder has learnt would have to be
 * noted too.
 */
import { allocate, allocateZeroed, DECODER } from '../memory';
import { passTo, taken } from './bits';
import { divideUp, frame } from './frame';
import { nextInterval } from './restart';
import { member, scan, scanRows } from './scan';

/**
 * MCUs from one mark to the next, also where a file has several scans, each of which has its own marks
 * (`src/codecs/jpeg/decode-memory.ts` counts them).
 */
const STEP: i32 = 32;
const STORED_STEP: i32 = 64;

/** The beginning of a unit. */
@unmanaged
class Mark {
  /** Bits of the restart interval before it. */
  taken: i64;
  /** Intervals begun, and units left of the current one. */
  intervals: i32;
  left: i32;
  /** Predictors of up to four members, i16 each, of which the first is this one; in AC scans how many blocks are left that end at once. */
  predictors: i64;
}

/** What comes in front of them: how many rows of MCUs have marks. */
const HEAD: usize = 64;

/** Address of the marks, 0 without, and their bytes; whether they are being noted or were given. */
let marks: usize = 0;
let bytes: usize = 0;
let noting: bool = false;
let given: bool = false;
/** Where the next scan's begin, and how many MCUs are between two. */
let free: usize = 0;
let step: i32 = STEP;

export function resetMarks(): void {
  marks = 0;
  noting = false;
  given = false;
}

/** Marks are to be noted. */
export function wantMarks(): void {
  noting = true;
}

/** Room for marks of `length` bytes that the host gives. */
export function takeMarks(length: usize): usize {
  bytes = length;
  marks = allocate(DECODER, length);
  given = true;
  return marks;
}

/**
 * The first scan begins of a picture that is read down to row `bottom` of MCUs: what was given is of another one where its
 * length is not this one's, or ends too early.
 */
export function openMarks(stored: bool, bottom: i32): void {
  const scans = stored ? storedScans() : 1;
  step = stored ? STORED_STEP : STEP;
  const wanted = HEAD + <usize>(frame.mcusHigh * divideUp(frame.mcusWide, step) * scans) * offsetof<Mark>();
  given = given && bytes == wanted && load<i32>(marks) >= bottom;
  noting = noting && !frame.arithmetic;
  if (noting) {
    bytes = wanted;
    marks = allocateZeroed(DECODER, wanted);
  }
  free = marks + HEAD;
}

/**
 * Scans of MCUs that take as much room as those of a usual progressive file: two of DC, and of AC four of luma and two of each
 * chroma. What a file has beyond is not noted, and then nothing is.
 */
function storedScans(): i32 {
  return 4 + 6 * frame.vMax;
}

/** A scan begins: its marks follow those of the scan before. */
export function openScanMarks(): void {
  scan.markStep = scan.count == 1 ? step * member(0).h : step;
  scan.marks = free;
  free += <usize>(scanRows() * inRow()) * offsetof<Mark>();
  if (noting && free > marks + bytes) noting = false;
}

/** Address of what was noted; 0 when nothing may be left out by it. */
export function noted(): usize {
  if (!noting || marks == 0 || frame.damaged) return 0;
  store<i32>(marks, scan.row);
  return marks;
}

export function notedBytes(): usize {
  return bytes;
}

// @ts-ignore: decorator
@inline
export function hasMarks(): bool {
  return given;
}

// @ts-ignore: decorator
@inline
function inRow(): i32 {
  return divideUp(scan.unitsWide, scan.markStep);
}

// @ts-ignore: decorator
@inline
function markAt(row: i32, column: i32): Mark {
  return changetype<Mark>(scan.marks + <usize>(row * inRow() + column / scan.markStep) * offsetof<Mark>());
}

/** Notes where the current unit begins, if a mark belongs there. */
// @ts-ignore: decorator
@inline
export function noteMark(): void {
  if (noting && scan.column % scan.markStep == 0) placeMark();
}

/** The next column that a mark belongs to; beyond all of them where none are noted. */
export function nextMark(): i32 {
  return noting ? scan.column - (scan.column % scan.markStep) + scan.markStep : i32.MAX_VALUE;
}

function placeMark(): void {
  const mark = markAt(scan.row, scan.column);
  mark.taken = taken();
  mark.intervals = scan.intervals;
  mark.left = scan.left;
  if (scan.spectralStart > 0) {
    mark.predictors = scan.endOfBandRun;
    return;
  }
  for (let i = 0; i < scan.count; i++) {
    const predictor = member(i).predictor;
    // A sound file has none beyond 16 bits.
    if (predictor != <i32>(<i16>predictor)) frame.damaged = true;
    store<i16>(changetype<usize>(mark) + offsetof<Mark>('predictors') + (i << 1), <i16>predictor);
  }
}

/** Goes to the last mark before the first column of the current row that is wanted; false when data must come first. */
export function goToMark(): bool {
  const mark = markAt(scan.row, scan.wantedLeft);
  while (scan.intervals < mark.intervals) if (!nextInterval()) return false;
  if (!passTo(mark.taken)) return false;
  scan.left = mark.left;
  scan.column = scan.wantedLeft - (scan.wantedLeft % scan.markStep);
  if (scan.spectralStart > 0) {
    scan.endOfBandRun = <i32>mark.predictors;
    return true;
  }
  for (let i = 0; i < scan.count; i++) {
    member(i).predictor = load<i16>(changetype<usize>(mark) + offsetof<Mark>('predictors') + (i << 1));
  }
  return true;
}

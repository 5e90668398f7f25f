/**
 * Marks in the single scan of a sequential picture that is decoded in parts, some columns or rows of it each time: where
 * every so many MCUs of each row begin. The first part passes over all of the file and notes them; for every further
 * one the host gives them back, and only what a part shows is decoded.
 */
import { allocate, allocateZeroed, DECODER } from '../memory';
import { passTo, taken } from './bits';
import { divideUp, frame } from './frame';
import { nextInterval } from './restart';
import { member, scan } from './scan';

/** MCUs from one mark to the next (`src/codecs/jpeg/decode-memory.ts` counts them). */
const STEP: i32 = 32;

/** The beginning of an MCU. */
@unmanaged
class Mark {
  /** Bits of the restart interval before it. */
  taken: i64;
  /** Intervals begun, and units left of the current one. */
  intervals: i32;
  left: i32;
  /** Predictors of up to four members, i16 each, of which the first is this one. */
  predictors: i64;
}

/** What comes in front of them: how many rows have marks. */
const HEAD: usize = 64;

/** Address of the marks, 0 without; whether they are being noted or were given. */
let marks: usize = 0;
let bytes: usize = 0;
let noting: bool = false;
let given: bool = false;

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

/** The scan begins: what was given is of another picture where its length is not this one's. */
export function openMarks(): void {
  const wanted = HEAD + <usize>(frame.mcusHigh * inRow()) * offsetof<Mark>();
  given = given && bytes == wanted && load<i32>(marks) >= scan.unitsHigh;
  if (!noting) return;
  bytes = wanted;
  marks = allocateZeroed(DECODER, wanted);
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
  return divideUp(frame.mcusWide, STEP);
}

// @ts-ignore: decorator
@inline
function markAt(row: i32, column: i32): Mark {
  return changetype<Mark>(marks + HEAD + <usize>(row * inRow() + column / STEP) * offsetof<Mark>());
}

/** Notes where the current MCU begins, if a mark belongs there. */
// @ts-ignore: decorator
@inline
export function noteMark(): void {
  if (noting && (scan.column & (STEP - 1)) == 0) placeMark();
}

function placeMark(): void {
  const mark = markAt(scan.row, scan.column);
  mark.taken = taken();
  mark.intervals = scan.intervals;
  mark.left = scan.left;
  for (let i = 0; i < scan.count; i++) {
    const predictor = member(i).predictor;
    // A sound file has none beyond 16 bits.
    if (predictor != <i32>(<i16>predictor)) frame.damaged = true;
    store<i16>(changetype<usize>(mark) + offsetof<Mark>('predictors') + (i << 1), <i16>predictor);
  }
}

/** Goes to the last mark before a column of the current row; false when data must come first. */
export function goToMark(column: i32): bool {
  const mark = markAt(scan.row, column);
  while (scan.intervals < mark.intervals) if (!nextInterval()) return false;
  if (!passTo(mark.taken)) return false;
  scan.left = mark.left;
  scan.column = column & ~(STEP - 1);
  for (let i = 0; i < scan.count; i++) {
    member(i).predictor = load<i16>(changetype<usize>(mark) + offsetof<Mark>('predictors') + (i << 1));
  }
  return true;
}

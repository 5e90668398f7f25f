/**
 * Decodes a PNG stream: IDAT bytes in, bands of RGBA out. The caller puts input where `inputAddress` says and calls
 * `decode` until it has what it wants.
 *
 * The window of the inflater is one buffer: history, then filtered rows. A row is taken out as soon as it is whole,
 * undone into `row` with `above` beside it, and given to the band. Of an interlaced picture it is added to the grid the
 * picture is reduced to or, when the caller holds the picture, is a band of its own: one line of a pass.
 */
import {
  HISTORY,
  inflate,
  moveWindow,
  NEED_INPUT,
  out,
  OVERRUN,
  setInput,
  startInflate,
  unreadBytes,
  unreadInput,
  WINDOW_FULL,
} from './inflate/inflate';
import { allocate, allocateClear, reset } from '../../shared/memory';
import { lineOf } from './adam7/line';
import { isPassEnd, lineBytes, nextLine, passesDone, startPasses } from './adam7/passes';
import { addLine, enterReduced, reducedRow, startReduced } from './adam7/reduced';
import { addCellRow, startCells, takeCells } from './cells';
import { pixelBytes, rowBytes, toRgba } from './pixels';
import { MARGIN, PAETH, unfilter, unfilterPaethPair } from './unfilter';

/** `decode` wants more input. */
export const WANTS_INPUT: i32 = 0;
/** The band is full. */
export const BAND_READY: i32 = 1;
/** All wanted rows came; the last ones may be in the band. */
export const COMPLETE: i32 = 2;
/** The stream ended before that. */
export const ENDED: i32 = 3;

const INPUT_BYTES: usize = 65536;
/** A broken stream may be read this far beyond its end. */
const INPUT_SLACK: usize = 512;
/** Window beyond the history: at least this, and at least two rows. */
const WINDOW_BYTES: usize = 98304;

let input: usize = 0;
let windowAt: usize = 0;
let windowEnd: usize = 0;
/** Where the next filtered row begins in the window. */
let rowAt: usize = 0;
/** The row undone last, the one before it, and the one after it if that is undone already. */
let row: usize = 0;
let above: usize = 0;
let below: usize = 0;
let belowDone: bool = false;

let interlaced: bool = false;
let reduces: bool = false;
/** Bytes of the next row without its filter type. */
let bytes: usize = 0;
/** Next row of a picture that is not interlaced. */
let y: u32 = 0;
let ended: bool = false;
let rowsTaken: u32 = 0;

let left: u32 = 0;
let top: u32 = 0;
let columns: u32 = 0;
let bottom: u32 = 0;

let band: usize = 0;
let bandColumns: u32 = 0;
let bandRows: u32 = 0;
let bandFilled: u32 = 0;
/** A held row that is to become RGBA. */
let scratch: usize = 0;

/** Whether a row could be read at all. */
export function rowsRead(): u32 {
  return rowsTaken;
}

/**
 * Begins a picture of this size whose pixels were set before. The wanted region starts at (`x`, `fromY`) and is `wide` by
 * `high`; a band has `rowsOfBand` rows. It is reduced to cells of `cell` × `cell` pixels, which takes opaque 8-bit RGB or
 * an interlaced picture; when that is 0, an interlaced one is handed over line by line.
 */
export function startDecode(
  width: u32,
  tall: u32,
  interlace: bool,
  x: u32,
  fromY: u32,
  wide: u32,
  high: u32,
  rowsOfBand: u32,
  cell: u32,
  opaque: bool,
): void {
  reset();
  interlaced = interlace;
  left = x;
  top = fromY;
  columns = wide;
  bottom = fromY + high;
  y = 0;
  ended = false;
  rowsTaken = 0;
  bytes = rowBytes(width);
  input = allocate(INPUT_BYTES + INPUT_SLACK);
  const span = max(WINDOW_BYTES, 2 * (bytes + 1));
  windowAt = allocate(HISTORY + span + OVERRUN);
  windowEnd = windowAt + HISTORY + span;
  rowAt = windowAt;
  row = allocateClear(MARGIN + bytes) + MARGIN;
  above = allocateClear(MARGIN + bytes) + MARGIN;
  below = allocateClear(MARGIN + bytes) + MARGIN;
  belowDone = false;
  bandColumns = cell ? (wide + cell - 1) / cell : wide;
  bandRows = rowsOfBand;
  bandFilled = 0;
  // A line of a pass begins at a whole block of 8.
  band = allocate(<usize>rowsOfBand * (bandColumns + 8) * 4);
  startInflate(windowAt, windowEnd);
  reduces = cell > 0;
  if (!interlace) {
    if (reduces) startCells(wide, high, cell);
    return;
  }
  startPasses(width, tall, bottom);
  bytes = lineBytes();
  bandRows = 1;
  if (!reduces) {
    scratch = allocate(<usize>(wide + 8) * 4);
    return;
  }
  startReduced(x, fromY, wide, high, cell, opaque, width);
  enterReduced();
}

/** Where the next input goes. */
export function inputAddress(): usize {
  const kept = unreadBytes();
  memory.copy(input, unreadInput(), kept);
  setInput(input, input + kept, false);
  return input + kept;
}

/** How many bytes may go there. */
export function inputRoom(): usize {
  return INPUT_BYTES - unreadBytes();
}

/** Says that `count` bytes were put there, and whether they were the last. */
export function inputAdded(count: usize, last: bool): void {
  const from = unreadInput();
  setInput(from, from + unreadBytes() + count, last);
}

/** Where the band lies. */
export function bandAddress(): usize {
  return band;
}

/** Where the caller that holds a picture puts a row to have it turned into RGBA. */
export function scratchAddress(): usize {
  return scratch;
}

/** Rows in the band; the next `decode` begins it anew. */
export function bandHeight(): u32 {
  return bandFilled;
}

/** Decodes until there is something to say. */
export function decode(): i32 {
  if (bandFilled == bandRows) bandFilled = 0;
  while (!isComplete()) {
    if (out > rowAt + bytes) {
      if (!takeRow()) return ENDED;
      if (bandFilled == bandRows) return BAND_READY;
    } else {
      if (ended) return ENDED;
      slideWindow();
      const reason = inflate();
      if (reason == NEED_INPUT) return WANTS_INPUT;
      ended = reason != WINDOW_FULL;
    }
  }
  return COMPLETE;
}

function isComplete(): bool {
  return interlaced ? passesDone() : y == bottom;
}

/** Undoes the next row and gives it on; false when its filter type is unknown. */
function takeRow(): bool {
  const free = above;
  above = row;
  row = below;
  below = free;
  if (belowDone) belowDone = false;
  else if (!undoRow()) return false;
  rowAt += bytes + 1;
  rowsTaken++;
  if (interlaced) takeLine();
  else takeBandRow();
  return true;
}

/** Undoes the next row, and the one after it where both can be done at once. */
function undoRow(): bool {
  const next = rowAt + bytes + 1;
  const pairs =
    load<u8>(rowAt) == PAETH && out > next + bytes && load<u8>(next) == PAETH && pixelBytes - 3 < 2;
  if (!pairs || isLastLine()) return unfilter(load<u8>(rowAt), rowAt + 1, row, above, bytes, pixelBytes);
  unfilterPaethPair(rowAt + 1, next + 1, row, below, above, bytes, pixelBytes);
  belowDone = true;
  return true;
}

/** True when the row after the next is not below it but begins another pass. */
function isLastLine(): bool {
  return interlaced && isPassEnd();
}

function takeBandRow(): void {
  if (y++ < top) return;
  const to = band + <usize>bandFilled * bandColumns * 4;
  if (!reduces) {
    toRgba(row, left, columns, to);
    bandFilled++;
  } else if (addCellRow(row + left * pixelBytes)) {
    takeCells(to);
    bandFilled++;
  }
}

/** Gives the row to its pass. */
function takeLine(): void {
  if (reduces) addLine(row);
  else if (lineOf(row, left, top, left + columns, bottom, band)) bandFilled = 1;
  const begins = nextLine();
  bytes = lineBytes();
  if (!begins) return;
  // Above the first row of a pass is nothing.
  memory.fill(row, 0, bytes);
  if (reduces && !passesDone()) enterReduced();
}

/** Fills the band with `count` rows, from row `first` on, of the grid an interlaced picture was reduced to. */
export function reducedRows(first: u32, count: u32, pitch: u32): void {
  for (let i: u32 = 0; i < count; i++) reducedRow(first + i, band + i * pitch);
}

/** Moves what is still needed, the history and the rows not taken, to the start of the window. */
function slideWindow(): void {
  const history = out > windowAt + HISTORY ? out - HISTORY : windowAt;
  const from = min(history, rowAt);
  const moved = from - windowAt;
  if (moved < HISTORY) return;
  memory.copy(windowAt, from, out - from);
  moveWindow(moved);
  rowAt -= moved;
}

/**
 * JPEG encoder (ITU-T T.81): rows of MCUs in, coded bytes out, from the quantisation tables to the end marker.
 *
 * The host calls `encodeBegin`, hands in rows of MCUs from top to bottom, then `encodeFinish`. After each of these it
 * calls `encodeDrain` until that returns 0, and copies the bytes at `encodeOutput` away each time; at -1 there are none, but more
 * to do. `encodeEnd` gives back what a picture held.
 *
 * Huffman tables fit the picture: blocks are kept as records until all are counted. When the records do not fit
 * their buffer the tables are made from what was counted so far, and the rest is coded as it comes. The scans of a
 * progressive picture then come out in turns: `encodeScan` says which one the drained bytes belong to, and the file has
 * all of the first scan's, then all of the second's.
 */
import { ENCODER, freeAll } from '../memory';
import { beginBaseline, writeMcus } from './baseline';
import { chromaStride, convertStaged, cbPlane, crPlane, openColour, staging, stride, yPlane } from './colour';
import { BLOCK, transformBlock, transformBlockKept } from './fdct';
import {
  components,
  describeFrame,
  height,
  lumaFactor,
  mcuBlocks,
  mcuColumns,
  mcuRows,
  mcuSide,
  width,
} from './frame';
import {
  AC_CHROMA,
  AC_LUMA,
  clearHistograms,
  countSymbol,
  DC_CHROMA,
  DC_LUMA,
  expectEverything,
  histogram,
} from './huffman';
import { putEnd } from './markers';
import { clearOutput, finishBits, openOutput, outputLength, outputStart } from './output';
import { beginProgressive, nextRecords, outputScan, writeScans } from './progressive';
import { startStep } from './pause';
import { prepareQuantiser, reciprocals } from './quantiser';
import { learnRates, openRates } from './rates';
import {
  appendBlock,
  appendFlat,
  clearRecords,
  hasRoom,
  inZigzag,
  openRecords,
  recordsEnd,
  recordsStart,
  sizeOf,
} from './records';
import { thinBlock } from './thin';
import { forgetRows, noteRow, openWalk } from './walk';

/** Blocks that the scans of a progressive picture went through in the last `encodeDrain`. */
export { walked as encodeWalked } from './pause';

let progressive: bool = false;
/** True when tuned tables are used, and coefficients that cost more than they are worth left out. */
let tuned: bool = false;
/** True from when the tables are made. */
let sealed: bool = false;
/** True when the records of another row of MCUs may not fit. */
let crowded: bool = false;
/** True when scans have more to say of the records. */
let pausing: bool = false;
let finished: bool = false;
let ended: bool = false;
/** Rows of MCUs taken so far. */
let rowsTaken: i32 = 0;
/** First record not yet coded. */
let uncoded: usize = 0;
/** True when there is a staging area and planes of our own. */
let staged: bool = false;
/** The DC coefficient before, of each component, i32: only for counting. */
const COUNTED_DC: usize = memory.data(3 * 4, 4);

/**
 * Starts a picture. `componentCount` 1 or 3; `factor` 2 for 4:2:0, 1 for 4:4:4 and grey; `tune` to spend more time for fewer
 * bytes; `capacity` bytes for records, at least 256 for each block of a row of MCUs.
 */
export function encodeBegin(
  frameWidth: i32,
  frameHeight: i32,
  componentCount: i32,
  factor: i32,
  quality: i32,
  interlace: bool,
  tune: bool,
  capacity: usize,
): void {
  freeAll(ENCODER);
  describeFrame(frameWidth, frameHeight, componentCount, factor);
  prepareQuantiser(quality, tune);
  tuned = tune;
  if (tuned) openRates();
  openOutput();
  openRecords(capacity);
  progressive = interlace;
  if (progressive) openWalk();
  clearHistograms();
  memory.fill(COUNTED_DC, 0, 3 * 4);
  sealed = false;
  pausing = false;
  finished = false;
  ended = false;
  crowded = false;
  rowsTaken = 0;
  uncoded = recordsStart();
  staged = false;
}

/** Where the host puts RGBA rows: `encodeStagingStride` bytes apart, as many as an MCU is tall. */
export function encodeStaging(): usize {
  if (!staged) openColour();
  staged = true;
  return staging;
}

export function encodeStagingStride(): usize {
  return stride * 4;
}

/** Takes the `rows` staged rows as the next row of MCUs; fewer than an MCU is tall only at the bottom. */
export function encodeStaged(rows: i32): void {
  convertStaged(rows);
  encodePlanes(yPlane, stride, cbPlane, crPlane, chromaStride);
}

/** Takes the next row of MCUs from planes that are filled to whole MCUs. */
export function encodePlanes(y: usize, yStride: usize, cb: usize, cr: usize, planeStride: usize): void {
  if (progressive) noteRow(rowsTaken, recordsEnd);
  // Scans side by side have counted codes of their own by then.
  if (tuned && !(progressive && sealed)) learnRates(rowsTaken * mcuColumns * mcuBlocks);
  for (let column = 0; column < mcuColumns; column++) {
    encodeLuma(y, yStride, column);
    if (components == 3) {
      encodeBlock(cb, planeStride, 1);
      encodeBlock(cr, planeStride, 2);
    }
    y += mcuSide;
    cb += 8;
    cr += 8;
  }
  rowsTaken++;
  crowded = rowsTaken < mcuRows && !hasRoom(mcuColumns * mcuBlocks);
}

/** The blocks of Y in one MCU; those wholly outside the picture repeat the last DC coefficient and cost next to nothing. */
function encodeLuma(y: usize, yStride: usize, column: i32): void {
  for (let line = 0; line < lumaFactor; line++) {
    for (let across = 0; across < lumaFactor; across++) {
      const inside = column * mcuSide + across * 8 < width && rowsTaken * mcuSide + line * 8 < height;
      if (inside) encodeBlock(y + <usize>line * 8 * yStride + across * 8, yStride, 0);
      else repeatBlock();
    }
  }
}

function encodeBlock(source: usize, sourceStride: usize, component: i32): void {
  const table = min(component, 1);
  const coefficients = tuned
    ? thinBlock(transformBlockKept(source, sourceStride, reciprocals(table)), table == 1)
    : inZigzag(transformBlock(source, sourceStride, reciprocals(table)) & ~1);
  appendBlock(coefficients, histogram(table == 0 ? AC_LUMA : AC_CHROMA));
  const dc = <i32>load<i16>(BLOCK);
  const before = COUNTED_DC + (component << 2);
  countSymbol(histogram(table == 0 ? DC_LUMA : DC_CHROMA), sizeOf(dc - load<i32>(before)));
  store<i32>(before, dc);
}

function repeatBlock(): void {
  appendFlat(load<i32>(COUNTED_DC), histogram(AC_LUMA));
  countSymbol(histogram(DC_LUMA), 0);
}

export function encodeFinish(): void {
  finished = true;
}

/** Fills the output as far as it goes. Returns its length in bytes, 0 when nothing more can be written now, -1 to be called on. */
export function encodeDrain(): i32 {
  clearOutput();
  if (ended) return 0;
  startStep();
  const waits = progressive || !sealed;
  if (waits && !finished && !crowded) return 0;
  if (!sealed) seal();
  if (progressive ? writeProgressive() : writeRecords()) {
    putEnd();
    ended = true;
  }
  return outputLength() > 0 || !pausing ? outputLength() : -1;
}

/** Scan of the file, from 0 on, that the drained bytes belong to. */
export function encodeScan(): i32 {
  return progressive ? outputScan : 0;
}

/** Makes the tables: fitting ones at the end of the picture, else ones that fit what is known and allow the rest. */
function seal(): void {
  sealed = true;
  if (progressive) {
    beginProgressive(finished);
    return;
  }
  if (!finished) expectEverything();
  beginBaseline();
}

/** Codes what records there are. Returns true when the scan is complete. */
function writeRecords(): bool {
  uncoded = writeMcus(uncoded);
  if (uncoded < recordsEnd) return false;
  clearRecords();
  uncoded = recordsStart();
  if (!finished) return false;
  finishBits();
  return true;
}

/** Lets all scans code what records there are. Returns true when they are complete. */
function writeProgressive(): bool {
  pausing = !writeScans(finished);
  if (pausing) return false;
  if (finished) return true;
  nextRecords();
  forgetRows();
  clearRecords();
  crowded = false;
  return false;
}

export function encodeOutput(): usize {
  return outputStart();
}

/** Gives back all memory of the picture, whether it is finished or not. */
export function encodeEnd(): void {
  freeAll(ENCODER);
}

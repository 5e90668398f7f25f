/**
 * Encodes a lossy picture. Rows come in and wait in a window until it is full or the picture ends; then segments are chosen and
 * rows are coded and recorded. When the records are full or the picture ends, token probabilities are chosen and all that was
 * recorded is written; rows that come later are written at once.
 */
import { allocate, reset } from '../../../../shared/memory';
import { TOKEN_CONTEXTS } from '../macroblock';
import { dropBytes, finishBools, finalBytes, startBools } from './bool-encoder';
import { convertStaged, openColour } from './colour';
import { prepareCosts, updateTokenCosts } from './costs';
import { frame, openFrame } from './frame';
import { codeRow, openMacroblocks } from './macroblock';
import { beginModes, modeEncoder, openModes, writeDescribed } from './modes';
import { chooseProbabilities, resetProbabilities } from './probabilities';
import { clearRecords, described, hasRecord, hasRoom, openRecords, readRecord } from './records';
import { activity, noteActivity, openSegments, chooseSegments } from './segments';
import { loadSource } from './source';
import { clearContexts, clearDecisions, tokenEncoder, writeTokens } from './tokens';
import { addRow, isFull, openWindow, rowsIn, rowsOut, takeRow } from './window';
import { BYTES, FINISHED, WANT_ROWS, WORKED } from '../../steps';

/** Bytes of tokens that are handed over at once, and the most that a macroblock adds (400 levels of 19 decisions). */
const OUTPUT: usize = 65536;
const MACROBLOCK_BYTES: usize = 6720;
/** Rows of macroblocks that are written at once: where nothing is told of them they give hardly a byte. */
const WRITTEN_ROWS: i32 = 8;
/** Costs follow the picture eight times while it is coded, but not before there is something to learn from. */
const UPDATES: i32 = 8;
const LEAST_BETWEEN: i32 = 96;

let quality: f64 = 0;
/** True when no rows will come; segments are chosen; probabilities are chosen. */
let ended: bool = false;
let divided: bool = false;
let decided: bool = false;
let finished: bool = false;
/** Macroblocks until costs are made anew. */
let untilUpdate: i32 = 0;
/** Column of the next macroblock to be written, and contexts of written ones. */
let column: i32 = 0;
let contextsAbove: usize = 0;
const contextsLeft = memory.data(16, 16);
let output: usize = 0;
let ready: usize = 0;

/** Begins a picture. `windowBytes` are for rows that wait, `recordBytes` for macroblocks that do. */
export function openLossyEncoder(
  width: i32,
  height: i32,
  wanted: f64,
  windowBytes: usize,
  recordBytes: usize,
): void {
  reset();
  prepareCosts();
  openFrame(width, height);
  quality = wanted;
  ended = false;
  divided = false;
  decided = false;
  finished = false;
  column = 0;
  ready = 0;
  untilUpdate = between();
  openColour();
  openWindow(windowBytes);
  openSegments();
  openMacroblocks();
  openModes();
  openRecords(recordBytes, frame.columns);
  contextsAbove = allocate(<usize>frame.columns * TOKEN_CONTEXTS);
  memory.fill(contextsAbove, 0, <usize>frame.columns * TOKEN_CONTEXTS);
  memory.fill(contextsLeft, 0, 16);
  output = allocate(OUTPUT + 2 * MACROBLOCK_BYTES);
  clearDecisions();
  resetProbabilities();
  updateTokenCosts();
}

function between(): i32 {
  return max(LEAST_BETWEEN, frame.macroblocks / UPDATES);
}

/** Takes `rows` staged rows: 16, fewer at the bottom of the picture. There must be room: a step that wanted rows. */
export function encodeStaged(rows: i32): void {
  const to = addRow();
  convertStaged(rows, to);
  if (!divided && frame.described) lookAt(to);
}

function lookAt(row: usize): void {
  for (let x = 0; x < frame.columns; x++) {
    loadSource(row, x, (<usize>frame.columns) << 4);
    noteActivity(activity());
  }
}

/** Says that all rows were taken. */
export function endRows(): void {
  ended = true;
}

/** Goes on a little. */
export function encodeStep(): i32 {
  dropReady();
  if (finished) return FINISHED;
  if (decided && hasRecord()) return write();
  if (decided) clearRecords();
  if (rowsOut == frame.rows) return decided ? finish() : decide(true);
  const wait = divided ? rowsIn == rowsOut : !isFull() && !ended;
  if (wait) return WANT_ROWS;
  if (!divided) divide();
  if (!hasRoom(frame.columns)) return decide(false);
  const y = rowsOut;
  codeRow(takeRow(), y);
  learn();
  return WORKED;
}

function divide(): void {
  chooseSegments(quality);
  divided = true;
}

/** Makes costs of what was counted, from time to time. */
function learn(): void {
  untilUpdate -= frame.columns;
  if (decided || untilUpdate > 0) return;
  untilUpdate = between();
  chooseProbabilities();
  updateTokenCosts();
}

/** Chooses what can only be chosen once; `final` when everything was counted. */
function decide(final: bool): i32 {
  chooseProbabilities();
  updateTokenCosts();
  beginModes(final);
  startBools(tokenEncoder, output);
  decided = true;
  return WORKED;
}

/** Writes records until the output is full, some rows are through, or none is left. */
function write(): i32 {
  for (let left = frame.columns * WRITTEN_ROWS; left > 0; left--) {
    if (!hasRecord() || tokenEncoder.next >= output + OUTPUT) break;
    readRecord();
    writeDescribed(column);
    if (column == 0) memory.fill(contextsLeft, 0, 16);
    const above = contextsAbove + <usize>column * TOKEN_CONTEXTS;
    if (described.empty) clearContexts(described.parts, above, contextsLeft);
    else writeTokens(described.parts, above, contextsLeft);
    if (++column == frame.columns) column = 0;
  }
  ready = finalBytes(tokenEncoder);
  return ready > 0 ? BYTES : WORKED;
}

function finish(): i32 {
  finishBools(tokenEncoder);
  finishBools(modeEncoder);
  ready = tokenEncoder.next - output;
  finished = true;
  return BYTES;
}

function dropReady(): void {
  if (ready == 0) return;
  dropBytes(tokenEncoder, ready);
  ready = 0;
}

/** Bytes of tokens that are ready, until the next step. */
export function tokenBytes(): usize {
  return ready;
}
export function tokenAddress(): usize {
  return output;
}

/** The first partition, once all was written. */
export function modeBytes(): usize {
  return modeEncoder.next - modeEncoder.start;
}
export function modeAddress(): usize {
  return modeEncoder.start;
}

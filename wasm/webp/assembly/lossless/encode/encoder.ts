/**
 * Encodes without loss. Rows are collected in a slab; when it is full or the picture ends, transforms, the cache, groups and
 * their codes are chosen by it, and its symbols written. What a further slab brings is written with the same.
 */
import { alignBits, bytesOut, clearBytes, putBits, startBits } from '../../../../shared/bits';
import { allocate, reset } from '../../../../shared/memory';
import { SUBTRACT_GREEN } from '../transforms';
import { chooseCache, openCaches, startCaches, tryCaches, usedCounts } from './cache';
import { formGroups, openGroups, startGroups, writeGroups } from './groups';
import { startSymbols, writeSymbols } from './write-symbols';
import { findMatches, openMatches, startMatches } from './matches';
import { codedWidth, isIndexed, takeColours, writePalette } from './palette';
import { costs, learnCosts, openParse, parseStrip, startCache, startCount, startParse } from './parse';
import {
  chooseModes,
  openPredictor,
  predictRows,
  startAtBottom,
  startAtTop,
  subtractGreen,
  writeModes,
} from './predict';
import { nextSlab, openSlab, rowPlace, rowRoom, slab, takeRows } from './slab';
import { knowChannels } from './group-tiles';
import { writeSignature } from './signature';
import { costsOf, prepareDistances } from './symbols';
import { greenHelps, predictionHelps, startWeighing, weighTransforms } from './weigh';
import { BYTES, FINISHED, WANT_ROWS, WORKED } from '../../steps';

/** What is done next. */
const COLLECT: i32 = 0;
const WEIGH: i32 = 1;
const GREEN: i32 = 2;
const MODES: i32 = 3;
const PREDICT: i32 = 4;
const MATCH: i32 = 5;
const CACHES: i32 = 6;
const COUNT: i32 = 7;
const PARSE: i32 = 8;
const GROUP: i32 = 9;
const WRITE: i32 = 10;
const END: i32 = 11;

/** Bytes that are handed over at once; what stands before the symbols takes more at most by `HEAD`. */
const OUTPUT: usize = 65536;
const HEAD: usize = 131072;
/** Pixels that are looked at in one step, of one thing that is done with them; of modes, all of which are tried, fewer. */
const AT_ONCE: u32 = 1 << 17;
const MODES_WORK: u32 = 4;

let state: i32 = COLLECT;
/** True when bytes were handed over by the last step. */
let handed: bool = false;
let first: bool = true;
let green: bool = false;
let predicted: bool = false;
let cacheBits: u32 = 0;
let output: usize = 0;

/**
 * Begins a picture; `signed` with its signature and size, and whether it is opaque. It has no other colours than so many that
 * were put in the palette, if there are any. At most `together` pixels are looked at together.
 */
export function openLosslessEncoder(
  width: u32,
  height: u32,
  signed: bool,
  opaque: bool,
  colours: u32,
  together: u32,
): void {
  reset();
  prepareDistances();
  takeColours(colours);
  openSlab(width, height, codedWidth(width), together);
  openMatches(slab.most * slab.coded, isIndexed() || !signed);
  knowChannels(isIndexed() || !signed, opaque);
  openCaches();
  openParse();
  output = allocate(OUTPUT + HEAD);
  startBits(output);
  state = COLLECT;
  handed = false;
  first = true;
  green = predicted = false;
  if (signed) writeSignature(width, height, opaque);
  if (isIndexed()) writePalette();
}

export function losslessPlace(): usize {
  return rowPlace();
}

/** Rows that can be taken before the next step. */
export function losslessRoom(): u32 {
  return rowRoom();
}

/** Takes rows of RGBA that were put in their place. */
export function losslessTaken(rows: u32): void {
  takeRows(rows);
  const last = slab.top + slab.rows == slab.height;
  if (last || slab.rows == slab.most) startTransforms();
}

/** Rows that are looked at in one step. */
function rowsAtOnce(): u32 {
  return max<u32>(4, (AT_ONCE / slab.coded) & ~3);
}

export function losslessBytes(): usize {
  return bytesOut();
}

export function losslessAddress(): usize {
  return output;
}

/** Works on; what is ready was taken before. */
export function losslessEncodeStep(): i32 {
  if (handed) clearBytes();
  const status = work();
  handed = status == BYTES;
  return status;
}

function work(): i32 {
  switch (state) {
    case WEIGH:
      return weigh();
    case GREEN:
      return takeGreen();
    case MODES:
      return findModes();
    case PREDICT:
      return predict();
    case MATCH:
      return match();
    case CACHES:
      return cache();
    case COUNT:
      return count();
    case PARSE:
      return parse();
    case GROUP:
      return group();
    case WRITE:
      return write();
    case END:
      return FINISHED;
  }
  return WANT_ROWS;
}

/** Indices are written as they are. */
function startTransforms(): void {
  if (isIndexed()) startMatching();
  else if (!first) startGreen();
  else {
    startWeighing();
    state = WEIGH;
  }
}

function weigh(): i32 {
  if (weighTransforms(rowsAtOnce())) return WORKED;
  green = greenHelps();
  predicted = predictionHelps();
  // Listed in the order in which they are made: the decoder undoes the last one first.
  if (green) {
    putBits(1, 1);
    putBits(SUBTRACT_GREEN, 2);
  }
  startGreen();
  return WORKED;
}

function startGreen(): void {
  startAtTop();
  if (green) state = GREEN;
  else startPredicting();
}

function takeGreen(): i32 {
  if (!subtractGreen(rowsAtOnce())) startPredicting();
  return WORKED;
}

function startPredicting(): void {
  if (!predicted) return startMatching();
  if (!first) return startResiduals();
  openPredictor();
  startAtTop();
  state = MODES;
}

function findModes(): i32 {
  if (chooseModes(max<u32>(1, rowsAtOnce() / MODES_WORK))) return WORKED;
  writeModes();
  startResiduals();
  return WORKED;
}

function startResiduals(): void {
  startAtBottom();
  state = PREDICT;
}

function predict(): i32 {
  if (!predictRows(rowsAtOnce())) startMatching();
  return WORKED;
}

function startMatching(): void {
  if (first) putBits(0, 1); // no further transform
  startMatches();
  state = MATCH;
}

function match(): i32 {
  if (findMatches(AT_ONCE)) return WORKED;
  if (first) {
    startCaches();
    state = CACHES;
  } else {
    startParse();
    state = PARSE;
  }
  return WORKED;
}

function cache(): i32 {
  if (tryCaches(AT_ONCE)) return WORKED;
  cacheBits = chooseCache();
  costsOf(usedCounts, costs);
  startCache(cacheBits);
  startCount();
  state = COUNT;
  return WORKED;
}

/** Looks what symbols there will be, so that they are chosen by what they really cost. */
function count(): i32 {
  if (parseStrip()) return WORKED;
  learnCosts();
  startCache(cacheBits);
  startParse();
  state = PARSE;
  return WORKED;
}

function parse(): i32 {
  if (parseStrip()) return WORKED;
  startSymbols();
  state = first ? GROUP : WRITE;
  if (first) {
    openGroups();
    startGroups();
  }
  return WORKED;
}

function group(): i32 {
  if (formGroups(AT_ONCE)) return WORKED;
  putBits(cacheBits > 0 ? 1 : 0, 1);
  if (cacheBits > 0) putBits(cacheBits, 4);
  writeGroups(cacheBits);
  first = false;
  state = WRITE;
  return BYTES;
}

/** Writes symbols until enough bytes are ready or the slab ends. */
function write(): i32 {
  if (writeSymbols(OUTPUT)) return BYTES;
  nextSlab();
  state = slab.top == slab.height ? END : COLLECT;
  if (state == END) alignBits();
  return BYTES;
}

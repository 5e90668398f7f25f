/**
 * Encodes without loss. Rows are collected in a slab; when it is full or the picture ends, transforms, the cache, groups and
 * their codes are chosen by it, and its symbols written. What a further slab brings is written with the same.
 */
import { allocate, reset } from '../../memory';
import { SUBTRACT_GREEN } from '../transforms';
import { chooseCache, openCaches, usedCounts } from './cache';
import { codesOf, formGroups, lengthsAt, openGroups, writeGroups } from './groups';
import { findMatches, openMatches, startMatches } from './matches';
import { findColours, indexColours } from './palette';
import { costs, learnCosts, openParse, parseStrip, startCache, startCount, startParse } from './parse';
import { chooseModes, openPredictor, predictSlab, subtractGreen, writeModes } from './predict';
import { DISTANCE_MASK, isWhole, LENGTH_SHIFT, nextSlab, openSlab, rowPlace, slab, takeRows } from './slab';
import { writeCopy, writeLiteral, writeSymbol } from './small-image';
import { CACHE, costsOf, distanceCode, prepareDistances } from './symbols';
import { greenHelps, predictionHelps, weighTransforms } from './weigh';
import { bytesTaken, bytesWritten, finishBits, putBits, startWriting } from './writer';

/** What a step ends with, as for lossy pictures. */
const WANT_ROWS: i32 = 0;
const WORKED: i32 = 1;
const BYTES: i32 = 2;
const FINISHED: i32 = 3;

/** What is done next. */
const COLLECT: i32 = 0;
const TRANSFORM: i32 = 1;
const MATCH: i32 = 2;
const CHOOSE: i32 = 3;
const COUNT: i32 = 4;
const PARSE: i32 = 5;
const GROUP: i32 = 6;
const WRITE: i32 = 7;
const END: i32 = 8;

/** Bytes that are handed over at once; what stands before the symbols takes more at most by `HEAD`. */
const OUTPUT: usize = 65536;
const HEAD: usize = 131072;
/** Pixels that are looked at in one step. */
const AT_ONCE: u32 = 1 << 17;

let state: i32 = COLLECT;
/** True when bytes were handed over by the last step. */
let handed: bool = false;
let first: bool = true;
let green: bool = false;
let predicted: bool = false;
let cacheBits: u32 = 0;
let output: usize = 0;
/** The next symbol to be written, and its pixel. */
let symbol: u32 = 0;
let position: u32 = 0;
let x: u32 = 0;
let y: u32 = 0;

/** Begins a picture; `signed` with its signature and size, and whether it is opaque. */
export function openLosslessEncoder(width: u32, height: u32, signed: bool, opaque: bool): void {
  reset();
  prepareDistances();
  openSlab(width, height);
  openMatches(slab.most * width);
  openCaches();
  openParse();
  output = allocate(OUTPUT + HEAD);
  startWriting(output);
  state = COLLECT;
  handed = false;
  first = true;
  green = predicted = false;
  if (!signed) return;
  putBits(0x2f, 8);
  putBits(width - 1, 14);
  putBits(height - 1, 14);
  putBits(opaque ? 0 : 1, 1);
  putBits(0, 3);
}

export function losslessPlace(): usize {
  return rowPlace();
}

/** Rows that can be taken before the next step. */
export function losslessRoom(): u32 {
  return slab.most - slab.rows;
}

/** Takes rows of RGBA that were put in their place. */
export function losslessTaken(rows: u32): void {
  takeRows(rows);
  const last = slab.top + slab.rows == slab.height;
  if (last || slab.rows == slab.most) state = TRANSFORM;
}

export function losslessBytes(): usize {
  return bytesWritten();
}

export function losslessAddress(): usize {
  return output;
}

/** Works on; what is ready was taken before. */
export function losslessEncodeStep(): i32 {
  if (handed) bytesTaken();
  const status = work();
  handed = status == BYTES;
  return status;
}

function work(): i32 {
  switch (state) {
    case TRANSFORM: return transformSlab();
    case MATCH: return matchSlab();
    case CHOOSE: return choose();
    case COUNT: return count();
    case PARSE: return parse();
    case GROUP: return group();
    case WRITE: return writeSymbols();
    case END: return FINISHED;
  }
  return WANT_ROWS;
}

function transformSlab(): i32 {
  const indices = first && isWhole() && findColours() > 0;
  if (indices) indexColours();
  else transformColours();
  if (first) putBits(0, 1);
  startMatches(indices);
  state = MATCH;
  return bytesWritten() > 0 ? BYTES : WORKED;
}

function transformColours(): void {
  if (first) {
    weighTransforms();
    green = greenHelps();
    predicted = predictionHelps();
  }
  if (green) subtractGreen();
  if (predicted && first) {
    openPredictor();
    chooseModes();
  }
  // Listed in the order in which they were made: the decoder undoes the last one first.
  if (green && first) {
    putBits(1, 1);
    putBits(SUBTRACT_GREEN, 2);
  }
  if (!predicted) return;
  if (first) writeModes();
  predictSlab();
}

function matchSlab(): i32 {
  if (!findMatches(AT_ONCE)) state = first ? CHOOSE : PARSE;
  if (state == PARSE) startParse();
  return WORKED;
}

function choose(): i32 {
  cacheBits = chooseCache();
  costsOf(usedCounts, costs);
  startCache(cacheBits);
  startCount();
  openGroups();
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
  if (!parseStrip()) state = first ? GROUP : WRITE;
  startSymbols();
  return WORKED;
}

function startSymbols(): void {
  symbol = position = x = y = 0;
}

function group(): i32 {
  formGroups();
  putBits(cacheBits > 0 ? 1 : 0, 1);
  if (cacheBits > 0) putBits(cacheBits, 4);
  writeGroups(cacheBits);
  first = false;
  state = WRITE;
  return BYTES;
}

/** Writes symbols until enough bytes are ready or the slab ends. */
function writeSymbols(): i32 {
  for (; symbol < slab.symbols && bytesWritten() < OUTPUT; symbol++) {
    const step = load<u32>(slab.found + (<usize>symbol << 2));
    const lengths = lengthsAt(x, y + slab.top);
    const codes = codesOf(lengths);
    const length = step >> LENGTH_SHIFT, rest = step & DISTANCE_MASK;
    if (length > 0) writeCopy(length, distanceCode(rest, slab.coded), lengths, codes);
    else if (rest > 0) writeSymbol(CACHE + rest - 1, lengths, codes);
    else writeLiteral(load<u32>(slab.pixels + (<usize>position << 2)), lengths, codes);
    const pixels = max<u32>(1, length);
    position += pixels;
    for (x += pixels; x >= slab.coded; x -= slab.coded) y++;
  }
  if (symbol < slab.symbols) return BYTES;
  nextSlab();
  state = slab.top == slab.height ? END : COLLECT;
  if (state == END) finishBits();
  return BYTES;
}

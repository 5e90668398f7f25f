/**
 * Planes of a picture, turned: rows of MCUs go in from top to bottom, and when all are there the planes hold the rows of the
 * turned picture. Around each plane is room for what whole MCUs have beyond the picture, on whichever side a flip puts it.
 */
import { divideUp } from './decode/frame';
import { allocate, freeAll, TURNED } from './memory';

/** Samples around a plane: an MCU's side at most. */
const MARGIN: usize = 16;
/** Rows that are placed at a time, as many as vectors have of them. */
const ROWS: i32 = 8;
const COLUMNS: i32 = 16;
const MOST_PLANES: i32 = 3;

/** One plane, which goes in as `width` × `height` samples. */
@unmanaged
class Turned {
  width: i32;
  height: i32;
  /** Row of the source that comes next. */
  y: i32;
  /** Rows and columns of the turned plane: all that went in, but for what a flip puts beyond its end. */
  rows: i32;
  columns: i32;
  stride: usize;
  /** Its first sample. */
  origin: usize;
}

const planes: usize = memory.data(MOST_PLANES * offsetof<Turned>(), 16);
let count: i32 = 0;
/** Rows of luma in a row of MCUs; chroma has 8. */
let side: i32 = 8;
/** What a turn does: columns become rows; each side may be flipped first. */
let transposes: bool = false;
let flipsX: bool = false;
let flipsY: bool = false;

function plane(i: i32): Turned {
  return changetype<Turned>(planes + <usize>i * offsetof<Turned>());
}

function roundUp(value: i32): i32 {
  return (value + COLUMNS - 1) & -COLUMNS;
}

/**
 * Makes room for a picture; `factor` 2 when chroma has half its size, else 1. In front of its columns and rows go `spareX` and
 * `spareY` more in, 1 or 0, that are none of the turned picture's: where an odd side is flipped, they fill the pair up that
 * its last sample of chroma stands for.
 */
export function turnBegin(
  width: i32,
  height: i32,
  spareX: i32,
  spareY: i32,
  components: i32,
  factor: i32,
  transposed: bool,
  flippedX: bool,
  flippedY: bool,
): void {
  count = components;
  side = ROWS * factor;
  transposes = transposed;
  flipsX = flippedX;
  flipsY = flippedY;
  for (let i = 0; i < components; i++) {
    const divisor = i > 0 ? factor : 1;
    const turned = plane(i);
    turned.width = divideUp(width + spareX, divisor);
    turned.height = divideUp(height + spareY, divisor);
    openPlane(turned, divideUp(width, divisor), divideUp(height, divisor));
  }
}

/** Makes room for a plane of which so much is shown. */
function openPlane(turned: Turned, width: i32, height: i32): void {
  turned.y = 0;
  turned.rows = transposes ? width : height;
  turned.columns = transposes ? height : width;
  turned.stride = <usize>roundUp(turned.columns) + 2 * MARGIN;
  const start = allocate(TURNED, (<usize>roundUp(turned.rows) + MARGIN) * turned.stride);
  turned.origin = start + MARGIN * turned.stride + MARGIN;
}

/** Takes the next row of MCUs from planes that are filled to whole MCUs. */
export function turnRows(y: usize, yStride: usize, cb: usize, cr: usize, planeStride: usize): void {
  for (let row = 0; row < side; row += ROWS) place(plane(0), y + <usize>row * yStride, yStride);
  if (count == 1) return;
  place(plane(1), cb, planeStride);
  place(plane(2), cr, planeStride);
}

/** Places eight rows. */
function place(turned: Turned, from: usize, stride: usize): void {
  if (transposes) placeColumns(turned, from, stride);
  else for (let row = 0; row < ROWS; row++) placeRow(turned, row, from + <usize>row * stride);
  turned.y += ROWS;
}

/** Where a row of the source begins, or ends, in the turned plane. */
function placeOf(turned: Turned, y: i32): i32 {
  return flipsY ? turned.height - 1 - y : y;
}

function placeRow(turned: Turned, row: i32, from: usize): void {
  const to = turned.origin + <usize>placeOf(turned, turned.y + row) * turned.stride;
  for (let x = 0; x < turned.width; x += COLUMNS) {
    const samples = v128.load(from + x);
    if (flipsX) v128.store(to + turned.width - COLUMNS - x, reversed(samples));
    else v128.store(to + x, samples);
  }
}

// @ts-ignore: decorator
@inline
function reversed(samples: v128): v128 {
  return i8x16.shuffle(samples, samples, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
}

/** Eight rows become eight columns, sixteen of their samples at a time. */
function placeColumns(turned: Turned, from: usize, stride: usize): void {
  const first = flipsY ? from + stride * (ROWS - 1) : from;
  const next: usize = flipsY ? 0 - stride : stride;
  const column = flipsY ? placeOf(turned, turned.y + ROWS - 1) : turned.y;
  const down: usize = flipsX ? 0 - turned.stride : turned.stride;
  let to = turned.origin + column + <usize>(flipsX ? turned.width - 1 : 0) * turned.stride;
  for (let x = 0; x < turned.width; x += COLUMNS) {
    transpose(first + x, next, to, down);
    to += down * COLUMNS;
  }
}

// @ts-ignore: decorator
@inline
function lowBytes(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

// @ts-ignore: decorator
@inline
function highBytes(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/** Writes sixteen samples of each of eight rows as eight samples of each of sixteen. */
function transpose(from: usize, next: usize, to: usize, down: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + next);
  const r2 = v128.load(from + next * 2);
  const r3 = v128.load(from + next * 3);
  const r4 = v128.load(from + next * 4);
  const r5 = v128.load(from + next * 5);
  const r6 = v128.load(from + next * 6);
  const r7 = v128.load(from + next * 7);
  storeEight(lowBytes(r0, r1), lowBytes(r2, r3), lowBytes(r4, r5), lowBytes(r6, r7), to, down);
  storeEight(highBytes(r0, r1), highBytes(r2, r3), highBytes(r4, r5), highBytes(r6, r7), to + down * 8, down);
}

/** The pairs of samples of eight columns become those columns. */
// @ts-ignore: decorator
@inline
function storeEight(a: v128, b: v128, c: v128, d: v128, to: usize, down: usize): void {
  const low = i16x8.shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
  const high = i16x8.shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
  const lowLater = i16x8.shuffle(c, d, 0, 8, 1, 9, 2, 10, 3, 11);
  const highLater = i16x8.shuffle(c, d, 4, 12, 5, 13, 6, 14, 7, 15);
  storeTwo(i32x4.shuffle(low, lowLater, 0, 4, 1, 5), to, down);
  storeTwo(i32x4.shuffle(low, lowLater, 2, 6, 3, 7), to + down * 2, down);
  storeTwo(i32x4.shuffle(high, highLater, 0, 4, 1, 5), to + down * 4, down);
  storeTwo(i32x4.shuffle(high, highLater, 2, 6, 3, 7), to + down * 6, down);
}

// @ts-ignore: decorator
@inline
function storeTwo(columns: v128, to: usize, down: usize): void {
  v128.store64_lane(to, columns, 0);
  v128.store64_lane(to + down, columns, 1);
}

/** Says that all rows were taken: planes are filled to whole MCUs, as those that went in. */
export function turnFinish(): void {
  for (let i = 0; i < count; i++) extend(plane(i));
}

function extend(turned: Turned): void {
  const rows = turned.rows;
  const columns = turned.columns;
  const stride = turned.stride;
  const origin = turned.origin;
  const beyond = <usize>(roundUp(columns) - columns);
  for (let row = 0; row < rows; row++) {
    const end = origin + <usize>row * stride + columns;
    memory.fill(end, load<u8>(end - 1), beyond);
  }
  const last = origin + <usize>(rows - 1) * stride;
  for (let row = rows; row < roundUp(rows); row++) {
    memory.copy(origin + <usize>row * stride, last, <usize>roundUp(columns));
  }
}

/** Address of a turned plane, and how far its rows are apart. */
export function turnedPlane(component: i32): usize {
  return plane(component).origin;
}
export function turnedStride(component: i32): usize {
  return plane(component).stride;
}

/** Gives back all memory of the turned picture. */
export function turnEnd(): void {
  freeAll(TURNED);
}

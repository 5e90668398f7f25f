/**
 * RGBA to YCbCr, full range (ITU-R BT.601 as JFIF 1.02 takes it), for one row of MCUs at a time. Alpha is not read:
 * pictures arrive opaque. Chroma of 4:2:0 is the mean of 2 x 2 pixels, taken before the conversion so that it is
 * rounded once.
 *
 * Pixels are handled four to a vector, split into 16-bit lanes of (red, blue) and (green, alpha).
 */
import { allocate, ENCODER } from '../memory';
import { components, lumaFactor, mcuColumns, mcuSide, width } from './frame';
import { dot, pair } from './lanes';

const FRACTION_BITS = 15;
/** Weights in 15-bit fixed point; those of Y add up to one, those of Cb and of Cr to zero. */
const Y_RED = 9798;
const Y_GREEN = 19235;
const Y_BLUE = 3735;
const CB_RED = -5529;
const CB_GREEN = -10855;
const CB_BLUE = 16384;
const CR_RED = 16384;
const CR_GREEN = -13720;
const CR_BLUE = -2664;

/** Pixels a round of the loops takes. */
const STEP = 16;

/** Rows of RGBA as the host puts them here, one row of MCUs at most. */
export let staging: usize = 0;
/** Samples in a row of Y, and pixels in a row of the staging: whole MCUs and whole rounds. */
export let stride: usize = 0;
/** Planes of one row of MCUs. */
export let yPlane: usize = 0;
export let cbPlane: usize = 0;
export let crPlane: usize = 0;
export let chromaStride: usize = 0;

export function openColour(): void {
  stride = ((<usize>mcuColumns * mcuSide + STEP - 1) / STEP) * STEP;
  chromaStride = stride / lumaFactor;
  staging = allocate(ENCODER, stride * 4 * mcuSide);
  yPlane = allocate(ENCODER, stride * mcuSide);
  if (components == 1) return;
  cbPlane = allocate(ENCODER, chromaStride * 8);
  crPlane = allocate(ENCODER, chromaStride * 8);
}

/** Converts `rows` staged rows, at least one; rows and columns that an MCU lacks repeat the last ones. */
export function convertStaged(rows: i32): void {
  for (let y = 0; y < rows; y++) extendRow(staging + <usize>y * stride * 4);
  for (let y = rows; y < mcuSide; y++) copyRow(staging, y, rows - 1, stride * 4);
  for (let y = 0; y < mcuSide; y++) convertLuma(staging + <usize>y * stride * 4, yPlane + <usize>y * stride);
  if (components == 1) return;
  for (let y = 0; y < 8; y++) {
    const cb = cbPlane + <usize>y * chromaStride;
    const cr = crPlane + <usize>y * chromaStride;
    if (lumaFactor == 1) convertChroma(staging + <usize>y * stride * 4, cb, cr);
    else convertChromaHalved(staging + <usize>y * stride * 8, cb, cr);
  }
}

function copyRow(plane: usize, to: i32, from: i32, rowBytes: usize): void {
  memory.copy(plane + <usize>to * rowBytes, plane + <usize>from * rowBytes, rowBytes);
}

function extendRow(row: usize): void {
  const last = load<u32>(row + <usize>(width - 1) * 4);
  for (let x = <usize>width; x < stride; x++) store<u32>(row + x * 4, last);
}

// @ts-ignore: decorator
@inline
function redBlue(pixels: v128): v128 {
  return v128.and(pixels, i16x8.splat(0xff));
}

// @ts-ignore: decorator
@inline
function greenAlpha(pixels: v128): v128 {
  return i16x8.shr_u(pixels, 8);
}

/** Weighted sum of red, green and blue: `bias` is in units of `2^-shift`. */
// @ts-ignore: decorator
@inline
function weigh(rb: v128, ga: v128, red: i32, green: i32, blue: i32, bias: i32, shift: i32): v128 {
  const sum = i32x4.add(dot(rb, pair(red, blue)), dot(ga, pair(green, 0)));
  return i32x4.shr_s(i32x4.add(sum, i32x4.splat(bias)), shift);
}

// @ts-ignore: decorator
@inline
function luma(pixels: v128): v128 {
  const half = 1 << (FRACTION_BITS - 1);
  return weigh(redBlue(pixels), greenAlpha(pixels), Y_RED, Y_GREEN, Y_BLUE, half, FRACTION_BITS);
}

/** What is added to a chroma sum that is `extra` bits too large: a half to round, and 128 for no colour. */
// @ts-ignore: decorator
@inline
function chromaBias(extra: i32): i32 {
  return (128 << (FRACTION_BITS + extra)) + (1 << (FRACTION_BITS + extra - 1));
}

// @ts-ignore: decorator
@inline
function blueDifference(rb: v128, ga: v128, extra: i32): v128 {
  return weigh(rb, ga, CB_RED, CB_GREEN, CB_BLUE, chromaBias(extra), FRACTION_BITS + extra);
}

// @ts-ignore: decorator
@inline
function redDifference(rb: v128, ga: v128, extra: i32): v128 {
  return weigh(rb, ga, CR_RED, CR_GREEN, CR_BLUE, chromaBias(extra), FRACTION_BITS + extra);
}

/** Four vectors of 32-bit samples as sixteen bytes. */
// @ts-ignore: decorator
@inline
function bytes(a: v128, b: v128, c: v128, d: v128): v128 {
  return i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
}

function convertLuma(row: usize, y: usize): void {
  const end = y + stride;
  while (y < end) {
    const a = luma(v128.load(row));
    const b = luma(v128.load(row, 16));
    const c = luma(v128.load(row, 32));
    const d = luma(v128.load(row, 48));
    v128.store(y, bytes(a, b, c, d));
    row += STEP * 4;
    y += STEP;
  }
}

function convertChroma(row: usize, cb: usize, cr: usize): void {
  const end = cb + chromaStride;
  while (cb < end) {
    const p0 = v128.load(row);
    const p1 = v128.load(row, 16);
    const rb0 = redBlue(p0);
    const rb1 = redBlue(p1);
    const ga0 = greenAlpha(p0);
    const ga1 = greenAlpha(p1);
    const blue = i16x8.narrow_i32x4_s(blueDifference(rb0, ga0, 0), blueDifference(rb1, ga1, 0));
    const red = i16x8.narrow_i32x4_s(redDifference(rb0, ga0, 0), redDifference(rb1, ga1, 0));
    v128.store64_lane(cb, i8x16.narrow_i16x8_u(blue, blue), 0);
    v128.store64_lane(cr, i8x16.narrow_i16x8_u(red, red), 0);
    row += 32;
    cb += 8;
    cr += 8;
  }
}

/** Sums of horizontal neighbours: eight pixels of two 16-bit lanes become four. */
// @ts-ignore: decorator
@inline
function addNeighbours(left: v128, right: v128): v128 {
  return i16x8.add(v128.shuffle<i32>(left, right, 0, 2, 4, 6), v128.shuffle<i32>(left, right, 1, 3, 5, 7));
}

function convertChromaHalved(row: usize, cb: usize, cr: usize): void {
  const below = row + stride * 4;
  const end = stride * 4;
  for (let x: usize = 0; x < end; x += STEP * 4) {
    const rb0 = addNeighbours(columnRedBlue(row + x, below + x), columnRedBlue(row + x + 16, below + x + 16));
    const ga0 = addNeighbours(
      columnGreenAlpha(row + x, below + x),
      columnGreenAlpha(row + x + 16, below + x + 16),
    );
    const rb1 = addNeighbours(
      columnRedBlue(row + x + 32, below + x + 32),
      columnRedBlue(row + x + 48, below + x + 48),
    );
    const ga1 = addNeighbours(
      columnGreenAlpha(row + x + 32, below + x + 32),
      columnGreenAlpha(row + x + 48, below + x + 48),
    );
    const blue = i16x8.narrow_i32x4_s(blueDifference(rb0, ga0, 2), blueDifference(rb1, ga1, 2));
    const red = i16x8.narrow_i32x4_s(redDifference(rb0, ga0, 2), redDifference(rb1, ga1, 2));
    v128.store64_lane(cb, i8x16.narrow_i16x8_u(blue, blue), 0);
    v128.store64_lane(cr, i8x16.narrow_i16x8_u(red, red), 0);
    cb += 8;
    cr += 8;
  }
}

// @ts-ignore: decorator
@inline
function columnRedBlue(above: usize, below: usize): v128 {
  return i16x8.add(redBlue(v128.load(above)), redBlue(v128.load(below)));
}

// @ts-ignore: decorator
@inline
function columnGreenAlpha(above: usize, below: usize): v128 {
  return i16x8.add(greenAlpha(v128.load(above)), greenAlpha(v128.load(below)));
}

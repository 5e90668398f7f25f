/** Rows of planes at the result's size become rows of pixels: RGBA, or inks for the host to convert. */
import { allocate, DECODER } from '../memory';
import { sampler } from './sampler';
import { MODEL_GREY, MODEL_RGB, MODEL_YCCK, target } from './target';

/** Pixels made at a time. */
const AT_ONCE: usize = 16;
/** Most rows of a group. */
const ROWS: usize = 16;

let pixels: usize = 0;
/** Bytes from one row of pixels to the next. */
let pixelStride: usize = 0;

export function openColour(width: i32): void {
  pixelStride = (<usize>width) << 2;
  pixels = allocate(DECODER, pixelStride * ROWS + AT_ONCE * 4);
}

/** Address of the group's pixels, row after row without gaps. */
export function pixelRows(): usize {
  return pixels;
}

/** Converts `rows` rows of Y, YCbCr or RGB planes to opaque RGBA. */
export function rgbaRows(rows: i32): void {
  for (let y: usize = 0; y < <usize>rows; y++) {
    const to = pixels + y * pixelStride;
    const a = planeRow(0, y);
    if (target.model == MODEL_GREY) greyRow(a, to);
    else if (target.model == MODEL_RGB) plainRow(a, planeRow(1, y), planeRow(2, y), to);
    else yccRow(a, planeRow(1, y), planeRow(2, y), to);
  }
}

// @ts-ignore: decorator
@inline
function planeRow(i: i32, y: usize): usize {
  return sampler(i).output + y * sampler(i).outputStride;
}

function greyRow(grey: usize, to: usize): void {
  const end = <usize>target.windowWidth;
  for (let x: usize = 0; x < end; x += AT_ONCE) {
    const v = v128.load(grey + x);
    putPixels(to + (x << 2), v, v, v, i8x16.splat(-1));
  }
}

function plainRow(red: usize, green: usize, blue: usize, to: usize): void {
  const end = <usize>target.windowWidth;
  for (let x: usize = 0; x < end; x += AT_ONCE) {
    putPixels(to + (x << 2), v128.load(red + x), v128.load(green + x), v128.load(blue + x), i8x16.splat(-1));
  }
}

/** Sixteen pixels of four bytes. A row's last ones may run into the next row, which is written after it. */
// @ts-ignore: decorator
@inline
function putPixels(to: usize, r: v128, g: v128, b: v128, a: v128): void {
  const rgLow = v128.shuffle<i8>(r, g, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const rgHigh = v128.shuffle<i8>(r, g, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  const baLow = v128.shuffle<i8>(b, a, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const baHigh = v128.shuffle<i8>(b, a, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  v128.store(to, v128.shuffle<i16>(rgLow, baLow, 0, 8, 1, 9, 2, 10, 3, 11));
  v128.store(to, v128.shuffle<i16>(rgLow, baLow, 4, 12, 5, 13, 6, 14, 7, 15), 16);
  v128.store(to, v128.shuffle<i16>(rgHigh, baHigh, 0, 8, 1, 9, 2, 10, 3, 11), 32);
  v128.store(to, v128.shuffle<i16>(rgHigh, baHigh, 4, 12, 5, 13, 6, 14, 7, 15), 48);
}

/** Factors of T.871 section 7 beyond whole multiples, 15 fraction bits: 1.402 - 1, 0.344136, 0.714136, 1.772 - 1. */
const RED: i16 = 13173;
const GREEN_CB: i16 = 11277;
const GREEN_CR: i16 = 23401;
const BLUE: i16 = 25297;
/** Fraction bits of the sums: 16 bits hold any of them. */
const FRACTION: i32 = 6;
const ROUNDING: i16 = 32;

function yccRow(y: usize, cb: usize, cr: usize, to: usize): void {
  const end = <usize>target.windowWidth;
  for (let x: usize = 0; x < end; x += AT_ONCE) {
    const y0 = lift(v128.load64_zero(y + x)),
      y1 = lift(v128.load64_zero(y + x, 8));
    const b0 = chroma(v128.load64_zero(cb + x)),
      b1 = chroma(v128.load64_zero(cb + x, 8));
    const r0 = chroma(v128.load64_zero(cr + x)),
      r1 = chroma(v128.load64_zero(cr + x, 8));
    putPixels(
      to + (x << 2),
      pack(whole(y0, r0, RED), whole(y1, r1, RED)),
      pack(green(y0, b0, r0), green(y1, b1, r1)),
      pack(whole(y0, b0, BLUE), whole(y1, b1, BLUE)),
      i8x16.splat(-1),
    );
  }
}

/** Eight luma samples with the rounding of the end already added. */
// @ts-ignore: decorator
@inline
function lift(v: v128): v128 {
  return i16x8.add(i16x8.shl(i16x8.extend_low_i8x16_u(v), FRACTION), i16x8.splat(ROUNDING));
}
// @ts-ignore: decorator
@inline
function chroma(v: v128): v128 {
  return i16x8.shl(i16x8.sub(i16x8.extend_low_i8x16_u(v), i16x8.splat(128)), FRACTION);
}
/** y + (1 + factor) × c. */
// @ts-ignore: decorator
@inline
function whole(y: v128, c: v128, factor: i16): v128 {
  return i16x8.add(i16x8.add(y, c), i16x8.q15mulr_sat_s(c, i16x8.splat(factor)));
}
// @ts-ignore: decorator
@inline
function green(y: v128, cb: v128, cr: v128): v128 {
  const less = i16x8.add(
    i16x8.q15mulr_sat_s(cb, i16x8.splat(GREEN_CB)),
    i16x8.q15mulr_sat_s(cr, i16x8.splat(GREEN_CR)),
  );
  return i16x8.sub(y, less);
}
// @ts-ignore: decorator
@inline
function pack(a: v128, b: v128): v128 {
  return i8x16.narrow_i16x8_u(i16x8.shr_s(a, FRACTION), i16x8.shr_s(b, FRACTION));
}

/** Converts `rows` rows of CMYK or YCCK planes to inks, 255 full. */
export function cmykRows(rows: i32): void {
  for (let y: usize = 0; y < <usize>rows; y++) {
    const to = pixels + y * pixelStride;
    const c = planeRow(0, y),
      m = planeRow(1, y),
      v = planeRow(2, y),
      k = planeRow(3, y);
    // Adobe's YCCK holds the complement of the stored inks, which are complements themselves: RGB is the inks.
    if (target.model == MODEL_YCCK) yccRow(c, m, v, to);
    inkRow(c, m, v, k, to);
  }
}

function inkRow(c: usize, m: usize, y: usize, k: usize, to: usize): void {
  const end = <usize>target.windowWidth;
  const flip = i8x16.splat(-1);
  if (target.model == MODEL_YCCK) {
    for (let x: usize = 0; x < end; x++) store<u8>(to + (x << 2), ~load<u8>(k + x), 3);
    return;
  }
  for (let x: usize = 0; x < end; x += AT_ONCE) {
    const cyan = v128.xor(v128.load(c + x), flip),
      magenta = v128.xor(v128.load(m + x), flip);
    const yellow = v128.xor(v128.load(y + x), flip),
      black = v128.xor(v128.load(k + x), flip);
    putPixels(to + (x << 2), cyan, magenta, yellow, black);
  }
}

/**
 * RGBA to YUV as WebP has it: BT.601 in the range of video, 16 to 235 and 16 to 240 (RFC 9649, section 2.5), chroma of the
 * mean of 2 × 2 pixels. Alpha is not read.
 */
import { allocate } from '../../../../shared/memory';
import { frame } from './frame';

const LUMA_BITS: i32 = 15;
const LUMA_BIAS: i32 = (16 << LUMA_BITS) + (1 << (LUMA_BITS - 1));
const Y_RED: i32 = 8419;
const Y_GREEN: i32 = 16530;
const Y_BLUE: i32 = 3210;
/** Two bits more, as four pixels are added up. */
const CHROMA_BITS: i32 = 18;
const CHROMA_BIAS: i32 = (128 << CHROMA_BITS) + (1 << (CHROMA_BITS - 1));
const U_RED: i32 = -9719;
const U_GREEN: i32 = -19081;
const U_BLUE: i32 = 28800;
const V_RED: i32 = 28800;
const V_GREEN: i32 = -24116;
const V_BLUE: i32 = -4684;

/** Sixteen rows of RGBA as the host puts them here, and bytes from one to the next. */
let staging: usize = 0;
let stagingStride: usize = 0;

export function openColour(): void {
  stagingStride = <usize>frame.columns * 64;
  staging = allocate(stagingStride * 16);
}

export function stagingAddress(): usize {
  return staging;
}
export function stagingPitch(): usize {
  return stagingStride;
}

/** Converts `rows` staged rows to a row of macroblocks at `to`: 16 rows of Y, then 8 of U and 8 of V. Edges are repeated. */
export function convertStaged(rows: i32, to: usize): void {
  for (let y = 0; y < rows; y++) extendRow(staging + <usize>y * stagingStride);
  for (let y = rows; y < 16; y++) {
    memory.copy(
      staging + <usize>y * stagingStride,
      staging + <usize>(rows - 1) * stagingStride,
      stagingStride,
    );
  }
  const width = stagingStride >> 2;
  const u = to + 16 * width;
  const v = u + 4 * width;
  for (let y: usize = 0; y < 16; y++) lumaRow(staging + y * stagingStride, to + y * width, width);
  for (let y: usize = 0; y < 8; y++) {
    chromaRow(staging + 2 * y * stagingStride, u + ((y * width) >> 1), v + ((y * width) >> 1), width >> 1);
  }
}

function extendRow(row: usize): void {
  const last = load<u32>(row + <usize>(frame.width - 1) * 4);
  for (let x = <usize>frame.width * 4; x < stagingStride; x += 4) store<u32>(row + x, last);
}

/** Two weights in each 32-bit lane. */
// @ts-ignore: decorator
@inline
function pair(low: i32, high: i32): v128 {
  return i32x4.splat((low & 0xffff) | (high << 16));
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

// @ts-ignore: decorator
@inline
function weigh(rb: v128, ga: v128, red: i32, green: i32, blue: i32, bias: i32, bits: i32): v128 {
  const sum = i32x4.add(i32x4.dot_i16x8_s(rb, pair(red, blue)), i32x4.dot_i16x8_s(ga, pair(green, 0)));
  return i32x4.shr_s(i32x4.add(sum, i32x4.splat(bias)), bits);
}

// @ts-ignore: decorator
@inline
function luma(at: usize): v128 {
  const pixels = v128.load(at);
  return weigh(redBlue(pixels), greenAlpha(pixels), Y_RED, Y_GREEN, Y_BLUE, LUMA_BIAS, LUMA_BITS);
}

function lumaRow(row: usize, y: usize, width: usize): void {
  for (let x: usize = 0; x < width; x += 16, row += 64) {
    const low = i16x8.narrow_i32x4_s(luma(row), luma(row + 16));
    const high = i16x8.narrow_i32x4_s(luma(row + 32), luma(row + 48));
    v128.store(y + x, i8x16.narrow_i16x8_u(low, high));
  }
}

/** Sums of 2 × 2 pixels: of eight, in two vectors of lanes, four. */
// @ts-ignore: decorator
@inline
function cells(left: v128, right: v128): v128 {
  return i16x8.add(v128.shuffle<i32>(left, right, 0, 2, 4, 6), v128.shuffle<i32>(left, right, 1, 3, 5, 7));
}

function chromaRow(row: usize, u: usize, v: usize, width: usize): void {
  const below = row + stagingStride;
  for (let x: usize = 0; x < width; x += 4) {
    const a = v128.load(row + x * 8),
      b = v128.load(below + x * 8);
    const c = v128.load(row + x * 8, 16),
      d = v128.load(below + x * 8, 16);
    const rb = cells(i16x8.add(redBlue(a), redBlue(b)), i16x8.add(redBlue(c), redBlue(d)));
    const ga = cells(i16x8.add(greenAlpha(a), greenAlpha(b)), i16x8.add(greenAlpha(c), greenAlpha(d)));
    const us = weigh(rb, ga, U_RED, U_GREEN, U_BLUE, CHROMA_BIAS, CHROMA_BITS);
    const vs = weigh(rb, ga, V_RED, V_GREEN, V_BLUE, CHROMA_BIAS, CHROMA_BITS);
    const words = i16x8.narrow_i32x4_s(us, vs);
    const bytes = i8x16.narrow_i16x8_u(words, words);
    v128.store32_lane(u + x, bytes, 0);
    v128.store32_lane(v + x, bytes, 1);
  }
}

/**
 * Forward DCT (ITU-T T.81 A.3.3) and quantisation (A.3.4) of one 8 x 8 block.
 *
 * Two passes of eight one-dimensional transforms with one transpose between them, so coefficients leave
 * TRANSPOSED: coefficient (u, v), u counting across, is at index `u * 8 + v`. Factors are `sqrt(2) * cos(k * pi / 16)`
 * in 13-bit fixed point; each pass is `sqrt(8)` too large, which the quantiser's reciprocals take back.
 */
import { descale, dot, pair, zipHigh16, zipHigh32, zipHigh64, zipLow16, zipLow32, zipLow64 } from './lanes';

const COS_1 = 11363;
const COS_2 = 10703;
const COS_3 = 9633;
const COS_5 = 6437;
const COS_6 = 4433;
const COS_7 = 2260;
const ONE = 8192;

/** Bits kept below the integer between the passes. */
const BETWEEN_BITS = 3;

/** How much larger a coefficient is before quantisation than T.81 defines it: 8 for both passes, 3 bits, 13 bits. */
export const FDCT_GAIN: f64 = <f64>((8 * ONE) << BETWEEN_BITS);

/** 1.5 * 2^23: added to a small float, it leaves the rounded integer in the low bits of the sum. */
const ROUNDING: f32 = 12582912.0;
const ROUNDING_BITS = 0x4b400000;

/** Bytes of a column of the block. */
const COLUMN = 16;
/** The quantised block, 64 i16, transposed. */
export const BLOCK: usize = memory.data(8 * COLUMN, 16);
/** Its coefficients in steps of the quantiser before they were rounded, 64 f32, where they are kept. */
export const UNROUNDED: usize = memory.data(8 * COLUMN * 2, 16);

// @ts-ignore: decorator
@inline
function samples(row: usize): v128 {
  return i16x8.sub(v128.load8x8_u(row), i16x8.splat(128));
}

/** Sum of four vectors, zipped two by two, each times its factor. */
// @ts-ignore: decorator
@inline
function weigh(ab: v128, cd: v128, a: i32, b: i32, c: i32, d: i32): v128 {
  return i32x4.add(dot(ab, pair(a, b)), dot(cd, pair(c, d)));
}

/** The same at the precision that is kept between the passes; the zipped vectors come as low and high halves. */
// @ts-ignore: decorator
@inline
function row(abLow: v128, abHigh: v128, cdLow: v128, cdHigh: v128, a: i32, b: i32, c: i32, d: i32): v128 {
  return descale(weigh(abLow, cdLow, a, b, c, d), weigh(abHigh, cdHigh, a, b, c, d), 13 - BETWEEN_BITS);
}

// @ts-ignore: decorator
@inline
function evenRow(low: v128, high: v128, a: i32, b: i32): v128 {
  return descale(dot(low, pair(a, b)), dot(high, pair(a, b)), 13 - BETWEEN_BITS);
}

// @ts-ignore: decorator
@inline
function inSteps(values: v128, reciprocals: usize): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(values), v128.load(reciprocals));
}

// @ts-ignore: decorator
@inline
function rounded(exact: v128): v128 {
  return i32x4.sub(f32x4.add(exact, f32x4.splat(ROUNDING)), i32x4.splat(ROUNDING_BITS));
}

/** Stores one column of the block, eight coefficients quantised to nearest. */
// @ts-ignore: decorator
@inline
function quantise(column: usize, low: v128, high: v128, reciprocals: usize, keep: bool): v128 {
  const exactLow = inSteps(low, reciprocals + column * 32);
  const exactHigh = inSteps(high, reciprocals + column * 32 + 16);
  if (keep) {
    v128.store(UNROUNDED + column * 32, exactLow);
    v128.store(UNROUNDED + column * 32, exactHigh, 16);
  }
  const quantised = i16x8.narrow_i32x4_s(rounded(exactLow), rounded(exactHigh));
  v128.store(BLOCK + column * COLUMN, quantised);
  return quantised;
}

/** A bit for each of sixteen coefficients that are zero. */
// @ts-ignore: decorator
@inline
function zeros(a: v128, b: v128): u64 {
  return <u64>i8x16.bitmask(i8x16.eq(i8x16.narrow_i16x8_s(a, b), i8x16.splat(0)));
}

/**
 * Transforms and quantises the 8 x 8 samples at `source` into BLOCK. `reciprocals` are 64 f32 in transposed order:
 * one over quantiser step times FDCT_GAIN. Returns a mask with bit `i` set where coefficient `i` of BLOCK is not zero.
 */
export function transformBlock(source: usize, stride: usize, reciprocals: usize): u64 {
  return transform(source, stride, reciprocals, false);
}

/** The same, and leaves in UNROUNDED what BLOCK is rounded from. */
export function transformBlockKept(source: usize, stride: usize, reciprocals: usize): u64 {
  return transform(source, stride, reciprocals, true);
}

/** One long function, since a vector that travels between two costs a seventh of the whole encoder's time. */
// @ts-ignore: decorator
@inline
function transform(source: usize, stride: usize, reciprocals: usize, keep: bool): u64 {
  let r0 = samples(source);
  let r1 = samples(source + stride);
  let r2 = samples(source + stride * 2);
  let r3 = samples(source + stride * 3);
  let r4 = samples(source + stride * 4);
  let r5 = samples(source + stride * 5);
  let r6 = samples(source + stride * 6);
  let r7 = samples(source + stride * 7);

  // First pass, down the columns: even rows come from sums of mirrored rows, odd ones from their differences.
  let s0 = i16x8.add(r0, r7);
  let s1 = i16x8.add(r1, r6);
  let s2 = i16x8.add(r2, r5);
  let s3 = i16x8.add(r3, r4);
  let d0 = i16x8.sub(r0, r7);
  let d1 = i16x8.sub(r1, r6);
  let d2 = i16x8.sub(r2, r5);
  let d3 = i16x8.sub(r3, r4);
  const outer = i16x8.add(s0, s3);
  const inner = i16x8.add(s1, s2);
  r0 = i16x8.shl(i16x8.add(outer, inner), BETWEEN_BITS);
  r4 = i16x8.shl(i16x8.sub(outer, inner), BETWEEN_BITS);
  const low = zipLow16(i16x8.sub(s0, s3), i16x8.sub(s1, s2));
  const high = zipHigh16(i16x8.sub(s0, s3), i16x8.sub(s1, s2));
  r2 = evenRow(low, high, COS_2, COS_6);
  r6 = evenRow(low, high, COS_6, -COS_2);
  let abLow = zipLow16(d0, d1);
  let abHigh = zipHigh16(d0, d1);
  let cdLow = zipLow16(d2, d3);
  let cdHigh = zipHigh16(d2, d3);
  r1 = row(abLow, abHigh, cdLow, cdHigh, COS_1, COS_3, COS_5, COS_7);
  r3 = row(abLow, abHigh, cdLow, cdHigh, COS_3, -COS_7, -COS_1, -COS_5);
  r5 = row(abLow, abHigh, cdLow, cdHigh, COS_5, -COS_1, COS_7, COS_3);
  r7 = row(abLow, abHigh, cdLow, cdHigh, COS_7, -COS_5, COS_3, -COS_1);

  // Transpose.
  const t0 = zipLow16(r0, r1);
  const t1 = zipHigh16(r0, r1);
  const t2 = zipLow16(r2, r3);
  const t3 = zipHigh16(r2, r3);
  const t4 = zipLow16(r4, r5);
  const t5 = zipHigh16(r4, r5);
  const t6 = zipLow16(r6, r7);
  const t7 = zipHigh16(r6, r7);
  const u0 = zipLow32(t0, t2);
  const u1 = zipHigh32(t0, t2);
  const u2 = zipLow32(t1, t3);
  const u3 = zipHigh32(t1, t3);
  const u4 = zipLow32(t4, t6);
  const u5 = zipHigh32(t4, t6);
  const u6 = zipLow32(t5, t7);
  const u7 = zipHigh32(t5, t7);
  r0 = zipLow64(u0, u4);
  r1 = zipHigh64(u0, u4);
  r2 = zipLow64(u1, u5);
  r3 = zipHigh64(u1, u5);
  r4 = zipLow64(u2, u6);
  r5 = zipHigh64(u2, u6);
  r6 = zipLow64(u3, u7);
  r7 = zipHigh64(u3, u7);

  // Second pass. Sums of sums no longer fit 16 bits, so their butterfly is part of the dot products.
  s0 = i16x8.add(r0, r7);
  s1 = i16x8.add(r1, r6);
  s2 = i16x8.add(r2, r5);
  s3 = i16x8.add(r3, r4);
  d0 = i16x8.sub(r0, r7);
  d1 = i16x8.sub(r1, r6);
  d2 = i16x8.sub(r2, r5);
  d3 = i16x8.sub(r3, r4);
  abLow = zipLow16(s0, s3);
  abHigh = zipHigh16(s0, s3);
  cdLow = zipLow16(s1, s2);
  cdHigh = zipHigh16(s1, s2);
  const outerLow = dot(abLow, pair(ONE, ONE));
  const outerHigh = dot(abHigh, pair(ONE, ONE));
  const innerLow = dot(cdLow, pair(ONE, ONE));
  const innerHigh = dot(cdHigh, pair(ONE, ONE));
  const c0 = quantise(0, i32x4.add(outerLow, innerLow), i32x4.add(outerHigh, innerHigh), reciprocals, keep);
  const c4 = quantise(4, i32x4.sub(outerLow, innerLow), i32x4.sub(outerHigh, innerHigh), reciprocals, keep);
  const c2 = column(2, abLow, abHigh, cdLow, cdHigh, COS_2, -COS_2, COS_6, -COS_6, reciprocals, keep);
  const c6 = column(6, abLow, abHigh, cdLow, cdHigh, COS_6, -COS_6, -COS_2, COS_2, reciprocals, keep);
  abLow = zipLow16(d0, d1);
  abHigh = zipHigh16(d0, d1);
  cdLow = zipLow16(d2, d3);
  cdHigh = zipHigh16(d2, d3);
  const c1 = column(1, abLow, abHigh, cdLow, cdHigh, COS_1, COS_3, COS_5, COS_7, reciprocals, keep);
  const c3 = column(3, abLow, abHigh, cdLow, cdHigh, COS_3, -COS_7, -COS_1, -COS_5, reciprocals, keep);
  const c5 = column(5, abLow, abHigh, cdLow, cdHigh, COS_5, -COS_1, COS_7, COS_3, reciprocals, keep);
  const c7 = column(7, abLow, abHigh, cdLow, cdHigh, COS_7, -COS_5, COS_3, -COS_1, reciprocals, keep);
  return ~(zeros(c0, c1) | (zeros(c2, c3) << 16) | (zeros(c4, c5) << 32) | (zeros(c6, c7) << 48));
}

// @ts-ignore: decorator
@inline
function column(
  index: usize,
  abLow: v128,
  abHigh: v128,
  cdLow: v128,
  cdHigh: v128,
  a: i32,
  b: i32,
  c: i32,
  d: i32,
  reciprocals: usize,
  keep: bool,
): v128 {
  return quantise(
    index,
    weigh(abLow, cdLow, a, b, c, d),
    weigh(abHigh, cdHigh, a, b, c, d),
    reciprocals,
    keep,
  );
}

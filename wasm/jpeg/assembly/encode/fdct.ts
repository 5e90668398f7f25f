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
const FIRST_PASS_SHIFT = 13 - BETWEEN_BITS;

/** How much larger a coefficient is before quantisation than T.81 defines it: 8 for both passes, 3 bits, 13 bits. */
export const FDCT_GAIN: f64 = <f64>(8 * ONE << BETWEEN_BITS);

/** 1.5 * 2^23: added to a small float, it leaves the rounded integer in the low bits of the sum. */
const ROUNDING: f32 = 12582912.0;
const ROUNDING_BITS = 0x4b400000;

/** The quantised block, 64 i16, transposed. */
export const BLOCK: usize = memory.data(64 * 2, 16);

// @ts-ignore: decorator
@inline function samples(row: usize): v128 {
  return i16x8.sub(v128.load8x8_u(row), i16x8.splat(128));
}

// @ts-ignore: decorator
@inline function roundedProduct(values: v128, reciprocals: usize): v128 {
  const product = f32x4.mul(f32x4.convert_i32x4_s(values), v128.load(reciprocals));
  return i32x4.sub(f32x4.add(product, f32x4.splat(ROUNDING)), i32x4.splat(ROUNDING_BITS));
}

/** One column of eight coefficients, quantised to nearest. */
// @ts-ignore: decorator
@inline function quantise(low: v128, high: v128, reciprocals: usize): v128 {
  return i16x8.narrow_i32x4_s(roundedProduct(low, reciprocals), roundedProduct(high, reciprocals + 16));
}

// @ts-ignore: decorator
@inline function zeros(a: v128, b: v128): u64 {
  return <u64>i8x16.bitmask(i8x16.eq(i8x16.narrow_i16x8_s(a, b), i8x16.splat(0)));
}

/**
 * Transforms and quantises the 8 x 8 samples at `source` into BLOCK. `reciprocals` are 64 f32 in transposed order:
 * one over quantiser step times FDCT_GAIN. Returns a mask with bit `i` set where coefficient `i` of BLOCK is not zero.
 */
export function transformBlock(source: usize, stride: usize, reciprocals: usize): u64 {
  let r0 = samples(source);
  let r1 = samples(source + stride);
  let r2 = samples(source + stride * 2);
  let r3 = samples(source + stride * 3);
  source += stride * 4;
  let r4 = samples(source);
  let r5 = samples(source + stride);
  let r6 = samples(source + stride * 2);
  let r7 = samples(source + stride * 3);

  let s0 = i16x8.add(r0, r7);
  let s1 = i16x8.add(r1, r6);
  let s2 = i16x8.add(r2, r5);
  let s3 = i16x8.add(r3, r4);
  let d0 = i16x8.sub(r0, r7);
  let d1 = i16x8.sub(r1, r6);
  let d2 = i16x8.sub(r2, r5);
  let d3 = i16x8.sub(r3, r4);
  const e0 = i16x8.add(s0, s3);
  const e1 = i16x8.add(s1, s2);
  const e2 = i16x8.sub(s0, s3);
  const e3 = i16x8.sub(s1, s2);

  r0 = i16x8.shl(i16x8.add(e0, e1), BETWEEN_BITS);
  r4 = i16x8.shl(i16x8.sub(e0, e1), BETWEEN_BITS);
  let aLow = zipLow16(e2, e3);
  let aHigh = zipHigh16(e2, e3);
  r2 = descale(dot(aLow, pair(COS_2, COS_6)), dot(aHigh, pair(COS_2, COS_6)), FIRST_PASS_SHIFT);
  r6 = descale(dot(aLow, pair(COS_6, -COS_2)), dot(aHigh, pair(COS_6, -COS_2)), FIRST_PASS_SHIFT);
  aLow = zipLow16(d0, d1);
  aHigh = zipHigh16(d0, d1);
  let bLow = zipLow16(d2, d3);
  let bHigh = zipHigh16(d2, d3);
  r1 = descale(
    i32x4.add(dot(aLow, pair(COS_1, COS_3)), dot(bLow, pair(COS_5, COS_7))),
    i32x4.add(dot(aHigh, pair(COS_1, COS_3)), dot(bHigh, pair(COS_5, COS_7))),
    FIRST_PASS_SHIFT,
  );
  r3 = descale(
    i32x4.add(dot(aLow, pair(COS_3, -COS_7)), dot(bLow, pair(-COS_1, -COS_5))),
    i32x4.add(dot(aHigh, pair(COS_3, -COS_7)), dot(bHigh, pair(-COS_1, -COS_5))),
    FIRST_PASS_SHIFT,
  );
  r5 = descale(
    i32x4.add(dot(aLow, pair(COS_5, -COS_1)), dot(bLow, pair(COS_7, COS_3))),
    i32x4.add(dot(aHigh, pair(COS_5, -COS_1)), dot(bHigh, pair(COS_7, COS_3))),
    FIRST_PASS_SHIFT,
  );
  r7 = descale(
    i32x4.add(dot(aLow, pair(COS_7, -COS_5)), dot(bLow, pair(COS_3, -COS_1))),
    i32x4.add(dot(aHigh, pair(COS_7, -COS_5)), dot(bHigh, pair(COS_3, -COS_1))),
    FIRST_PASS_SHIFT,
  );

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

  s0 = i16x8.add(r0, r7);
  s1 = i16x8.add(r1, r6);
  s2 = i16x8.add(r2, r5);
  s3 = i16x8.add(r3, r4);
  d0 = i16x8.sub(r0, r7);
  d1 = i16x8.sub(r1, r6);
  d2 = i16x8.sub(r2, r5);
  d3 = i16x8.sub(r3, r4);

  // Sums of sums no longer fit 16 bits, so the second butterfly is folded into the dot products.
  aLow = zipLow16(s0, s3);
  aHigh = zipHigh16(s0, s3);
  bLow = zipLow16(s1, s2);
  bHigh = zipHigh16(s1, s2);
  const aSumLow = dot(aLow, pair(ONE, ONE));
  const aSumHigh = dot(aHigh, pair(ONE, ONE));
  const bSumLow = dot(bLow, pair(ONE, ONE));
  const bSumHigh = dot(bHigh, pair(ONE, ONE));
  const c0 = quantise(i32x4.add(aSumLow, bSumLow), i32x4.add(aSumHigh, bSumHigh), reciprocals);
  const c4 = quantise(i32x4.sub(aSumLow, bSumLow), i32x4.sub(aSumHigh, bSumHigh), reciprocals + 128);
  const c2 = quantise(
    i32x4.add(dot(aLow, pair(COS_2, -COS_2)), dot(bLow, pair(COS_6, -COS_6))),
    i32x4.add(dot(aHigh, pair(COS_2, -COS_2)), dot(bHigh, pair(COS_6, -COS_6))),
    reciprocals + 64,
  );
  const c6 = quantise(
    i32x4.add(dot(aLow, pair(COS_6, -COS_6)), dot(bLow, pair(-COS_2, COS_2))),
    i32x4.add(dot(aHigh, pair(COS_6, -COS_6)), dot(bHigh, pair(-COS_2, COS_2))),
    reciprocals + 192,
  );
  aLow = zipLow16(d0, d1);
  aHigh = zipHigh16(d0, d1);
  bLow = zipLow16(d2, d3);
  bHigh = zipHigh16(d2, d3);
  const c1 = quantise(
    i32x4.add(dot(aLow, pair(COS_1, COS_3)), dot(bLow, pair(COS_5, COS_7))),
    i32x4.add(dot(aHigh, pair(COS_1, COS_3)), dot(bHigh, pair(COS_5, COS_7))),
    reciprocals + 32,
  );
  const c3 = quantise(
    i32x4.add(dot(aLow, pair(COS_3, -COS_7)), dot(bLow, pair(-COS_1, -COS_5))),
    i32x4.add(dot(aHigh, pair(COS_3, -COS_7)), dot(bHigh, pair(-COS_1, -COS_5))),
    reciprocals + 96,
  );
  const c5 = quantise(
    i32x4.add(dot(aLow, pair(COS_5, -COS_1)), dot(bLow, pair(COS_7, COS_3))),
    i32x4.add(dot(aHigh, pair(COS_5, -COS_1)), dot(bHigh, pair(COS_7, COS_3))),
    reciprocals + 160,
  );
  const c7 = quantise(
    i32x4.add(dot(aLow, pair(COS_7, -COS_5)), dot(bLow, pair(COS_3, -COS_1))),
    i32x4.add(dot(aHigh, pair(COS_7, -COS_5)), dot(bHigh, pair(COS_3, -COS_1))),
    reciprocals + 224,
  );

  v128.store(BLOCK, c0);
  v128.store(BLOCK, c1, 16);
  v128.store(BLOCK, c2, 32);
  v128.store(BLOCK, c3, 48);
  v128.store(BLOCK, c4, 64);
  v128.store(BLOCK, c5, 80);
  v128.store(BLOCK, c6, 96);
  v128.store(BLOCK, c7, 112);
  return ~(zeros(c0, c1) | (zeros(c2, c3) << 16) | (zeros(c4, c5) << 32) | (zeros(c6, c7) << 48));
}

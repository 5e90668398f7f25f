/**
 * Inverse cosine transforms (T.81 A.3.3) of n × n blocks that hold the n × n lowest frequencies, for n = 8, 4, 2 and 1:
 * the picture comes out at n eighths of its size. Coefficients are multiplied, 16 bits, transposed (index =
 * horizontal frequency × n + vertical frequency): columns are transformed first, so one transposition is enough.
 *
 * Factors are sqrt(2) × cos(k × pi / 16) with 13 fraction bits. The first pass keeps 2 fraction bits, the second ends
 * with 128 added (the level shift of A.3.1) and 18 bits dropped.
 */
const COS1: i16 = 11363;
const COS2: i16 = 10703;
const COS3: i16 = 9633;
const COS4: i16 = 8192;
const COS5: i16 = 6437;
const COS6: i16 = 4433;
const COS7: i16 = 2260;

const FIRST_SHIFT: i32 = 11;
const FIRST_BIAS: i32 = 1 << (FIRST_SHIFT - 1);
const LAST_SHIFT: i32 = 18;
const LAST_BIAS: i32 = (128 << LAST_SHIFT) + (1 << (LAST_SHIFT - 1));

/** Eight vectors between the passes. */
const work = memory.data(128, 16);

// @ts-ignore: decorator
@inline
function pair(a: i16, b: i16): v128 {
  return i32x4.splat(((<i32>a) & 0xffff) | ((<i32>b) << 16));
}
// @ts-ignore: decorator
@inline
function dot(a: v128, b: v128): v128 {
  return i32x4.dot_i16x8_s(a, b);
}
// @ts-ignore: decorator
@inline
function low16(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}
// @ts-ignore: decorator
@inline
function high16(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}
// @ts-ignore: decorator
@inline
function low32(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 0, 4, 1, 5);
}
// @ts-ignore: decorator
@inline
function high32(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 2, 6, 3, 7);
}
// @ts-ignore: decorator
@inline
function low64(a: v128, b: v128): v128 {
  return v128.shuffle<i64>(a, b, 0, 2);
}
// @ts-ignore: decorator
@inline
function high64(a: v128, b: v128): v128 {
  return v128.shuffle<i64>(a, b, 1, 3);
}
/** Sums of two halves, shifted and packed to 16 bits. */
// @ts-ignore: decorator
@inline
function packSum(aLow: v128, bLow: v128, aHigh: v128, bHigh: v128, shift: i32): v128 {
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.add(aLow, bLow), shift),
    i32x4.shr_s(i32x4.add(aHigh, bHigh), shift),
  );
}
// @ts-ignore: decorator
@inline
function packDifference(aLow: v128, bLow: v128, aHigh: v128, bHigh: v128, shift: i32): v128 {
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.sub(aLow, bLow), shift),
    i32x4.shr_s(i32x4.sub(aHigh, bHigh), shift),
  );
}

/** One pass over eight vectors at `from`: one-dimensional transforms of their eight lanes, into `work`. */
// @ts-ignore: decorator
@inline
function transform8(from: usize, bias: i32, shift: i32): void {
  const x0 = v128.load(from),
    x1 = v128.load(from, 16),
    x2 = v128.load(from, 32),
    x3 = v128.load(from, 48);
  const x4 = v128.load(from, 64),
    x5 = v128.load(from, 80),
    x6 = v128.load(from, 96),
    x7 = v128.load(from, 112);
  const round = i32x4.splat(bias);

  // Even frequencies, the lower and the upper four lanes.
  const l04 = low16(x0, x4),
    h04 = high16(x0, x4),
    l26 = low16(x2, x6),
    h26 = high16(x2, x6);
  const sumL = i32x4.add(dot(l04, pair(COS4, COS4)), round),
    sumH = i32x4.add(dot(h04, pair(COS4, COS4)), round);
  const difL = i32x4.add(dot(l04, pair(COS4, -COS4)), round),
    difH = i32x4.add(dot(h04, pair(COS4, -COS4)), round);
  const outL = dot(l26, pair(COS2, COS6)),
    outH = dot(h26, pair(COS2, COS6));
  const inL = dot(l26, pair(COS6, -COS2)),
    inH = dot(h26, pair(COS6, -COS2));
  const e0L = i32x4.add(sumL, outL),
    e3L = i32x4.sub(sumL, outL),
    e1L = i32x4.add(difL, inL),
    e2L = i32x4.sub(difL, inL);
  const e0H = i32x4.add(sumH, outH),
    e3H = i32x4.sub(sumH, outH),
    e1H = i32x4.add(difH, inH),
    e2H = i32x4.sub(difH, inH);

  // Odd frequencies.
  const l13 = low16(x1, x3),
    h13 = high16(x1, x3),
    l57 = low16(x5, x7),
    h57 = high16(x5, x7);
  const o0L = i32x4.add(dot(l13, pair(COS1, COS3)), dot(l57, pair(COS5, COS7)));
  const o0H = i32x4.add(dot(h13, pair(COS1, COS3)), dot(h57, pair(COS5, COS7)));
  const o1L = i32x4.add(dot(l13, pair(COS3, -COS7)), dot(l57, pair(-COS1, -COS5)));
  const o1H = i32x4.add(dot(h13, pair(COS3, -COS7)), dot(h57, pair(-COS1, -COS5)));
  const o2L = i32x4.add(dot(l13, pair(COS5, -COS1)), dot(l57, pair(COS7, COS3)));
  const o2H = i32x4.add(dot(h13, pair(COS5, -COS1)), dot(h57, pair(COS7, COS3)));
  const o3L = i32x4.add(dot(l13, pair(COS7, -COS5)), dot(l57, pair(COS3, -COS1)));
  const o3H = i32x4.add(dot(h13, pair(COS7, -COS5)), dot(h57, pair(COS3, -COS1)));

  v128.store(work, packSum(e0L, o0L, e0H, o0H, shift));
  v128.store(work, packSum(e1L, o1L, e1H, o1H, shift), 16);
  v128.store(work, packSum(e2L, o2L, e2H, o2H, shift), 32);
  v128.store(work, packSum(e3L, o3L, e3H, o3H, shift), 48);
  v128.store(work, packDifference(e3L, o3L, e3H, o3H, shift), 64);
  v128.store(work, packDifference(e2L, o2L, e2H, o2H, shift), 80);
  v128.store(work, packDifference(e1L, o1L, e1H, o1H, shift), 96);
  v128.store(work, packDifference(e0L, o0L, e0H, o0H, shift), 112);
}

/** Transposes the eight vectors of `work`. */
// @ts-ignore: decorator
@inline
function transpose8(): void {
  const x0 = v128.load(work),
    x1 = v128.load(work, 16),
    x2 = v128.load(work, 32),
    x3 = v128.load(work, 48);
  const x4 = v128.load(work, 64),
    x5 = v128.load(work, 80),
    x6 = v128.load(work, 96),
    x7 = v128.load(work, 112);
  const a0 = low16(x0, x1),
    a1 = high16(x0, x1),
    a2 = low16(x2, x3),
    a3 = high16(x2, x3);
  const a4 = low16(x4, x5),
    a5 = high16(x4, x5),
    a6 = low16(x6, x7),
    a7 = high16(x6, x7);
  const b0 = low32(a0, a2),
    b1 = high32(a0, a2),
    b2 = low32(a1, a3),
    b3 = high32(a1, a3);
  const b4 = low32(a4, a6),
    b5 = high32(a4, a6),
    b6 = low32(a5, a7),
    b7 = high32(a5, a7);
  v128.store(work, low64(b0, b4));
  v128.store(work, high64(b0, b4), 16);
  v128.store(work, low64(b1, b5), 32);
  v128.store(work, high64(b1, b5), 48);
  v128.store(work, low64(b2, b6), 64);
  v128.store(work, high64(b2, b6), 80);
  v128.store(work, low64(b3, b7), 96);
  v128.store(work, high64(b3, b7), 112);
}

/** 64 coefficients to eight rows of eight samples. */
export function inverse8(coefficients: usize, to: usize, stride: usize): void {
  transform8(coefficients, FIRST_BIAS, FIRST_SHIFT);
  transpose8();
  transform8(work, LAST_BIAS, LAST_SHIFT);
  for (let i: usize = 0; i < 128; i += 32) {
    const rows = i8x16.narrow_i16x8_u(v128.load(work + i), v128.load(work + i, 16));
    v128.store64_lane(to, rows, 0);
    v128.store64_lane(to + stride, rows, 1);
    to += stride << 1;
  }
}

/** 16 coefficients to four rows of four samples. */
export function inverse4(coefficients: usize, to: usize, stride: usize): void {
  const v01 = v128.load(coefficients),
    v23 = v128.load(coefficients, 16);
  let round = i32x4.splat(FIRST_BIAS);
  let even = low16(v01, v23),
    odd = high16(v01, v23);
  let e0 = i32x4.add(dot(even, pair(COS4, COS4)), round),
    e1 = i32x4.add(dot(even, pair(COS4, -COS4)), round);
  let o0 = dot(odd, pair(COS2, COS6)),
    o1 = dot(odd, pair(COS6, -COS2));
  const n01 = packSum(e0, o0, e1, o1, FIRST_SHIFT);
  const n23 = packDifference(e1, o1, e0, o0, FIRST_SHIFT);
  // Each vector held two transforms' outputs; regroup the lanes by frequency for the rows.
  even = v128.shuffle<i16>(n01, n23, 0, 2, 4, 6, 8, 10, 12, 14);
  odd = v128.shuffle<i16>(n01, n23, 1, 3, 5, 7, 9, 11, 13, 15);
  round = i32x4.splat(LAST_BIAS);
  e0 = i32x4.add(dot(even, pair(COS4, COS4)), round);
  e1 = i32x4.add(dot(even, pair(COS4, -COS4)), round);
  o0 = dot(odd, pair(COS2, COS6));
  o1 = dot(odd, pair(COS6, -COS2));
  const rows = i8x16.narrow_i16x8_u(
    packSum(e0, o0, e1, o1, LAST_SHIFT),
    packDifference(e1, o1, e0, o0, LAST_SHIFT),
  );
  v128.store32_lane(to, rows, 0);
  v128.store32_lane(to + stride, rows, 1);
  to += stride << 1;
  v128.store32_lane(to, rows, 2);
  v128.store32_lane(to + stride, rows, 3);
}

/** 4 coefficients to two rows of two samples. */
export function inverse2(coefficients: usize, to: usize, stride: usize): void {
  // Pairs of (flat, downwards) and of (across, both), four times each: one lane for a sample.
  const still = dot(v128.load32_splat(coefficients), i16x8(1, 1, 1, 1, 1, -1, 1, -1));
  const slope = dot(v128.load32_splat(coefficients + 4), i16x8(1, 1, -1, -1, 1, -1, -1, 1));
  const eighths = i32x4.add(i32x4.add(still, slope), i32x4.splat(FLAT_BIAS));
  const wide = i32x4.shr_s(eighths, 3);
  const half = i16x8.narrow_i32x4_s(wide, wide);
  const samples = i8x16.narrow_i16x8_u(half, half);
  v128.store16_lane(to, samples, 0);
  v128.store16_lane(to + stride, samples, 1);
}

/** 128 and a half, in eighths: what a flat block of DC 0 has. */
const FLAT_BIAS: i32 = 1028;

// @ts-ignore: decorator
@inline
function sample(eighths: i32): u8 {
  return <u8>min(max(eighths >> 3, 0), 255);
}

/** A block of n × n that has only a DC coefficient. */
export function flat(dc: i32, n: i32, to: usize, stride: usize): void {
  const value = <u64>sample(dc + FLAT_BIAS) * 0x0101010101010101;
  if (n == 1) {
    store<u8>(to, <u8>value);
    return;
  }
  for (let y = 0; y < n; y++) {
    if (n == 8) store<u64>(to, value);
    else if (n == 4) store<u32>(to, <u32>value);
    else store<u16>(to, <u16>value);
    to += stride;
  }
}

/** A block of any size; `last` is 0 when it has only a DC coefficient. */
// @ts-ignore: decorator
@inline
export function inverse(block: usize, n: i32, last: i32, to: usize, stride: usize): void {
  if (last == 0 || n == 1) flat(load<i16>(block), n, to, stride);
  else if (n == 8) inverse8(block, to, stride);
  else if (n == 4) inverse4(block, to, stride);
  else inverse2(block, to, stride);
}

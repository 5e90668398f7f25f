/** The inverse transforms (RFC 6386, section 14). */

/** Spreads the second-order coefficients at `from` over the first ones of 16 luma blocks. */
export function inverseWalsh(from: usize, to: usize): void {
  const r0 = v128.load(from),
    r2 = v128.load(from, 16);
  const in0 = i32x4.extend_low_i16x8_s(r0),
    in1 = i32x4.extend_high_i16x8_s(r0);
  const in2 = i32x4.extend_low_i16x8_s(r2),
    in3 = i32x4.extend_high_i16x8_s(r2);
  // Down, then across.
  const a0 = i32x4.add(in0, in3),
    a1 = i32x4.add(in1, in2),
    a2 = i32x4.sub(in1, in2),
    a3 = i32x4.sub(in0, in3);
  const c0 = i32x4.add(a0, a1),
    c1 = i32x4.add(a3, a2),
    c2 = i32x4.sub(a0, a1),
    c3 = i32x4.sub(a3, a2);
  const t0 = v128.shuffle<i32>(c0, c1, 0, 4, 1, 5),
    t1 = v128.shuffle<i32>(c2, c3, 0, 4, 1, 5);
  const t2 = v128.shuffle<i32>(c0, c1, 2, 6, 3, 7),
    t3 = v128.shuffle<i32>(c2, c3, 2, 6, 3, 7);
  const x0 = v128.shuffle<i64>(t0, t1, 0, 2),
    x1 = v128.shuffle<i64>(t0, t1, 1, 3);
  const x2 = v128.shuffle<i64>(t2, t3, 0, 2),
    x3 = v128.shuffle<i64>(t2, t3, 1, 3);
  const dc = i32x4.add(x0, i32x4.splat(3));
  const b0 = i32x4.add(dc, x3),
    b1 = i32x4.add(x1, x2),
    b2 = i32x4.sub(x1, x2),
    b3 = i32x4.sub(dc, x3);
  column(to, i32x4.shr_s(i32x4.add(b0, b1), 3));
  column(to + 32, i32x4.shr_s(i32x4.add(b3, b2), 3));
  column(to + 64, i32x4.shr_s(i32x4.sub(b0, b1), 3));
  column(to + 96, i32x4.shr_s(i32x4.sub(b3, b2), 3));
}

/** First coefficients of four blocks below each other. */
// @ts-ignore: decorator
@inline
function column(to: usize, values: v128): void {
  v128.store16_lane(to, values, 0, 0);
  v128.store16_lane(to, values, 2, 128);
  v128.store16_lane(to, values, 4, 256);
  v128.store16_lane(to, values, 6, 384);
}

/** x · √2 · cos(π / 8) in 16 bits of fraction. */
// @ts-ignore: decorator
@inline
function cosine(x: v128): v128 {
  return i32x4.add(i32x4.shr_s(i32x4.mul(x, i32x4.splat(20091)), 16), x);
}
/** x · √2 · sin(π / 8) in 16 bits of fraction. */
// @ts-ignore: decorator
@inline
function sine(x: v128): v128 {
  return i32x4.shr_s(i32x4.mul(x, i32x4.splat(35468)), 16);
}

/** Adds the transformed block at `from` to the 4 × 4 pixels at `to`, and clears it. */
export function addBlock(from: usize, to: usize, stride: usize): void {
  const low = v128.load(from),
    high = v128.load(from, 16);
  v128.store(from, i64x2.splat(0));
  v128.store(from, i64x2.splat(0), 16);
  const in0 = i32x4.extend_low_i16x8_s(low),
    in1 = i32x4.extend_high_i16x8_s(low);
  const in2 = i32x4.extend_low_i16x8_s(high),
    in3 = i32x4.extend_high_i16x8_s(high);
  const a = i32x4.add(in0, in2),
    b = i32x4.sub(in0, in2);
  const c = i32x4.sub(sine(in1), cosine(in3)),
    d = i32x4.add(cosine(in1), sine(in3));
  const v0 = i32x4.add(a, d),
    v1 = i32x4.add(b, c),
    v2 = i32x4.sub(b, c),
    v3 = i32x4.sub(a, d);
  const t0 = v128.shuffle<i32>(v0, v1, 0, 4, 1, 5),
    t1 = v128.shuffle<i32>(v2, v3, 0, 4, 1, 5);
  const t2 = v128.shuffle<i32>(v0, v1, 2, 6, 3, 7),
    t3 = v128.shuffle<i32>(v2, v3, 2, 6, 3, 7);
  const x0 = v128.shuffle<i64>(t0, t1, 0, 2),
    x1 = v128.shuffle<i64>(t0, t1, 1, 3);
  const x2 = v128.shuffle<i64>(t2, t3, 0, 2),
    x3 = v128.shuffle<i64>(t2, t3, 1, 3);
  const dc = i32x4.add(x0, i32x4.splat(4));
  const e = i32x4.add(dc, x2),
    f = i32x4.sub(dc, x2);
  const g = i32x4.sub(sine(x1), cosine(x3)),
    h = i32x4.add(cosine(x1), sine(x3));
  // Columns of the block, in 16 bits two by two, become rows.
  const c01 = halves(i32x4.add(e, h), i32x4.add(f, g)),
    c23 = halves(i32x4.sub(f, g), i32x4.sub(e, h));
  const m = v128.shuffle<i16>(c01, c23, 0, 4, 8, 12, 1, 5, 9, 13);
  const n = v128.shuffle<i16>(c01, c23, 2, 6, 10, 14, 3, 7, 11, 15);
  addRows(to, stride, m);
  addRows(to + 2 * stride, stride, n);
}

// @ts-ignore: decorator
@inline
function halves(a: v128, b: v128): v128 {
  return i16x8.narrow_i32x4_s(i32x4.shr_s(a, 3), i32x4.shr_s(b, 3));
}

/** Adds eight numbers to two rows of four pixels. */
// @ts-ignore: decorator
@inline
function addRows(to: usize, stride: usize, residue: v128): void {
  const pixels = v128.load32_lane(to + stride, v128.load32_zero(to), 1);
  const sum = i16x8.add_sat_s(i16x8.extend_low_i8x16_u(pixels), residue);
  const bytes = i8x16.narrow_i16x8_u(sum, sum);
  v128.store32_lane(to, bytes, 0);
  v128.store32_lane(to + stride, bytes, 1);
}

/** Adds a block of which only the first coefficient is there. */
export function addFlat(from: usize, to: usize, stride: usize): void {
  const level = i16x8.splat(<i16>((<i32>load<i16>(from) + 4) >> 3));
  store<i16>(from, 0);
  addRows(to, stride, level);
  addRows(to + 2 * stride, stride, level);
}

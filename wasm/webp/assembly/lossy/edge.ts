/**
 * Filters one edge between blocks, sixteen pixels long (RFC 6386, section 15). `p` is the address of the pixels before the edge,
 * `q` of those behind it; further ones lie `stride` bytes away each.
 */

// @ts-ignore: decorator
@inline
function difference(a: v128, b: v128): v128 {
  return v128.or(i8x16.sub_sat_u(a, b), i8x16.sub_sat_u(b, a));
}

/** Pixels where the step over the edge is at most `limit`. */
// @ts-ignore: decorator
@inline
function withinLimit(p1: v128, p0: v128, q0: v128, q1: v128, limit: v128): v128 {
  const step = difference(p0, q0);
  const half = v128.and(i16x8.shr_u(difference(p1, q1), 1), i8x16.splat(0x7f));
  return i8x16.le_u(i8x16.add_sat_u(i8x16.add_sat_u(step, step), half), limit);
}

/** Pixels that are as good as even on both sides: no two neighbours differ by more than `interior`. */
// @ts-ignore: decorator
@inline
function evenSides(
  p3: v128,
  p2: v128,
  p1: v128,
  p0: v128,
  q0: v128,
  q1: v128,
  q2: v128,
  q3: v128,
  interior: v128,
): v128 {
  const before = i8x16.max_u(difference(p3, p2), i8x16.max_u(difference(p2, p1), difference(p1, p0)));
  const behind = i8x16.max_u(difference(q3, q2), i8x16.max_u(difference(q2, q1), difference(q1, q0)));
  return i8x16.le_u(i8x16.max_u(before, behind), interior);
}

// @ts-ignore: decorator
@inline
function signed(pixels: v128): v128 {
  return v128.xor(pixels, i8x16.splat(-128));
}

/** What the pixels beside the edge are moved by, eightfold: `outer` + 3 (q0 - p0). */
// @ts-ignore: decorator
@inline
function adjustment(outer: v128, p0: v128, q0: v128): v128 {
  const step = i8x16.sub_sat_s(q0, p0);
  return i8x16.add_sat_s(i8x16.add_sat_s(i8x16.add_sat_s(outer, step), step), step);
}

// @ts-ignore: decorator
@inline
function eighth(a: v128, rounding: i8): v128 {
  return i8x16.shr_s(i8x16.add_sat_s(a, i8x16.splat(rounding)), 3);
}

/** The simple filter: the pixels beside the edge alone. */
export function simpleEdge(p: usize, q: usize, stride: usize, limit: u32): void {
  const p1 = v128.load(p - stride),
    p0 = v128.load(p),
    q0 = v128.load(q),
    q1 = v128.load(q + stride);
  const mask = withinLimit(p1, p0, q0, q1, i8x16.splat(<i8>limit));
  if (!v128.any_true(mask)) return;
  const sp0 = signed(p0),
    sq0 = signed(q0);
  const a = v128.and(adjustment(i8x16.sub_sat_s(signed(p1), signed(q1)), sp0, sq0), mask);
  v128.store(p, signed(i8x16.add_sat_s(sp0, eighth(a, 3))));
  v128.store(q, signed(i8x16.sub_sat_s(sq0, eighth(a, 4))));
}

/** The edge between subblocks: two pixels on each side, one where the picture itself varies beyond `variance`. */
export function innerEdge(p: usize, q: usize, stride: usize, limit: u32, interior: u32, variance: u32): void {
  const p3 = v128.load(p - 3 * stride),
    p2 = v128.load(p - 2 * stride),
    p1 = v128.load(p - stride),
    p0 = v128.load(p);
  const q0 = v128.load(q),
    q1 = v128.load(q + stride),
    q2 = v128.load(q + 2 * stride),
    q3 = v128.load(q + 3 * stride);
  const mask = v128.and(
    withinLimit(p1, p0, q0, q1, i8x16.splat(<i8>limit)),
    evenSides(p3, p2, p1, p0, q0, q1, q2, q3, i8x16.splat(<i8>interior)),
  );
  if (!v128.any_true(mask)) return;
  const varied = i8x16.gt_u(i8x16.max_u(difference(p1, p0), difference(q1, q0)), i8x16.splat(<i8>variance));
  const sp1 = signed(p1),
    sp0 = signed(p0),
    sq0 = signed(q0),
    sq1 = signed(q1);
  const a = v128.and(adjustment(v128.and(i8x16.sub_sat_s(sp1, sq1), varied), sp0, sq0), mask);
  const back = eighth(a, 4);
  v128.store(p, signed(i8x16.add_sat_s(sp0, eighth(a, 3))));
  v128.store(q, signed(i8x16.sub_sat_s(sq0, back)));
  const outer = v128.andnot(i8x16.shr_s(i8x16.add_sat_s(back, i8x16.splat(1)), 1), varied);
  v128.store(p - stride, signed(i8x16.add_sat_s(sp1, outer)));
  v128.store(q + stride, signed(i8x16.sub_sat_s(sq1, outer)));
}

/** The edge between macroblocks: three pixels on each side, one where the picture itself varies. */
export function outerEdge(p: usize, q: usize, stride: usize, limit: u32, interior: u32, variance: u32): void {
  const p3 = v128.load(p - 3 * stride),
    p2 = v128.load(p - 2 * stride),
    p1 = v128.load(p - stride),
    p0 = v128.load(p);
  const q0 = v128.load(q),
    q1 = v128.load(q + stride),
    q2 = v128.load(q + 2 * stride),
    q3 = v128.load(q + 3 * stride);
  const mask = v128.and(
    withinLimit(p1, p0, q0, q1, i8x16.splat(<i8>limit)),
    evenSides(p3, p2, p1, p0, q0, q1, q2, q3, i8x16.splat(<i8>interior)),
  );
  if (!v128.any_true(mask)) return;
  const varied = i8x16.gt_u(i8x16.max_u(difference(p1, p0), difference(q1, q0)), i8x16.splat(<i8>variance));
  const sp1 = signed(p1),
    sp0 = signed(p0),
    sq0 = signed(q0),
    sq1 = signed(q1);
  const a = v128.and(adjustment(i8x16.sub_sat_s(sp1, sq1), sp0, sq0), mask);
  const sharp = v128.and(a, varied);
  const even = v128.andnot(a, varied);
  const low = i16x8.extend_low_i8x16_s(even),
    high = i16x8.extend_high_i8x16_s(even);
  const near = share(low, high, 27),
    middle = share(low, high, 18),
    far = share(low, high, 9);
  v128.store(p, signed(i8x16.add_sat_s(i8x16.add_sat_s(sp0, eighth(sharp, 3)), near)));
  v128.store(q, signed(i8x16.sub_sat_s(i8x16.sub_sat_s(sq0, eighth(sharp, 4)), near)));
  v128.store(p - stride, signed(i8x16.add_sat_s(sp1, middle)));
  v128.store(q + stride, signed(i8x16.sub_sat_s(sq1, middle)));
  v128.store(p - 2 * stride, signed(i8x16.add_sat_s(signed(p2), far)));
  v128.store(q + 2 * stride, signed(i8x16.sub_sat_s(signed(q2), far)));
}

/** Some 128ths of an adjustment. */
// @ts-ignore: decorator
@inline
function share(low: v128, high: v128, parts: i16): v128 {
  const factor = i16x8.splat(parts),
    rounding = i16x8.splat(63);
  return i8x16.narrow_i16x8_s(
    i16x8.shr_s(i16x8.add(i16x8.mul(low, factor), rounding), 7),
    i16x8.shr_s(i16x8.add(i16x8.mul(high, factor), rounding), 7),
  );
}

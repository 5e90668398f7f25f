/**
 * Resampling, step 2b: each output column is the weighted sum of its cells. Weights are 14-bit integers with the
 * sum 16384, two taps a 32-bit word; the first cell of a column is even.
 */

/** Scales a row of cell pairs across to `count` columns of r g b a, signed 16-bit. `taps` is even. */
export function scaleAcross(
  cells: usize,
  target: usize,
  count: i32,
  taps: i32,
  first: usize,
  weights: usize,
): void {
  const bytes = (<usize>taps) << 1;
  const half = i32x4.splat(1 << 13);
  for (let column = 0; column < count; column++) {
    // A pair of cells is 16 bytes and two weights are 4: the same step moves both.
    let from = cells + ((<usize>load<i32>(first)) << 3);
    let sum = half;
    const next = weights + bytes;
    for (; weights + 4 < next; weights += 8, from += 32) {
      const near = i32x4.dot_i16x8_s(v128.load(from), v128.load32_splat(weights));
      const far = i32x4.dot_i16x8_s(v128.load(from, 16), v128.load32_splat(weights, 4));
      sum = i32x4.add(sum, i32x4.add(near, far));
    }
    if (weights < next) sum = i32x4.add(sum, i32x4.dot_i16x8_s(v128.load(from), v128.load32_splat(weights)));
    sum = i32x4.shr_s(sum, 14);
    v128.store64_lane(target, i16x8.narrow_i32x4_s(sum, sum), 0);
    target += 8;
    first += 4;
    weights = next;
  }
}

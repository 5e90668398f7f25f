/** The forward transforms, of which those of RFC 6386, section 14 are the inverse. */

/** Transforms the difference of 4 × 4 pixels from their prediction to 16 coefficients in reading order. */
// @ts-ignore: decorator
@inline
export function transformBlock(pixels: v128, predicted: v128, to: usize): void {
  const d01 = i16x8.sub(i16x8.extend_low_i8x16_u(pixels), i16x8.extend_low_i8x16_u(predicted));
  const d23 = i16x8.sub(i16x8.extend_high_i8x16_u(pixels), i16x8.extend_high_i8x16_u(predicted));
  // Down.
  const d32 = v128.shuffle<i64>(d23, d23, 1, 0);
  const sums = i16x8.shl(i16x8.add(d01, d32), 3);
  const turns = i16x8.sub(d01, d32);
  const sumsSwapped = v128.shuffle<i64>(sums, sums, 1, 0);
  const t0 = i16x8.add(sums, sumsSwapped),
    t2 = i16x8.sub(sums, sumsSwapped);
  const mixed = v128.shuffle<i16>(turns, turns, 0, 4, 1, 5, 2, 6, 3, 7);
  const t1 = i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(mixed, weights(5352, 2217)), i32x4.splat(1812)), 9);
  const t3 = i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(mixed, weights(2217, -5352)), i32x4.splat(937)), 9);
  const t13 = i16x8.narrow_i32x4_s(t1, t3);
  const t02 = v128.shuffle<i64>(t0, t2, 0, 2);
  // Columns become rows.
  const x = v128.shuffle<i16>(t02, t13, 0, 8, 1, 9, 2, 10, 3, 11),
    y = v128.shuffle<i16>(t02, t13, 4, 12, 5, 13, 6, 14, 7, 15);
  const c01 = v128.shuffle<i32>(x, y, 0, 4, 1, 5),
    c32 = v128.shuffle<i32>(x, y, 3, 7, 2, 6);
  // Across.
  const s = i16x8.add(c01, c32),
    u = i16x8.sub(c01, c32);
  const sSwapped = v128.shuffle<i64>(s, s, 1, 0);
  const o0 = i16x8.shr_s(i16x8.add(i16x8.add(s, sSwapped), i16x8.splat(7)), 4);
  const o2 = i16x8.shr_s(i16x8.add(i16x8.sub(s, sSwapped), i16x8.splat(7)), 4);
  const m = v128.shuffle<i16>(u, u, 0, 4, 1, 5, 2, 6, 3, 7);
  const o1 = i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(m, weights(5352, 2217)), i32x4.splat(32768)), 16);
  const o3 = i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(m, weights(2217, -5352)), i32x4.splat(32768)), 16);
  const o13 = i16x8.narrow_i32x4_s(o1, o3);
  const o02 = v128.shuffle<i64>(o0, o2, 0, 2);
  const a = v128.shuffle<i16>(o02, o13, 0, 8, 1, 9, 2, 10, 3, 11),
    b = v128.shuffle<i16>(o02, o13, 4, 12, 5, 13, 6, 14, 7, 15);
  v128.store(to, v128.shuffle<i32>(a, b, 0, 4, 1, 5));
  v128.store(to, v128.shuffle<i32>(a, b, 2, 6, 3, 7), 16);
}

// @ts-ignore: decorator
@inline
function weights(low: i32, high: i32): v128 {
  return i32x4.splat((low & 0xffff) | (high << 16));
}

/** Takes the first coefficients of 16 blocks, 32 bytes apart, as a block of its own. */
export function transformFirsts(blocks: usize, to: usize): void {
  for (let column: usize = 0; column < 4; column++) {
    const at = blocks + (column << 5);
    const c0 = first(at),
      c1 = first(at + 128),
      c2 = first(at + 256),
      c3 = first(at + 384);
    const a0 = c0 + c2,
      a1 = c1 + c3,
      a2 = c1 - c3,
      a3 = c0 - c2;
    const out = to + (column << 1);
    store<i16>(out, <i16>(a0 + a1));
    store<i16>(out, <i16>(a3 + a2), 8);
    store<i16>(out, <i16>(a3 - a2), 16);
    store<i16>(out, <i16>(a0 - a1), 24);
  }
  for (let row: usize = 0; row < 4; row++) {
    const out = to + (row << 3);
    const c0 = <i32>load<i16>(out),
      c1 = <i32>load<i16>(out, 2),
      c2 = <i32>load<i16>(out, 4),
      c3 = <i32>load<i16>(out, 6);
    const a0 = c0 + c2,
      a1 = c1 + c3,
      a2 = c1 - c3,
      a3 = c0 - c2;
    store<i16>(out, <i16>((a0 + a1) >> 1));
    store<i16>(out, <i16>((a3 + a2) >> 1), 2);
    store<i16>(out, <i16>((a3 - a2) >> 1), 4);
    store<i16>(out, <i16>((a0 - a1) >> 1), 6);
  }
}

// @ts-ignore: decorator
@inline
function first(block: usize): i32 {
  return <i32>load<i16>(block);
}

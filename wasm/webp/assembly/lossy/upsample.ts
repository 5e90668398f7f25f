/**
 * Chroma at every pixel, 9/16 of the nearest sample, 3/16 of the next ones across and down, 1/16 of the fourth, rounded in the
 * steps that decoders of this format share.
 */

/**
 * Chroma of the pixels `from` to before `to` of a row `width` pixels wide, stored from `out` on as if `from` were at `out
 * + from`. `near` and `far` are the rows of samples the pixels lie nearer to and farther from.
 */
export function upsampleRow(near: usize, far: usize, out: usize, from: usize, to: usize, width: usize): void {
  const eight = i16x8.splat(8);
  // Samples x - 1 and x give the pixels 2x - 1 and 2x.
  for (let x: usize = max<usize>((from + 1) >> 1, 1); (x << 1) - 1 < to; x += 8) {
    const nl = v128.load8x8_u(near + x - 1),
      nr = v128.load8x8_u(near + x);
    const fl = v128.load8x8_u(far + x - 1),
      fr = v128.load8x8_u(far + x);
    const inner = i16x8.add(nr, fl),
      outer = i16x8.add(nl, fr);
    const all = i16x8.add(i16x8.add(inner, outer), eight);
    const left = i16x8.shr_u(i16x8.add(all, i16x8.shl(inner, 1)), 3);
    const right = i16x8.shr_u(i16x8.add(all, i16x8.shl(outer, 1)), 3);
    const odd = i16x8.shr_u(i16x8.add(left, nl), 1),
      even = i16x8.shr_u(i16x8.add(right, nr), 1);
    v128.store(out + (x << 1) - 1, v128.or(odd, i16x8.shl(even, 8)));
  }
  if (from == 0) store<u8>(out, atEnd(near, far, 0));
  if (to == width && (width & 1) == 0) store<u8>(out + width - 1, atEnd(near, far, (width >> 1) - 1));
}

// @ts-ignore: decorator
@inline
function atEnd(near: usize, far: usize, x: usize): u8 {
  return <u8>((3 * <u32>load<u8>(near + x) + load<u8>(far + x) + 2) >> 2);
}

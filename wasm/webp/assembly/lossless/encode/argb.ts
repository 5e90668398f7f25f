/** Pixels as ARGB numbers. */

/** Turns RGBA into ARGB numbers, up to three more than there are; colours that nobody sees become black. */
export function turnPixels(from: usize, count: u32): void {
  const end = from + ((<usize>count) << 2);
  for (let at = from; at < end; at += 16) {
    const pixels = v128.load(at);
    const turned = v128.shuffle<u8>(pixels, pixels, 2, 1, 0, 3, 6, 5, 4, 7, 10, 9, 8, 11, 14, 13, 12, 15);
    const seen = i32x4.ne(i32x4.shr_u(turned, 24), i32x4.splat(0));
    v128.store(at, v128.and(turned, seen));
  }
}

/** Difference of each byte. */
// @ts-ignore: decorator
@inline
export function bytesLess(a: u32, b: u32): u32 {
  const even: u32 = 0x00ff00ff;
  const odd: u32 = 0xff00ff00;
  return (((a | odd) - (b & even)) & even) | (((a | even) - (b & odd)) & odd);
}

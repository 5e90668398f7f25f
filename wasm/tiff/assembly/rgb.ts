/** Rows of RGB, plain or as differences (TIFF 6.0, section 14), become RGBA, piece by piece. */

/** Pixels of a piece. */
const PIECE: usize = 4096;
const triples: usize = memory.data(4096 * 3 + 16, 16);
const pixels: usize = memory.data(4096 * 4, 16);
/** The pixel before the piece, four times. */
const carry: usize = memory.data(16, 16);

/** Where up to PIECE pixels of three bytes go, and where they are as RGBA. */
export function rgbInput(): usize {
  return triples;
}
export function rgbOutput(): usize {
  return pixels;
}
export function rgbPiece(): usize {
  return PIECE;
}

/** Makes RGBA of `count` pixels. Differences go on from the last piece, unless this one is `first` in its row. */
export function paintRgb(count: usize, differences: bool, first: bool): void {
  const opaque = i32x4.splat(0xff000000);
  const spread = i8x16(0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1);
  const zero = i64x2.splat(0);
  let before = first ? zero : v128.load(carry);
  let from = triples;
  for (let to = pixels, end = pixels + (count << 2); to < end; to += 16, from += 12) {
    let four = i8x16.swizzle(v128.load(from), spread);
    if (differences) {
      // Each pixel is the sum of all differences up to its own.
      four = i8x16.add(four, v128.shuffle<i32>(zero, four, 0, 4, 5, 6));
      four = i8x16.add(four, v128.shuffle<i32>(zero, four, 0, 1, 4, 5));
      four = i8x16.add(four, before);
      before = v128.shuffle<i32>(four, four, 3, 3, 3, 3);
    }
    v128.store(to, v128.or(four, opaque));
  }
  v128.store(carry, before);
}

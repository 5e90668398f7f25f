/**
 * Where a macroblock is predicted and reconstructed: its pixels before the loop filter, with those that prediction looks
 * at around them. Rows are 64 bytes apart. Luma has its 16 pixels at column 16 of rows 1 to 16; U is below at column 16, V
 * at column 40, of rows 18 to 25. Beside each lies a column of what is to the left, above a row of what is above.
 */

export const STRIDE: usize = 64;
export const work = memory.data(26 * 64, 16);
export const LUMA: usize = 64 + 16;
export const U: usize = 18 * 64 + 16;
export const V: usize = 18 * 64 + 40;

/** Pixels that are outside the picture: above and to the left (RFC 6386, section 12.2). */
const OUTSIDE_ABOVE: u8 = 127;
const OUTSIDE_LEFT: u8 = 129;

/** Bytes that hold what a macroblock leaves to the row below: 16 pixels of luma, 8 of U, 8 of V. */
export const BOTTOM: usize = 32;

/** Sets what is to the left of the first macroblock of a row. */
export function beginRow(y: i32): void {
  const corner = y > 0 ? OUTSIDE_LEFT : OUTSIDE_ABOVE;
  beginColumn(work + LUMA - 1, 16, corner);
  beginColumn(work + U - 1, 8, corner);
  beginColumn(work + V - 1, 8, corner);
}

function beginColumn(at: usize, rows: usize, corner: u8): void {
  store<u8>(at - STRIDE, corner);
  for (let row: usize = 0; row < rows; row++) store<u8>(at + row * STRIDE, OUTSIDE_LEFT);
}

/** Makes the macroblock's last columns what the next one has to its left. */
export function moveLeft(): void {
  moveColumn(work + LUMA - 1, 16, 16);
  moveColumn(work + U - 1, 8, 8);
  moveColumn(work + V - 1, 8, 8);
}

// @ts-ignore: decorator
@inline
function moveColumn(at: usize, width: usize, rows: usize): void {
  for (let row: usize = 0; row <= rows; row++) {
    const from = at + row * STRIDE - STRIDE;
    store<u8>(from, load<u8>(from + width));
  }
}

/** Sets what is above macroblock `x` of a row: `bottoms` are the last rows of those above, `last` tells that none follows. */
export function setAbove(bottoms: usize, x: usize, first: bool, last: bool): void {
  const luma = work + LUMA - STRIDE;
  if (first) {
    const outside = i8x16.splat(OUTSIDE_ABOVE);
    v128.store(luma, outside);
    store<u32>(luma + 16, 0x7f7f7f7f);
    v128.store64_lane(work + U - STRIDE, outside, 0);
    v128.store64_lane(work + V - STRIDE, outside, 0);
  } else {
    const from = bottoms + x * BOTTOM;
    v128.store(luma, v128.load(from));
    store<u32>(luma + 16, last ? <u32>load<u8>(from, 15) * 0x01010101 : load<u32>(from, BOTTOM));
    store<u64>(work + U - STRIDE, load<u64>(from, 16));
    store<u64>(work + V - STRIDE, load<u64>(from, 24));
  }
  // Subblocks at the right edge all look at the pixels above the next macroblock.
  const right = load<u32>(luma + 16);
  store<u32>(luma + 16 + 4 * STRIDE, right);
  store<u32>(luma + 16 + 8 * STRIDE, right);
  store<u32>(luma + 16 + 12 * STRIDE, right);
}

/** Keeps the macroblock's last rows for the row below. */
export function keepBottom(bottoms: usize, x: usize): void {
  const to = bottoms + x * BOTTOM;
  v128.store(to, v128.load(work + LUMA + 15 * STRIDE));
  store<u64>(to, load<u64>(work + U + 7 * STRIDE), 16);
  store<u64>(to, load<u64>(work + V + 7 * STRIDE), 24);
}

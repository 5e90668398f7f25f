/** Columns of pixels as rows, so that vertical edges can be filtered like horizontal ones. */

/** Up to twenty columns of sixteen pixels. */
export const columns = memory.data(20 * 16, 16);

/** Sixteen rows of sixteen pixels, at two strides, swap places with their columns. */
export function transpose16(from: usize, fromStride: usize, to: usize, toStride: usize): void {
  const scratch = memory.data(256, 16);
  // Four times, even and odd halves interleave: bytes of row r and row r + 8 become neighbours.
  mix(from, fromStride, scratch, 16);
  mix(scratch, 16, to, toStride);
  mix(to, toStride, scratch, 16);
  mix(scratch, 16, to, toStride);
}

/** Interleaves each row of the upper half with that of the lower half. Rows are read in pairs before any is written over. */
// @ts-ignore: decorator
@inline
function mix(from: usize, fromStride: usize, to: usize, toStride: usize): void {
  for (let row: usize = 0; row < 8; row++) {
    const a = v128.load(from + row * fromStride),
      b = v128.load(from + (row + 8) * fromStride);
    v128.store(
      to + 2 * row * toStride,
      v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
    );
    v128.store(
      to + (2 * row + 1) * toStride,
      v128.shuffle<u8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31),
    );
  }
}

/** The four columns before `from` of sixteen rows, as rows of sixteen. */
export function gatherFour(from: usize, stride: usize, to: usize): void {
  for (let column: usize = 0; column < 4; column++) {
    for (let row: usize = 0; row < 16; row++) {
      store<u8>(to + column * 16 + row, load<u8>(from - 4 + row * stride + column));
    }
  }
}

/** Puts four columns back. */
export function scatterFour(from: usize, to: usize, stride: usize): void {
  const a = v128.load(from),
    b = v128.load(from, 16),
    c = v128.load(from, 32),
    d = v128.load(from, 48);
  const abLow = v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const abHigh = v128.shuffle<u8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  const cdLow = v128.shuffle<u8>(c, d, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const cdHigh = v128.shuffle<u8>(c, d, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  fourRows(to - 4, stride, v128.shuffle<i16>(abLow, cdLow, 0, 8, 1, 9, 2, 10, 3, 11));
  fourRows(to - 4 + 4 * stride, stride, v128.shuffle<i16>(abLow, cdLow, 4, 12, 5, 13, 6, 14, 7, 15));
  fourRows(to - 4 + 8 * stride, stride, v128.shuffle<i16>(abHigh, cdHigh, 0, 8, 1, 9, 2, 10, 3, 11));
  fourRows(to - 4 + 12 * stride, stride, v128.shuffle<i16>(abHigh, cdHigh, 4, 12, 5, 13, 6, 14, 7, 15));
}

// @ts-ignore: decorator
@inline
function fourRows(to: usize, stride: usize, rows: v128): void {
  v128.store32_lane(to, rows, 0);
  v128.store32_lane(to + stride, rows, 1);
  v128.store32_lane(to + 2 * stride, rows, 2);
  v128.store32_lane(to + 3 * stride, rows, 3);
}

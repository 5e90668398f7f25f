/**
 * Resampling, step 1: rows of pixels are added up, so that a cell's average needs one look at each column.
 * Rows are padded to a multiple of 16 bytes (4 pixels) and may be read and summed to their padded end.
 */
import { alphaFactors } from "../../shared/vectors";

/** Adds `bytes` bytes of an opaque row to 16-bit sums; at most 128 rows fit. */
export function gatherOpaque(row: usize, sums: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const pixels = v128.load(row + i);
    const at = sums + (i << 1);
    v128.store(at, i16x8.add(v128.load(at), i16x8.extend_low_i8x16_u(pixels)));
    v128.store(at, i16x8.add(v128.load(at, 16), i16x8.extend_high_i8x16_u(pixels)), 16);
  }
}

/** Adds colour times alpha, and 255 times alpha, of `bytes` bytes of a row to 32-bit sums. */
export function gatherAlpha(row: usize, sums: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const pixels = v128.load(row + i);
    const factors = alphaFactors(pixels);
    const low = i16x8.extmul_low_i8x16_u(pixels, factors);
    const high = i16x8.extmul_high_i8x16_u(pixels, factors);
    const at = sums + (i << 2);
    v128.store(at, i32x4.add(v128.load(at), i32x4.extend_low_i16x8_u(low)));
    v128.store(at, i32x4.add(v128.load(at, 16), i32x4.extend_high_i16x8_u(low)), 16);
    v128.store(at, i32x4.add(v128.load(at, 32), i32x4.extend_low_i16x8_u(high)), 32);
    v128.store(at, i32x4.add(v128.load(at, 48), i32x4.extend_high_i16x8_u(high)), 48);
  }
}

/**
 * Resampling, step 1: rows of pixels are added up, so that a cell's average needs one look at each column.
 * Rows are padded to a multiple of 16 bytes (4 pixels) and may be read and summed to their padded end.
 */
import { alphaFactors } from '../../shared/vectors';
import { lightOf, WHITE } from '../../shared/light';

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

/** Adds the light of `bytes` bytes of an opaque row to 32-bit sums. */
export function gatherLight(row: usize, sums: usize, bytes: usize, lights: usize): void {
  for (let i: usize = 0; i < bytes; i += 4) {
    const at = sums + (i << 2);
    v128.store(at, i32x4.add(v128.load(at), lightOf(row + i, lights)));
  }
}

/** Adds light times alpha, and alpha at the same scale, each rounded, of `bytes` bytes of a row to 32-bit sums. */
export function gatherLightAlpha(row: usize, sums: usize, bytes: usize, lights: usize): void {
  for (let i: usize = 0; i < bytes; i += 4) {
    const light = i32x4.replace_lane(lightOf(row + i, lights), 3, WHITE);
    // 257 of 65536 for one of 255: light of 14 bits times that stays below 2^31.
    const scaled = i32x4.mul(light, i32x4.splat(<i32>load<u8>(row + i, 3) * 257));
    const at = sums + (i << 2);
    v128.store(at, i32x4.add(v128.load(at), i32x4.shr_s(i32x4.add(scaled, i32x4.splat(1 << 15)), 16)));
  }
}

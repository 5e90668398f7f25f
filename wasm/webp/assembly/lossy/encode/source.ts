/** Pixels of one macroblock, block by block: 16 bytes each, 16 blocks of luma, 4 of U, 4 of V. */

/** Bytes of the luma of a macroblock in this form, and of all of it. */
export const LUMA_BYTES: usize = 256;
export const MACROBLOCK_BYTES: usize = 384;
/** Where U and V begin. */
export const U_BLOCKS: usize = 256;
export const V_BLOCKS: usize = 320;

/** The macroblock as it is to look. */
export const source = memory.data(384, 16);

/** Takes macroblock `x` out of a row of them; `width` samples are in each row of Y. */
export function loadSource(row: usize, x: i32, width: usize): void {
  takeLuma(row + ((<usize>x) << 4), width, source);
  const u = row + 16 * width + ((<usize>x) << 3);
  takeChroma(u, width >> 1, source + U_BLOCKS);
  takeChroma(u + 4 * width, width >> 1, source + V_BLOCKS);
}

/** Sorts 16 × 16 pixels into blocks. */
export function takeLuma(at: usize, stride: usize, to: usize): void {
  for (let i: usize = 0; i < 4; i++, at += 4 * stride, to += 64) {
    const r0 = v128.load(at),
      r1 = v128.load(at + stride),
      r2 = v128.load(at + 2 * stride),
      r3 = v128.load(at + 3 * stride);
    const a = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5),
      b = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
    const c = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7),
      d = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<i64>(a, b, 0, 2));
    v128.store(to, v128.shuffle<i64>(a, b, 1, 3), 16);
    v128.store(to, v128.shuffle<i64>(c, d, 0, 2), 32);
    v128.store(to, v128.shuffle<i64>(c, d, 1, 3), 48);
  }
}

/** Sorts 8 × 8 pixels into blocks. */
export function takeChroma(at: usize, stride: usize, to: usize): void {
  for (let i: usize = 0; i < 2; i++, at += 4 * stride, to += 32) {
    const r0 = v128.load64_zero(at),
      r1 = v128.load64_zero(at + stride);
    const r2 = v128.load64_zero(at + 2 * stride),
      r3 = v128.load64_zero(at + 3 * stride);
    const a = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5),
      b = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
    v128.store(to, v128.shuffle<i64>(a, b, 0, 2));
    v128.store(to, v128.shuffle<i64>(a, b, 1, 3), 16);
  }
}

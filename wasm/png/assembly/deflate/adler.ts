/** Adler-32 (RFC 1950, section 8.2). */
import { sumFours, sumLanes } from '../../../shared/vectors';

const MODULUS: u32 = 65521;
/** Bytes after which neither sum has left 32 bits. */
const CHUNK: u32 = 4096;

/** The check value `check` continued over `bytes` bytes. */
export function adler32(check: u32, from: usize, bytes: u32): u32 {
  let low = check & 0xffff;
  let high = check >> 16;
  while (bytes >= 16) {
    const count = min(bytes, CHUNK) & ~15;
    high += low * count;
    let sums = i32x4.splat(0);
    let earlier = i32x4.splat(0);
    let weighted = i32x4.splat(0);
    for (const end = from + count; from < end; from += 16) {
      const values = v128.load(from);
      // What came before counts 16 times more with each step.
      earlier = i32x4.add(earlier, sums);
      sums = i32x4.add(sums, sumFours(values));
      const near = i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(values), i16x8(16, 15, 14, 13, 12, 11, 10, 9));
      const far = i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(values), i16x8(8, 7, 6, 5, 4, 3, 2, 1));
      weighted = i32x4.add(weighted, i32x4.add(near, far));
    }
    low = (low + sumLanes(sums)) % MODULUS;
    high = (high + sumLanes(weighted) + (sumLanes(earlier) % MODULUS) * 16) % MODULUS;
    bytes -= count;
  }
  for (; bytes > 0; bytes--) {
    low += load<u8>(from++);
    high += low;
  }
  return ((high % MODULUS) << 16) | (low % MODULUS);
}

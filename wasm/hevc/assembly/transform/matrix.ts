/** Factors of the inverse cosine transform of 32 (ITU-T H.265, section 8.6.4.2), of which the smaller ones are parts. */

/** 64 × sqrt(2) × cos(i × pi / 64), as the standard rounds it; that of 0 is of no row. */
// prettier-ignore
const COSINES: usize = memory.data<u8>([
  90, 90, 90, 90, 89, 88, 87, 85, 83, 82, 80, 78, 75, 73, 70, 67, 64, 61, 57, 54, 50, 46, 43, 38, 36, 31, 25, 22, 18, 13, 9, 4, 0,
]);

/** Factor of frequency `k` (1 to 31 of 32) at sample `n`. */
export function factor(k: u32, n: u32): i32 {
  const angle = (k * (2 * n + 1)) & 127;
  const half = angle > 64 ? 128 - angle : angle;
  return half > 32 ? -(<i32>load<u8>(COSINES + 64 - half)) : <i32>load<u8>(COSINES + half);
}

/**
 * Pairs of factors of odd frequencies, for transforms of 4, 8, 16 and 32 (logarithm 2 to 5): for each sample of the first
 * half those of frequencies 1 and 3, 5 and 7 and so on, 16 bits each.
 */
const odds: usize = memory.data(4 * 16 * 16 * 2, 16);

for (let log2: u32 = 2; log2 <= 5; log2++)
  for (let n: u32 = 0; n < (<u32>1) << (log2 - 1); n++)
    for (let i: u32 = 0; i < (<u32>1) << (log2 - 1); i++)
      store<i16>(oddsOf(log2) + (((n << (log2 - 1)) | i) << 1), <i16>factor((2 * i + 1) << (5 - log2), n));

/** Where the pairs of a transform begin. */
// @ts-ignore: decorator
@inline
export function oddsOf(log2: u32): usize {
  return odds + ((log2 - 2) << 9);
}

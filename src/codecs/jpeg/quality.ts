/** Estimates the quality a JPEG was written with, by inverting how the IJG library scales its luminance table. */

/** Table K.1 of T.81 in zigzag order. */
// prettier-ignore
const LUMINANCE = [
  16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40,
  26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61, 60, 57, 51,
  56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87,
  95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99,
];

/** The quality, 1 to 100, whose luminance table is nearest to `table` (64 values in zigzag order). */
export function estimateQuality(table: ArrayLike<number>): number {
  let best = 100;
  let least = Infinity;
  // From the top: all ones is what 100 writes, and it should not read as less.
  for (let quality = 100; quality >= 1; quality--) {
    const distance = distanceTo(table, quality);
    if (distance < least) [best, least] = [quality, distance];
  }
  return best;
}

function distanceTo(table: ArrayLike<number>, quality: number): number {
  const percent = quality < 50 ? Math.floor(5000 / quality) : 200 - quality * 2;
  return LUMINANCE.reduce((sum, base, at) => sum + Math.abs(scaled(base, percent) - (table[at] ?? 0)), 0);
}

function scaled(base: number, percent: number): number {
  return Math.min(255, Math.max(1, Math.floor((base * percent + 50) / 100)));
}

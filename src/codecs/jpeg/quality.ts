/** Estimates the quality a JPEG was written with, by inverting how the IJG library scales its luminance table. */

/** Table K.1 of T.81 in zigzag order. */
// prettier-ignore
const LUMINANCE = [
  16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40,
  26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61, 60, 57, 51,
  56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87,
  95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99,
];

/**
 * The table of our own tuned encoder before it is scaled, in zigzag order, which goes through one sum of frequencies after the
 * other (`wasm/jpeg/assembly/encode/quantiser.ts`).
 */
const TUNED = [10, 14, 23, 28, 33, 36, 39, 43, 47, 50, 53, 56, 59, 64, 76].flatMap((step, sum) =>
  Array.from({ length: Math.min(sum, 14 - sum) + 1 }, () => step),
);

/**
 * The quality, 1 to 100, that a luminance table (64 values in zigzag order) was written with: of our tuned tables if it is
 * one, else of the nearest of annex K.
 */
export function estimateQuality(table: ArrayLike<number>): number {
  const tuned = nearest(table, TUNED, tunedPercent);
  return tuned.distance === 0 ? tuned.quality : nearest(table, LUMINANCE, scalePercent).quality;
}

/** The quality whose table is nearest, scaled from the one of quality 50. */
function nearest(
  table: ArrayLike<number>,
  middle: readonly number[],
  percentOf: (quality: number) => number,
) {
  let best = { quality: 100, distance: Infinity };
  // From the top: all ones is what 100 writes, and it should not read as less.
  for (let quality = 100; quality >= 1; quality--) {
    const distance = distanceTo(table, middle, percentOf(quality));
    if (distance < best.distance) best = { quality, distance };
  }
  return best;
}

function scalePercent(quality: number): number {
  return quality < 50 ? Math.floor(5000 / quality) : 200 - quality * 2;
}

/** Less at low qualities. */
function tunedPercent(quality: number): number {
  const percent = scalePercent(quality);
  return Math.round((percent * 1200) / (1200 + percent));
}

function distanceTo(table: ArrayLike<number>, middle: readonly number[], percent: number): number {
  return middle.reduce((sum, step, at) => sum + Math.abs(scaled(step, percent) - (table[at] ?? 0)), 0);
}

function scaled(base: number, percent: number): number {
  return Math.min(255, Math.max(1, Math.floor((base * percent + 50) / 100)));
}

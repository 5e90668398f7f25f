/**
 * Quantisation tables: those of ITU-T T.81 annex K.1 or tuned ones, scaled as the Independent JPEG Group's library does, so
 * that a reader that inverts the scaling finds the quality again.
 */
import { FDCT_GAIN } from './fdct';

const TABLES = 2;
const COEFFICIENTS = 64;

/** Annex K.1, table K.1 then K.2, in reading order. */
const ANNEX_K: usize = memory.data<u8>([
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99, 17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99,
  99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
]);

/**
 * The tuned tables, by the sum of both frequencies, Y then chroma: they give the least bytes for equal SSIMULACRA 2 over
 * photographs, drawings and pages of applications. Beside annex K's, averages of a block and fine detail are kept more exactly
 * and what lies between less.
 */
const FREQUENCIES = 15;
// prettier-ignore
const TUNED: usize = memory.data<u8>([
  10, 14, 23, 28, 33, 36, 39, 43, 47, 50, 53, 56, 59, 64, 76,
  10, 16, 22, 25, 29, 33, 37, 41, 44, 44, 44, 44, 44, 44, 44,
]);

/** Zigzag order (figure A.6): position `k` of a scan is coefficient `(u, v)` at `u * 8 + v`, as the FDCT stores it. */
export const ZIGZAG: usize = memory.data<u8>([
  0, 8, 1, 2, 9, 16, 24, 17, 10, 3, 4, 11, 18, 25, 32, 40, 33, 26, 19, 12, 5, 6, 13, 20, 27, 34, 41, 48, 56,
  49, 42, 35, 28, 21, 14, 7, 15, 22, 29, 36, 43, 50, 57, 58, 51, 44, 37, 30, 23, 31, 38, 45, 52, 59, 60, 53,
  46, 39, 47, 54, 61, 62, 55, 63,
]);

/** Steps of both tables, u8, in zigzag order as DQT wants them. */
const STEPS: usize = memory.data(TABLES * COEFFICIENTS);
/** One over step times gain, f32, in the order of the FDCT. */
const RECIPROCALS: usize = memory.data(TABLES * COEFFICIENTS * 4, 16);

/** Steps of a table: 0 for Y, 1 for chroma. 64 bytes in zigzag order. */
export function steps(table: i32): usize {
  return STEPS + table * COEFFICIENTS;
}

/** Reciprocals of a table for `transformBlock`. */
// @ts-ignore: decorator
@inline
export function reciprocals(table: i32): usize {
  return RECIPROCALS + table * COEFFICIENTS * 4;
}

/** Percentage that the annex K tables are scaled by for a quality of 1 to 100. */
function scalePercent(quality: i32): i32 {
  return quality < 50 ? 5000 / max(quality, 1) : 200 - 2 * min(quality, 100);
}

/** The same for the tuned tables: less at low qualities, so that a quality looks as it does with annex K's. */
function tunedPercent(quality: i32): i32 {
  const percent = scalePercent(quality);
  return (percent * 1200 + ((1200 + percent) >> 1)) / (1200 + percent);
}

/** Step at a quality of 50 of coefficient `(u, v)` at `u * 8 + v`. */
function baseStep(table: i32, position: i32, tuned: bool): i32 {
  const u = position >> 3;
  const v = position & 7;
  if (tuned) return <i32>load<u8>(TUNED + table * FREQUENCIES + u + v);
  return <i32>load<u8>(ANNEX_K + table * COEFFICIENTS + (v << 3) + u);
}

/** Makes both tables for a quality of 1 to 100; steps are kept within 1 to 255, as baseline wants (B.2.4.1). */
export function prepareQuantiser(quality: i32, tuned: bool): void {
  const percent = tuned ? tunedPercent(quality) : scalePercent(quality);
  for (let table = 0; table < TABLES; table++) {
    for (let k = 0; k < COEFFICIENTS; k++) {
      const position = <i32>load<u8>(ZIGZAG + k);
      const step = min(max((baseStep(table, position, tuned) * percent + 50) / 100, 1), 255);
      store<u8>(steps(table) + k, <u8>step);
      store<f32>(reciprocals(table) + position * 4, <f32>(1.0 / (FDCT_GAIN * <f64>step)));
    }
  }
}

/** How stored samples become red, green and blue (ITU-T H.273, section 8.3): each a sum of the three, and a constant. */
import type { Cicp } from '../colour.ts';

/** Factors of luma and both chroma samples and a constant, for red, green and blue of 0 to 255. */
export type YccMatrix = Float64Array;

/** Shares of red and blue in luma, by matrix coefficients; any other number counts as that of standard video. */
const SHARES: Readonly<Record<number, readonly [red: number, blue: number]>> = {
  1: [0.2126, 0.0722],
  4: [0.3, 0.11],
  5: [0.299, 0.114],
  6: [0.299, 0.114],
  7: [0.212, 0.087],
  9: [0.2627, 0.0593],
  10: [0.2627, 0.0593],
};
/** Matrix coefficients of standard video. */
export const STANDARD = 6;
const IDENTITY = 0;
const YCGCO = 8;

/** The sums for samples of so many bits. */
export function yccMatrix({ matrix, fullRange }: Cicp, bits: number): YccMatrix {
  const step = 2 ** (bits - 8);
  const top = 2 ** bits - 1;
  const luma = fullRange ? 255 / top : 255 / (219 * step);
  const chroma = fullRange ? 255 / top : 255 / (224 * step);
  const black = fullRange ? 0 : 16 * step;
  const zero = matrix === IDENTITY ? black : 128 * step;
  const across = matrix === IDENTITY ? luma : chroma;
  const sums = factorsOf(matrix).flatMap(([y, u, v]) => {
    const factors = [y * luma, u * across, v * across] as const;
    return [...factors, -factors[0] * black - (factors[1] + factors[2]) * zero];
  });
  return new Float64Array(sums);
}

/** Rows for red, green and blue, of luma from 0 to 1 and chroma around 0. */
function factorsOf(matrix: number): readonly (readonly [number, number, number])[] {
  if (matrix === IDENTITY) {
    return [
      [0, 0, 1],
      [1, 0, 0],
      [0, 1, 0],
    ];
  }
  if (matrix === YCGCO) {
    return [
      [1, -1, 1],
      [1, 1, 0],
      [1, -1, -1],
    ];
  }
  const [red, blue] = SHARES[matrix] ?? SHARES[STANDARD]!;
  const green = 1 - red - blue;
  return [
    [1, 0, 2 * (1 - red)],
    [1, (-2 * blue * (1 - blue)) / green, (-2 * red * (1 - red)) / green],
    [1, 2 * (1 - blue), 0],
  ];
}

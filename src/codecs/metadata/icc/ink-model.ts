/**
 * Colours of offset print without a profile: the Neugebauer model. A patch of paper shows each of the sixteen
 * overprints of four inks on the share of its area that Demichel's equations give for independent dots; how far
 * a dot spreads is a curve for each ink and channel. The numbers are fitted to what libvips makes of CMYK
 * without a profile, over a grid of 9 points an axis: the mean difference is 2.1 (ΔE 1976), 95 % are under 4.2.
 */
import { storeColour } from './profile-grid.ts';
import type { InkGrid } from './simplex.ts';

/**
 * Red, green and blue of the overprints, 0 to 255 and fitted beyond it; the index has bits for cyan 8, magenta 4,
 * yellow 2, black 1.
 */
const OVERPRINTS: readonly (readonly [number, number, number])[] = [
  [255, 255, 255],
  [5, -14, -16],
  [261, 231, -14],
  [19, 12, 14],
  [237, 7, 137],
  [20, 14, 9],
  [232, 17, 20],
  [13, -13, -34],
  [-78, 155, 223],
  [5, 15, 13],
  [-45, 150, 47],
  [-10, -1, -22],
  [28, 20, 126],
  [-13, -27, -4],
  [31, 19, 33],
  [-1, -10, -16],
];

/** For each ink, for red, green and blue: how far the covered share lies above the ink's own, in three shapes. */
const SPREAD: readonly (readonly (readonly [number, number, number])[])[] = [
  [
    [-0.33, 0.25, -0.01],
    [0.14, 0.16, -0.01],
    [0.23, -0.21, 0.05],
  ],
  [
    [0.15, -0.6, -0.36],
    [-0.34, 0.38, -0.2],
    [0.23, 0.02, 0.03],
  ],
  [
    [0.3, -0.06, 0.18],
    [0.06, -0.02, 1.41],
    [-0.41, 0.23, 0],
  ],
  [
    [-0.15, 0.5, -0.18],
    [-0.27, 0.59, -0.24],
    [-0.28, 0.58, -0.18],
  ],
];

const POINTS = 9;
const WHITE = 255;

/** The model as a grid in sRGB. */
export function modelGrid(): InkGrid {
  const colours = new Int16Array(POINTS ** 4 * 3);
  for (let index = 0; index < POINTS ** 4; index++) {
    const inks = [POINTS ** 3, POINTS ** 2, POINTS, 1].map(
      (stride) => (Math.floor(index / stride) % POINTS) / (POINTS - 1),
    );
    storeColour(colours, index, [printed(inks, 0), printed(inks, 1), printed(inks, 2)]);
  }
  const linear = Float64Array.from({ length: 256 }, (_, byte) => byte / 255);
  return { points: [POINTS, POINTS, POINTS, POINTS], positions: [linear, linear, linear, linear], colours };
}

/** One channel, 0 to 1, of a patch printed with these shares of the four inks. */
function printed(inks: readonly number[], channel: 0 | 1 | 2): number {
  const covered = inks.map((share, ink) => spread(share, SPREAD[ink]?.[channel] ?? [0, 0, 0]));
  return OVERPRINTS.reduce((sum, colour, overprint) => {
    const area = covered.reduce(
      (product, share, ink) => product * ((overprint >> (3 - ink)) & 1 ? share : 1 - share),
      1,
    );
    return sum + (area * colour[channel]) / WHITE;
  }, 0);
}

function spread(share: number, [middle, skew, ends]: readonly [number, number, number]): number {
  const tilt = 1 - 2 * share;
  return share + share * (1 - share) * (middle + skew * tilt + ends * tilt * tilt);
}

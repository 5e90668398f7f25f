/**
 * The colour that stands for a picture: the mean of the pixels whose hue lies near the mean hue. The pixels are read
 * once; sums are kept for each of many narrow ranges of hue, so nothing else is held.
 */
import type { Band, Picture } from '../picture.ts';

/** Ranges of a tenth of a degree. */
const RANGES = 3600;
const RANGES_PER_DEGREE = RANGES / 360;
/**
 * Farthest hue from the mean that counts. Decoders differ by fractions of a level: from 46.5 to 47.5 both ours and
 * libvips' give the vendor's documented answer for its sample (operations reference, 5.2).
 */
const NEAR_DEGREES = 47.25;

/** Channel values, 0 to 255, rounded down. */
export interface MeanColour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

/** Sums over pixels: `[pixels, red, green, blue]` for each range of hue, and the sum of all hues in degrees. */
interface Tally {
  readonly sums: Float64Array;
  hues: number;
}

/** The average hue of a picture without transparency; hue is averaged as a plain number, from 0 to 360. */
export async function averageHue(picture: Picture): Promise<MeanColour> {
  const tally: Tally = { sums: new Float64Array(RANGES * 4), hues: 0 };
  for await (const band of picture.bands()) count(band, tally);
  const mean = tally.hues / (picture.width * picture.height);
  const near = sumRanges(tally, mean - NEAR_DEGREES, mean + NEAR_DEGREES);
  const [pixels, ...channels] = near[0] > 0 ? near : sumRanges(tally, 0, 360);
  const [red, green, blue] = channels.map((sum) => Math.floor(sum / pixels)) as [number, number, number];
  return { red, green, blue };
}

function count(band: Band, tally: Tally): void {
  const { sums } = tally;
  let hues = 0;
  for (let i = 0; i < band.length; i += 4) {
    const red = band[i]!;
    const green = band[i + 1]!;
    const blue = band[i + 2]!;
    const hue = hueOf(red, green, blue);
    hues += hue;
    const range = Math.floor(hue * RANGES_PER_DEGREE) * 4;
    sums[range]! += 1;
    sums[range + 1]! += red;
    sums[range + 2]! += green;
    sums[range + 3]! += blue;
  }
  tally.hues += hues;
}

/** Hue of the HSV model in degrees, at least 0 and below 360; 0 for grey. */
function hueOf(red: number, green: number, blue: number): number {
  const most = Math.max(red, green, blue);
  const spread = most - Math.min(red, green, blue);
  if (spread === 0) return 0;
  if (most === red) return (60 * (green - blue)) / spread + (green < blue ? 360 : 0);
  return most === green ? 120 + (60 * (blue - red)) / spread : 240 + (60 * (red - green)) / spread;
}

/** Sums of the ranges whose middle lies between two hues. */
function sumRanges({ sums }: Tally, from: number, to: number): [number, number, number, number] {
  const total: [number, number, number, number] = [0, 0, 0, 0];
  for (let range = 0; range < RANGES; range++) {
    const middle = (range + 0.5) / RANGES_PER_DEGREE;
    if (middle < from || middle > to) continue;
    for (const i of total.keys()) total[i]! += sums[range * 4 + i]!;
  }
  return total;
}

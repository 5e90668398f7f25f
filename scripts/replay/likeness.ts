/** How alike two pictures look: the mean structural similarity of their luma (Wang, Bovik, Sheikh, Simoncelli 2004). */
import sharp from 'sharp';

/** Pixels of the longer side at which pictures are compared. */
const SIDE = 256;
const WINDOW = 8;
const STEP = 4;
/** (0.01 × 255)² and (0.03 × 255)². */
const [C1, C2] = [6.5025, 58.5225];

interface Luma {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** 1 for equal ones, about 0 for unrelated ones; undefined where one cannot be read. Both must be of one size. */
export async function likeness(a: Uint8Array, b: Uint8Array): Promise<number | undefined> {
  try {
    const [first, second] = await Promise.all([luma(a), luma(b)]);
    if (first.width !== second.width || first.height !== second.height) return undefined;
    return similarity(first, second);
  } catch {
    return undefined;
  }
}

async function luma(body: Uint8Array): Promise<Luma> {
  const { data, info } = await sharp(body)
    .flatten({ background: '#808080' })
    .toColourspace('b-w')
    .resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels === 1) return { width: info.width, height: info.height, data };
  const single = Uint8Array.from({ length: info.width * info.height }, (_, at) => data[at * info.channels]!);
  return { width: info.width, height: info.height, data: single };
}

/** The mean over windows that overlap by half; a picture smaller than a window is one. */
export function similarity(a: Luma, b: Luma): number {
  const across = Math.min(WINDOW, a.width);
  const down = Math.min(WINDOW, a.height);
  let [sum, windows] = [0, 0];
  for (let top = 0; top + down <= a.height; top += STEP) {
    for (let left = 0; left + across <= a.width; left += STEP) {
      sum += windowSimilarity(a, b, left, top, across, down);
      windows++;
    }
  }
  return sum / windows;
}

function windowSimilarity(a: Luma, b: Luma, left: number, top: number, across: number, down: number): number {
  let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0];
  for (let y = top; y < top + down; y++) {
    for (let x = left; x < left + across; x++) {
      const [p, q] = [a.data[y * a.width + x]!, b.data[y * a.width + x]!];
      sumA += p;
      sumB += q;
      squaresA += p * p;
      squaresB += q * q;
      products += p * q;
    }
  }
  const count = across * down;
  const [meanA, meanB] = [sumA / count, sumB / count];
  const varianceA = squaresA / count - meanA * meanA;
  const varianceB = squaresB / count - meanB * meanB;
  const covariance = products / count - meanA * meanB;
  const structure = (2 * covariance + C2) / (varianceA + varianceB + C2);
  return ((2 * meanA * meanB + C1) / (meanA * meanA + meanB * meanB + C1)) * structure;
}

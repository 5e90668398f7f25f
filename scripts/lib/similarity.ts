/**
 * Structural similarity (Wang, Bovik, Sheikh, Simoncelli: "Image Quality Assessment: From Error Visibility to Structural
 * Similarity", 2004).
 */

/** One channel of a picture, 0 to 255, in rows. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: ArrayLike<number>;
}

/** Side of a window, and how far windows are apart. */
const WINDOW = 8;
const STEP = 4;
/** What keeps quotients of dark and of flat windows stable: the paper's K1 and K2 for samples of 8 bits. */
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

/** The mean over windows that overlap by half: 1 for equal planes, about 0 for unrelated ones. Both must be of one size. */
export function similarity(a: Plane, b: Plane): number {
  const across = Math.min(WINDOW, a.width);
  const down = Math.min(WINDOW, a.height);
  let [sum, windows] = [0, 0];
  for (let top = 0; top + down <= a.height; top += STEP) {
    for (let left = 0; left + across <= a.width; left += STEP) {
      sum += windowSimilarity(a, b, { left, top, across, down });
      windows++;
    }
  }
  return sum / windows;
}

interface Window {
  readonly left: number;
  readonly top: number;
  readonly across: number;
  readonly down: number;
}

/** One window; a picture smaller than that is one. */
function windowSimilarity(a: Plane, b: Plane, { left, top, across, down }: Window): number {
  let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0];
  for (let y = top; y < top + down; y++) {
    for (let at = y * a.width + left, end = at + across; at < end; at++) {
      const [p, q] = [a.data[at]!, b.data[at]!];
      sumA += p;
      sumB += q;
      squaresA += p * p;
      squaresB += q * q;
      products += p * q;
    }
  }
  const count = across * down;
  const [meanA, meanB] = [sumA / count, sumB / count];
  const [varianceA, varianceB] = [squaresA / count - meanA ** 2, squaresB / count - meanB ** 2];
  const covariance = products / count - meanA * meanB;
  const structure = (2 * covariance + C2) / (varianceA + varianceB + C2);
  return (structure * (2 * meanA * meanB + C1)) / (meanA ** 2 + meanB ** 2 + C1);
}

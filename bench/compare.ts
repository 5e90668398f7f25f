/** How alike two pictures are. Both are RGB, three bytes a pixel, and of one size. */
import type { Size } from '../src/core/image/picture.ts';

/** Side of the windows of the structural similarity, and how far they are apart. */
const WINDOW = 8;
const STEP = 4;
/** Constants of Wang et al., "Image Quality Assessment: From Error Visibility to Structural Similarity" (2004). */
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

/** Peak signal-to-noise ratio in decibels over all channels; Infinity for equal pictures. */
export function psnr(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at]! - b[at]!) ** 2;
  return sum === 0 ? Infinity : 10 * Math.log10((255 * 255 * a.length) / sum);
}

/** Mean structural similarity of the luminance, 1 for equal pictures. */
export function ssim(a: Uint8Array, b: Uint8Array, { width, height }: Size): number {
  const [lumaA, lumaB] = [luminance(a), luminance(b)];
  const side = Math.min(WINDOW, width, height);
  let sum = 0;
  let count = 0;
  for (let y = 0; y + side <= height; y += STEP) {
    for (let x = 0; x + side <= width; x += STEP) {
      sum += similarity(lumaA, lumaB, y * width + x, width, side);
      count++;
    }
  }
  return sum / count;
}

function luminance(rgb: Uint8Array): Float32Array {
  const luma = new Float32Array(rgb.length / 3);
  for (let at = 0; at < luma.length; at++) {
    luma[at] = 0.299 * rgb[at * 3]! + 0.587 * rgb[at * 3 + 1]! + 0.114 * rgb[at * 3 + 2]!;
  }
  return luma;
}

/** Similarity in the window whose first sample is at `start`. */
function similarity(a: Float32Array, b: Float32Array, start: number, stride: number, side: number): number {
  let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
  for (let y = 0; y < side; y++) {
    for (let at = start + y * stride, end = at + side; at < end; at++) {
      sumA += a[at]!;
      sumB += b[at]!;
      sumAA += a[at]! * a[at]!;
      sumBB += b[at]! * b[at]!;
      sumAB += a[at]! * b[at]!;
    }
  }
  const samples = side * side;
  const [meanA, meanB] = [sumA / samples, sumB / samples];
  const [varianceA, varianceB] = [sumAA / samples - meanA ** 2, sumBB / samples - meanB ** 2];
  const covariance = sumAB / samples - meanA * meanB;
  const structure = (2 * covariance + C2) / (varianceA + varianceB + C2);
  return (structure * (2 * meanA * meanB + C1)) / (meanA ** 2 + meanB ** 2 + C1);
}

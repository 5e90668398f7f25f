/** How alike two pictures are. Both are RGB, three bytes a pixel, and of one size. */
import { similarity } from '../scripts/lib/similarity.ts';
import type { Size } from '../src/core/image/picture.ts';

/** Peak signal-to-noise ratio in decibels over all channels; Infinity for equal pictures. */
export function psnr(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at]! - b[at]!) ** 2;
  return sum === 0 ? Infinity : 10 * Math.log10((255 * 255 * a.length) / sum);
}

/** Mean structural similarity of the luminance, 1 for equal pictures. */
export function ssim(a: Uint8Array, b: Uint8Array, { width, height }: Size): number {
  return similarity({ width, height, data: luminance(a) }, { width, height, data: luminance(b) });
}

function luminance(rgb: Uint8Array): Float32Array {
  const luma = new Float32Array(rgb.length / 3);
  for (let at = 0; at < luma.length; at++) {
    luma[at] = 0.299 * rgb[at * 3]! + 0.587 * rgb[at * 3 + 1]! + 0.114 * rgb[at * 3 + 2]!;
  }
  return luma;
}

/** Rows of RGB are painted by the kernel; those of strips, by far the most usual ones, with their differences summed up on the way. */
import type { Paint } from './colour.ts';
import type { TiffExports } from './kernel.ts';
import type { TiffLayout } from './layout.ts';
import { PHOTOMETRIC, PREDICTOR } from './tags.ts';

/** True for rows that the kernel paints. */
export function isRgb({ samples, photometric }: TiffLayout): boolean {
  return samples === 3 && photometric === PHOTOMETRIC.rgb;
}

/** True where rows come to the painter as differences. */
export function keepsDifferences(layout: TiffLayout): boolean {
  const { tiled, apart, bits, predictor } = layout;
  return isRgb(layout) && !tiled && !apart && bits === 8 && predictor === PREDICTOR.difference;
}

/** Paints rows of three samples a pixel. */
export function kernelPainter(kernel: TiffExports, layout: TiffLayout): Paint {
  const differences = keepsDifferences(layout);
  const piece = kernel.rgbPiece();
  return (row, from, count, band, to) => {
    const end = from + count;
    // The first of a row's sums need what lies left of them.
    for (let x = differences ? 0 : from; x < end; x += piece) {
      const length = Math.min(piece, end - x);
      const memory = new Uint8Array(kernel.memory.buffer);
      memory.set(row.subarray(x * 3, (x + length) * 3), kernel.rgbInput());
      kernel.paintRgb(length, differences, x === 0);
      const cut = Math.max(0, from - x);
      if (cut >= length) continue;
      const pixels = kernel.rgbOutput();
      band.set(memory.subarray(pixels + cut * 4, pixels + length * 4), to + (x + cut - from) * 4);
    }
  };
}

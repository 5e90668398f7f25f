/** Unsharp mask on the raster kernel: the twin of `sharpenPicture`, equal to the bit. */
import type { RowKernel } from '../../core/image/kernels/slide.ts';
import type { Picture } from '../../core/image/picture.ts';
import { type Blocks, takeBlocks } from './blocks.ts';
import type { RasterExports } from './exports.ts';
import type { Heap } from './heap.ts';

/** The rows of one sharpening: addresses of RGBA in the kernel's memory. */
export function sharpenRows(
  kernel: RasterExports,
  heap: Heap,
  { width, opaque }: Picture,
  amount: number,
): RowKernel<number> & Blocks {
  const { memory } = kernel;
  const bytes = width * 4;
  // Sums of a row, and of a pixel before and behind it.
  const sumBytes = (width + 2) * 4 * (opaque ? 2 : 4);
  const at = takeBlocks(heap, { above: bytes, row: bytes, below: bytes, sums: sumBytes, target: bytes });
  const ring = [at.above, at.row, at.below];
  const sums = at.sums + (opaque ? 8 : 16);
  const [sum, sharpen] = opaque
    ? [kernel.sumOpaque, kernel.sharpenOpaque]
    : [kernel.sumAlpha, kernel.sharpenAlpha];
  let made = 0;
  return {
    radius: 1,
    makeRow: () => ring[made++]!,
    load: (band, from, row) => new Uint8Array(memory.buffer).set(band.subarray(from, from + bytes), row),
    emit([above, row, below], band, to) {
      sum(above!, row!, below!, sums, bytes);
      sharpen(row!, sums, at.target, bytes, amount);
      band.set(new Uint8Array(memory.buffer, at.target, bytes), to);
    },
    free: at.free,
  };
}

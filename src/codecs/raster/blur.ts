/** Gaussian blur on the raster kernel: the twin of `blurPicture`, equal to the bit. */
import { gaussian } from '../../core/image/kernels/blur.ts';
import type { RowKernel } from '../../core/image/kernels/slide.ts';
import type { Picture } from '../../core/image/picture.ts';
import { type Blocks, takeBlocks } from './blocks.ts';
import type { RasterExports } from './exports.ts';
import type { Heap } from './heap.ts';

/** Bytes of a pixel as samples. */
const PIXEL_BYTES = 8;
/** Samples are written four pixels at a time: a row must not run into the next one. */
const STEP_BYTES = 4 * PIXEL_BYTES;

/** The rows of one blur: addresses of samples in the kernel's memory. */
export function blurRows(
  kernel: RasterExports,
  heap: Heap,
  { width, opaque }: Picture,
  reach: number,
  sigma: number,
): RowKernel<number> & Blocks {
  const { memory } = kernel;
  const weights = gaussian(reach, sigma);
  const radius = weights.length - 1;
  const bytes = width * PIXEL_BYTES;
  const pitch = Math.ceil(bytes / STEP_BYTES) * STEP_BYTES;
  const count = 2 * radius + 1;
  const at = takeBlocks(heap, {
    ring: count * pitch,
    row: width * 4,
    line: bytes + 2 * radius * PIXEL_BYTES,
    sums: bytes * 2,
    above: count * 4,
    beside: count * 4,
    weights: (radius + 1) * 2,
  });
  const middle = at.line + radius * PIXEL_BYTES;
  new Int16Array(memory.buffer).set(weights, at.weights / 2);
  const shifts = new Int32Array(memory.buffer, at.beside, count);
  for (let i = 0; i < count; i++) shifts[i] = at.line + i * PIXEL_BYTES;
  const spread = opaque ? kernel.spreadOpaque : kernel.spreadAlpha;
  const level = opaque ? kernel.levelOpaque : kernel.levelAlpha;
  let made = 0;
  return {
    radius,
    makeRow: () => at.ring + made++ * pitch,
    load(band, from, row) {
      new Uint8Array(memory.buffer).set(band.subarray(from, from + width * 4), at.row);
      spread(at.row, row, width * 4);
    },
    emit(rows, band, to) {
      new Int32Array(memory.buffer).set(rows, at.above / 4);
      kernel.blurToSamples(at.above, radius, at.weights, bytes, middle);
      kernel.repeatEnds(middle, width, radius);
      kernel.blurToSums(at.beside, radius, at.weights, bytes, at.sums);
      level(at.sums, at.row, width * 4);
      band.set(new Uint8Array(memory.buffer, at.row, width * 4), to);
    },
    free: at.free,
  };
}

/**
 * Decodes PNG: rows of the wanted region come out as bands. A file that ends early or is damaged is shown as far as it can
 * be read; what is missing is clear, or black where there is no alpha. Of an animation the default image is the still.
 */
import type { PngDetails } from './header.ts';
import { type Band, rowsPerBand, type Size } from '../../core/image/picture.ts';
import type { Decoder } from '../codec.ts';
import { guarded, keepInstance } from '../instance.ts';
import { animationFrames } from './animation.ts';
import { readPixelData } from './chunks.ts';
import { readPngHeader } from './header.ts';
import type { PngExports } from './kernel.ts';
import { chooseCells, planDecode } from './plan.ts';
import { streamBands } from './stream.ts';

/** The decoder over one kept instance. */
export function pngDecoder(module: WebAssembly.Module): Decoder<PngDetails> {
  const kept = keepInstance<PngExports>(module, ['decode png']);
  return {
    plan: planDecode,
    decode(bytes, source, wish) {
      const cells = chooseCells(source, wish);
      const { width, height } = cells ?? wish.cut;
      const opaque = !source.alpha;
      const averaged = cells && { cell: cells.cell, width: wish.cut.width, height: wish.cut.height };
      const read = (kernel: PngExports) =>
        streamBands(
          kernel,
          { header: readPngHeader(bytes), size: source, opaque, pieces: readPixelData(bytes) },
          wish.cut,
          cells,
        );
      const size = { width, height };
      return {
        ...size,
        opaque,
        averaged,
        bands: () => guarded(kept, (kernel) => complete(read(kernel), size, opaque)),
      };
    },
    frames: (bytes, source, { cut }) =>
      guarded(kept, (kernel) => animationFrames(kernel, bytes, source, cut)),
  };
}

/** All rows of a picture of this size: those that never came too. */
function* complete(bands: Iterable<Band>, { width, height }: Size, opaque: boolean): Generator<Band> {
  let left = height;
  for (const band of bands) {
    left -= band.length / 4 / width;
    yield band;
  }
  if (left > 0) yield* missing({ width, height: left }, opaque);
}

/** Bands for rows that never came. */
function* missing({ width, height }: Size, opaque: boolean): Generator<Band> {
  const most = rowsPerBand(width);
  const band = new Uint8ClampedArray(Math.min(most, height) * width * 4);
  if (opaque) new Uint32Array(band.buffer).fill(0xff00_0000);
  for (let left = height; left > 0; left -= most) {
    yield band.subarray(0, Math.min(most, left) * width * 4);
  }
}

/** The pixel routines of the engine on WebAssembly. */
import type { Kernels } from '../../core/image/kernels/kernels.ts';
import { rotateWith } from '../../core/image/kernels/rotate.ts';
import { resampleWith } from '../../core/image/kernels/resample.ts';
import { rowBytes } from '../../core/image/kernels/resample-rows.ts';
import { type RowKernel, slideRows } from '../../core/image/kernels/slide.ts';
import type { Band, Picture } from '../../core/image/picture.ts';
import { guarded, keepInstance } from '../instance.ts';
import type { Blocks } from './blocks.ts';
import { blurRows } from './blur.ts';
import type { RasterExports } from './exports.ts';
import { createHeap, type Heap } from './heap.ts';
import { resampleRows } from './resample.ts';
import { startSampling } from './sampling.ts';
import { sharpenRows } from './sharpen.ts';

/** Kernels on one kept instance of `wasm/raster`; any number of pictures may flow through it at once. */
export function createKernels(module: WebAssembly.Module): Kernels {
  const kept = keepInstance<RasterExports>(module);
  let owner: RasterExports | undefined;
  let heap: Heap | undefined;
  const use = (): [kernel: RasterExports, heap: Heap] => {
    const kernel = kept.use();
    // A heap belongs to its instance, which may have been replaced.
    if (!heap || owner !== kernel) heap = createHeap(kernel.memory, kernel.heapBase());
    owner = kernel;
    return [kernel, heap];
  };
  /** What reads the picture gives up an instance that trapped, whatever else flows through it. */
  const watched = (picture: Picture): Picture => ({
    ...picture,
    bands: () => guarded(kept, () => pass(picture.bands())),
  });
  const resample = resampleWith((plan) => resampleRows(...use(), plan));
  const rotate = rotateWith((held, width) => startSampling(...use(), held, width));
  return {
    resample: (...given) => watched(resample(...given)),
    resampleBytes: rowBytes,
    blur: (picture, radius, sigma) =>
      watched(slid(picture, () => blurRows(...use(), picture, radius, sigma))),
    sharpen: (picture, amount) => watched(slid(picture, () => sharpenRows(...use(), picture, amount))),
    rotate: (...given) => watched(rotate(...given)),
  };
}

async function* pass(bands: AsyncIterable<Band>): AsyncGenerator<Band> {
  yield* bands;
}

/** The picture with a row kernel applied, whose memory is held while bands flow and no longer. */
function slid(picture: Picture, start: () => RowKernel<number> & Blocks): Picture {
  const { width, height, opaque } = picture;
  return { width, height, opaque, bands: () => slideAndFree(picture, start) };
}

async function* slideAndFree(
  picture: Picture,
  start: () => RowKernel<number> & Blocks,
): AsyncGenerator<Band> {
  const rows = start();
  try {
    yield* slideRows(picture, rows);
  } finally {
    rows.free();
  }
}

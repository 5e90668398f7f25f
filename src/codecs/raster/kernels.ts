/** The pixel routines of the engine on WebAssembly. */
import type { Kernels } from '../../core/image/kernels/kernels.ts';
import { resampleWith } from '../../core/image/kernels/resample.ts';
import { rowBytes } from '../../core/image/kernels/resample-rows.ts';
import { keepInstance } from '../instance.ts';
import { createHeap, type Heap } from './heap.ts';
import { kernelRows, type RasterExports } from './rows.ts';

/** Kernels on one kept instance of `wasm/raster`; any number of pictures may flow through it at once. */
export function createKernels(module: WebAssembly.Module): Kernels {
  const kept = keepInstance<RasterExports>(module);
  let heap: Heap | undefined;
  return {
    resample: resampleWith((plan) => {
      const kernel = kept.use();
      heap ??= createHeap(kernel.memory, kernel.heapBase());
      return kernelRows(kernel, heap, plan);
    }),
    resampleBytes: rowBytes,
  };
}

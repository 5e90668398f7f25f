/** The routines in TypeScript: the reference for those in WebAssembly, and the fallback where there is none. */
import { blurPicture } from './blur.ts';
import type { Kernels } from './kernels.ts';
import { resampleWith } from './resample.ts';
import { plainRows, rowBytes } from './resample-rows.ts';
import { sharpenPicture } from './sharpen.ts';

export const plainKernels: Kernels = {
  resample: resampleWith(plainRows),
  resampleBytes: rowBytes,
  blur: blurPicture,
  sharpen: sharpenPicture,
};

/** The pixel routines in TypeScript, put together as kernels. */
import { plainSampling } from './bicubic.ts';
import { blurPicture } from './blur.ts';
import type { Kernels } from './kernels.ts';
import { resampleWith } from './resample.ts';
import { plainRows, rowBytes } from './resample-rows.ts';
import { rotateWith } from './rotate.ts';
import { sharpenPicture } from './sharpen.ts';

/** The reference for the routines in WebAssembly, and the fallback where there is none. */
export const plainKernels: Kernels = {
  resample: resampleWith(plainRows),
  resampleBytes: rowBytes,
  blur: blurPicture,
  sharpen: sharpenPicture,
  rotate: rotateWith(plainSampling),
};

/** The pixel routines that exist twice: in TypeScript here, and as WebAssembly handed in by the host. */
import type { Light } from '../light.ts';
import type { Picture, Rect, Size } from '../picture.ts';
import type { Shrink } from './resample-axis.ts';

/** Makes the picture that one is when it was turned clockwise. */
export type Rotate = (picture: Picture, degrees: number, transparent: boolean) => Picture;

/** The routines that hosts may replace by faster ones with the same results. */
export interface Kernels {
  /**
   * Scales a picture to `size` and keeps `window` of the result: Lanczos-3 when shrinking, Catmull-Rom
   * bicubic when enlarging, alpha premultiplied inside, `gamma` light and `fine` unless told otherwise.
   * Holds about `resampleBytes`.
   */
  resample(picture: Picture, size: Size, window: Rect, light?: Light, shrink?: Shrink): Picture;
  /** Peak bytes of `resample`, excluding the input's and the output's own band. */
  resampleBytes(from: Size, to: Size, window: Size): number;
  /**
   * Blurs with a Gaussian of standard deviation `sigma` that is cut off `radius` pixels from its middle; both need not be
   * whole. Its cost grows with the radius: `soften` is for wide ones.
   */
  blur(picture: Picture, radius: number, sigma: number): Picture;
  /** Unsharp mask; `amount` 1 adds the whole difference to the blurred picture once. */
  sharpen(picture: Picture, amount: number): Picture;
  /**
   * Turns clockwise by any angle, about the middle of a canvas of `rotatedSize`, whose corners are clear or, unless
   * `transparent`, white. Holds `rotateBytes`.
   */
  rotate: Rotate;
}

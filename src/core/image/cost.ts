/** What work on pixels costs, in reference milliseconds: CPU time on the core that `npm run bench:cost` was calibrated on. */
import type { Size } from './picture.ts';

/** Work that takes so many nanoseconds for each pixel. */
export function pixelCost({ width, height }: Size, nanoseconds: number): number {
  return width * height * nanoseconds * 1e-6;
}

/**
 * What a job costs, in reference milliseconds: CPU time on one core of the machine that `npm run bench:cost` was
 * calibrated on. Like bytes it is known before a pixel is read, for Workers cannot time themselves: their clocks stand
 * still while they compute. Codecs state their part beside their bytes, operations in what they plan.
 */
import { pixelCost } from '../../image/cost.ts';
import type { Geometry, Turn } from '../../image/geometry.ts';
import type { Size } from '../../image/picture.ts';
import { ProcessError } from '../../spec/error.ts';
import { isKept, scales } from './fold.ts';
import type { Limits } from './limits.ts';

/** What goes around every job. */
export const JOB_COST = 2;
/** What goes around every frame beside its pixels, of which a file may have hundreds of thousands. */
export const FRAME_COST = 0.02;

/** Nanoseconds of a pixel: of a region that is shrunk, that is made, cut out, turned, brought to sRGB, or read by a report. */
const SHRUNK = 2.5;
const MADE = 5;
const CUT = 1;
const TURNED = 5;
const CONVERTED = 20;
const REPORTED = 2;

/** One geometry on a picture of size `from`. */
export function geometryCost(geometry: Geometry, from: Size): number {
  const { cut, scale, window, turn } = geometry;
  if (isKept(geometry, from)) return turnCost(window, turn);
  const share = (window.width * window.height) / (scale.width * scale.height);
  const scaling = scales(geometry)
    ? pixelCost(cut, SHRUNK) * share + pixelCost(window, MADE)
    : pixelCost(window, CUT);
  return scaling + turnCost(window, turn);
}

/** A mirror is made row by row. */
export function turnCost(size: Size, { quarters, mirror }: Turn): number {
  return quarters > 0 || mirror ? pixelCost(size, TURNED) : 0;
}

/** Bringing the pixels of one frame to sRGB. */
export function conversionCost(size: Size): number {
  return pixelCost(size, CONVERTED);
}

/** A report that reads all pixels of a picture. */
export function reportCost(size: Size): number {
  return JOB_COST + pixelCost(size, REPORTED);
}

/** Refuses a job over the budget. Throws `ImageTooLarge`: asking again would not help. */
export function checkCost(cost: number, limits: Limits): void {
  if (cost <= limits.cost) return;
  const [needed, given] = [cost, limits.cost].map((ms) => (ms / 1000).toFixed(1));
  throw new ProcessError(
    'ImageTooLarge',
    `The picture takes ${needed} s of computing to process; this service gives ${given} s.`,
  );
}

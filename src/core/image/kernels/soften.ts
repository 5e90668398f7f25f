/**
 * Gaussian blur at a cost that hardly depends on its radius. What a wide blur leaves has no fine detail, so it is made of
 * a picture 2 or 4 times smaller and enlarged again. Against the definition a pixel is off by a fifth of a level on
 * average, and by few levels beside the hardest edges.
 */
import { pixelCost } from '../cost.ts';
import { bandBytes, type Picture, type Size } from '../picture.ts';
import { blurBytes, gaussian } from './blur.ts';
import { extendEdges, type Margins } from './extend.ts';
import type { Kernels } from './kernels.ts';
import { rowBytes } from './resample-rows.ts';

/** Pixels at the side of a cell; 1 blurs the picture as it is. */
type Cell = 1 | 2 | 4;

/** Reference nanoseconds of a tap on a pixel, and of a pixel that is shrunk and enlarged. */
const TAP = 0.7;
const PIXEL = 4;
const THERE_AND_BACK = 7;

/** Reach, in taps, of the kernel that is really used: where a Gaussian rounds to nothing it ends. */
function reachOf(radius: number, sigma: number): number {
  return gaussian(radius, sigma).length - 1;
}

function cellOf(radius: number, sigma: number): Cell {
  const reach = reachOf(radius, sigma);
  return reach < 24 ? 1 : reach < 44 ? 2 : 4;
}

/** In cells: the kernel covers half a pixel more than its radius on each side. */
function inCells(radius: number, cell: Cell): number {
  return (radius + 0.5) / cell - 0.5;
}

/** Blurs with a Gaussian of standard deviation `sigma` that is cut off `radius` pixels from its middle. */
export function soften(picture: Picture, radius: number, sigma: number, kernels: Kernels): Picture {
  const cell = cellOf(radius, sigma);
  if (cell === 1) return kernels.blur(picture, radius, sigma);
  const margins = marginsOf(picture, radius, cell);
  const wide = extendEdges(picture, margins);
  const small = { width: wide.width / cell, height: wide.height / cell };
  const shrunk = kernels.resample(wide, small, { x: 0, y: 0, ...small });
  const blurred = kernels.blur(shrunk, inCells(radius, cell), sigma / cell);
  const { width, height } = picture;
  return kernels.resample(blurred, wide, { x: margins.left, y: margins.top, width, height });
}

/** Whole cells on each side, so that a cell is either inside the picture or its border repeated. */
function marginsOf({ width, height }: Size, radius: number, cell: Cell): Margins {
  const margin = (Math.ceil(radius / cell) + 1) * cell;
  const rest = (length: number) => (cell - (length % cell)) % cell;
  return { left: margin, top: margin, right: margin + rest(width), bottom: margin + rest(height) };
}

/** Peak bytes of blurring a picture of this size, beside the input's own band. */
export function softenBytes(size: Size, radius: number, sigma: number): number {
  const cell = cellOf(radius, sigma);
  if (cell === 1) return blurBytes(size.width, Math.ceil(radius));
  const { left, top, right, bottom } = marginsOf(size, radius, cell);
  const wide = { width: left + size.width + right, height: top + size.height + bottom };
  const small = { width: wide.width / cell, height: wide.height / cell };
  const there = rowBytes(wide, small, small);
  const back = rowBytes(small, wide, size);
  // A band as it came, widened, shrunk, blurred and enlarged.
  const bands = 2 * bandBytes(wide.width) + 2 * bandBytes(small.width) + bandBytes(size.width);
  return there + blurBytes(small.width, Math.ceil(radius / cell)) + back + bands;
}

/** Reference milliseconds of blurring a picture of this size. */
export function softenCost(size: Size, radius: number, sigma: number): number {
  const cell = cellOf(radius, sigma);
  const taps = 2 * (reachOf(radius, sigma) / cell + 1);
  const blurring = (taps * TAP + PIXEL) / (cell * cell);
  return pixelCost(size, blurring + (cell > 1 ? THERE_AND_BACK : 0));
}

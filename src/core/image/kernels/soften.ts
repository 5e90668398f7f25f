/**
 * Gaussian blur at a cost that hardly depends on its radius. What a wide blur leaves has no fine detail, so it is made of
 * a picture 2 or 4 times smaller and enlarged again. Against the definition a pixel is off by a fifth of a level on
 * average, and by few levels beside the hardest edges. Blurs that follow a wide one find no fine detail either, so they are
 * made of the same small picture. In pictures of tens of megapixels, which nobody sees at their size, narrower ones are made so, of
 * plain means or of what the decoder shrinks (`smaller` of a step's plan): there a third of a level on average in photographs, less
 * than one among hard edges, and up to 17 beside these.
 */
import { pixelCost } from '../cost.ts';
import { bandBytes, type Picture, type Size } from '../picture.ts';
import { blurBytes, gaussian, type Gaussian } from './blur.ts';
import { cutPicture } from './cut.ts';
import { extendEdges, type Margins } from './extend.ts';
import type { Kernels } from './kernels.ts';
import { rowBytes } from './resample-rows.ts';

/** One Gaussian at least. */
export type Gaussians = readonly [Gaussian, ...Gaussian[]];

/** Pixels at the side of a cell; 1 blurs the picture as it is. */
type Cell = 1 | 2 | 4;

/** Reference nanoseconds of a tap on a pixel, and of a pixel that is shrunk and enlarged. */
const TAP = 0.7;
const PIXEL = 4;
const THERE_AND_BACK = 7;

/** Reach, in taps, of the kernel that is really used: where a Gaussian rounds to nothing it ends. */
function reachOf({ radius, sigma }: Gaussian): number {
  return gaussian(radius, sigma).length - 1;
}

/** Pixels of a picture that is huge; reaches from which cells have 2 and 4 pixels a side, in it and in others. */
const HUGE = 64 * 1024 * 1024;
const REACHES = { huge: [5, 16], usual: [24, 44] } as const;

function isHuge({ width, height }: Size): boolean {
  return width * height > HUGE;
}

function cellOf(blur: Gaussian, size: Size): Cell {
  const [two, four] = REACHES[isHuge(size) ? 'huge' : 'usual'];
  const reach = reachOf(blur);
  return reach < two ? 1 : reach < four ? 2 : 4;
}

/** In cells: the kernel covers half a pixel more than its radius on each side. */
function inCells({ radius, sigma }: Gaussian, cell: Cell): Gaussian {
  return { radius: (radius + 0.5) / cell - 0.5, sigma: sigma / cell };
}

/** Whether `next` is as well made in the cells of the blurs that come before it, in a picture of this size. */
export function isCoarseFor([first]: Gaussians, next: Gaussian, size: Size): boolean {
  const cell = cellOf(first, size);
  return cell > 1 && cellOf(next, size) <= cell;
}

/** How the same blurs, which are all made in one size of cells, are made of a huge picture whose pixels are these cells. */
export function softenedSmaller(
  blurs: Gaussians,
  size: Size,
): { readonly by: number; readonly blurs: Gaussians } | undefined {
  const cell = cellOf(blurs[0], size);
  if (cell === 1 || !isHuge(size) || runsOf(blurs, size).length > 1) return undefined;
  const [first, ...others] = blurs.map((blur) => inCells(blur, cell));
  return { by: cell, blurs: [first!, ...others] };
}

/** Blurs in runs that are each made in the cells of their first one. */
function runsOf(blurs: readonly Gaussian[], size: Size): Gaussians[] {
  const runs: [Gaussian, ...Gaussian[]][] = [];
  for (const blur of blurs) {
    const last = runs.at(-1);
    if (last && isCoarseFor(last, blur, size)) last.push(blur);
    else runs.push([blur]);
  }
  return runs;
}

/** Blurs with one Gaussian after another. */
export function soften(picture: Picture, blurs: readonly Gaussian[], kernels: Kernels): Picture {
  return runsOf(blurs, picture).reduce((done, run) => softenRun(done, run, kernels), picture);
}

function softenRun(picture: Picture, [first, ...others]: Gaussians, kernels: Kernels): Picture {
  const cell = cellOf(first, picture);
  if (cell === 1) return kernels.blur(picture, first.radius, first.sigma);
  const margins = marginsOf(picture, first.radius, cell);
  const wide = extendEdges(picture, margins);
  const small = shrunkBy(wide, cell);
  const shrink = isHuge(picture) ? 'means' : 'fine';
  const shrunk = kernels.resample(wide, small, { x: 0, y: 0, ...small }, 'gamma', shrink);
  const once = blurIn(cell, shrunk, first, kernels);
  const { width, height } = picture;
  const [x, y] = [margins.left, margins.top];
  if (others.length === 0) return kernels.resample(once, wide, { x, y, width, height });
  // What the margins hold is blurred by now; each other blur repeats the border anew.
  const inner = cutPicture(once, { x: x / cell, y: y / cell, ...shrunkBy(picture, cell) });
  const blurred = others.reduce((done, blur) => blurIn(cell, done, blur, kernels), inner);
  const whole = { width: inner.width * cell, height: inner.height * cell };
  return kernels.resample(blurred, whole, { x: 0, y: 0, width, height });
}

function blurIn(cell: Cell, picture: Picture, blur: Gaussian, kernels: Kernels): Picture {
  const { radius, sigma } = inCells(blur, cell);
  return kernels.blur(picture, radius, sigma);
}

/** In whole cells. */
function shrunkBy({ width, height }: Size, cell: Cell): Size {
  return { width: Math.ceil(width / cell), height: Math.ceil(height / cell) };
}

/** Whole cells on each side, so that a cell is either inside the picture or its border repeated. */
function marginsOf({ width, height }: Size, radius: number, cell: Cell): Margins {
  const margin = (Math.ceil(radius / cell) + 1) * cell;
  const rest = (length: number) => (cell - (length % cell)) % cell;
  return { left: margin, top: margin, right: margin + rest(width), bottom: margin + rest(height) };
}

/** Peak bytes of these blurs of a picture of this size, beside the input's own band. */
export function softenBytes(size: Size, blurs: readonly Gaussian[]): number {
  const [first = 0, ...others] = runsOf(blurs, size).map((run) => runBytes(size, run));
  return others.reduce((sum, bytes) => sum + bytes + bandBytes(size.width), first);
}

function runBytes(size: Size, blurs: Gaussians): number {
  const [{ radius }] = blurs;
  const cell = cellOf(blurs[0], size);
  if (cell === 1) return blurBytes(size.width, Math.ceil(radius));
  const { left, top, right, bottom } = marginsOf(size, radius, cell);
  const wide = { width: left + size.width + right, height: top + size.height + bottom };
  const small = shrunkBy(wide, cell);
  const there = rowBytes(wide, small, small);
  const back = rowBytes(small, wide, size);
  // A band as it came, widened, shrunk, blurred each time and enlarged.
  const bands =
    2 * bandBytes(wide.width) + (1 + blurs.length) * bandBytes(small.width) + bandBytes(size.width);
  const blurring = blurs.map((blur) => blurBytes(small.width, Math.ceil(blur.radius / cell)));
  return blurring.reduce((sum, bytes) => sum + bytes, there + back + bands);
}

/** Reference milliseconds of these blurs of a picture of this size. */
export function softenCost(size: Size, blurs: readonly Gaussian[]): number {
  return runsOf(blurs, size).reduce((sum, run) => sum + pixelCost(size, runCost(size, run)), 0);
}

/** Reference nanoseconds of a pixel. */
function runCost(size: Size, blurs: Gaussians): number {
  const cell = cellOf(blurs[0], size);
  const blurring = blurs.map((blur) => {
    const taps = 2 * (reachOf(blur) / cell + 1);
    return (taps * TAP + PIXEL) / (cell * cell);
  });
  return blurring.reduce((sum, nanoseconds) => sum + nanoseconds, cell > 1 ? THERE_AND_BACK : 0);
}

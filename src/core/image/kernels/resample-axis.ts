/**
 * One axis of a resampling: which source pixels each output pixel is made of, and with which weights.
 *
 * A large shrink is done in two steps, as libvips does it: whole `cell`s of pixels are averaged first, so that
 * what remains for the kernel is a shrink between 2 and 4. That bounds the taps of an output pixel, and so the
 * table and the rows held, by the size of the output, whatever the size of the source.
 */

/** Weights are integers that sum to exactly this: 14 bits, so a weight of one fits a signed 16-bit lane. */
export const WEIGHT_ONE = 1 << 14;

/** The kernel shrinks at least this much after cells are averaged; libvips calls it the gap. */
const KERNEL_SHRINK = 2;
/** How a shrink is made: `means` averages all the way where it is by a whole number, which is quick and coarse. */
export type Shrink = 'fine' | 'means';
/** 128 × 128 pixels of colour times alpha, 255 × 255 at most, sum below 2³¹. */
const MAX_CELL = 128;

/** Sizes of an axis, known without its table. */
export interface AxisShape {
  /** Source pixels averaged into one cell; the last cell may have fewer. */
  readonly cell: number;
  /** Taps of every output pixel, an even number; those beyond the kernel weigh nothing. */
  readonly taps: number;
}

/** The weights of every output row or column along one axis. */
export interface Axis extends AxisShape {
  /** First source pixel needed, a multiple of `2 × cell`, and the one after the last. */
  readonly begin: number;
  readonly end: number;
  /** Cells from `begin` to `end`. */
  readonly cells: number;
  /** Output pixels. */
  readonly count: number;
  /** For each output pixel its first cell, counted from `begin`; even. */
  readonly first: Int32Array<ArrayBuffer>;
  /** `count × taps` weights. Taps may reach beyond the last cell: their weight is 0. */
  readonly weights: Int16Array<ArrayBuffer>;
}

interface Filter {
  /** Half the kernel's width in cells. */
  readonly support: number;
  /** Weight of a cell at this distance, in cells. */
  weigh(distance: number): number;
}

/** Shape of the axis that scales `from` pixels to `to`. */
export function axisShape(from: number, to: number): AxisShape {
  const cell = cellOf(from, to, 'fine');
  return { cell, taps: tapsOf(from / to / cell) };
}

/** Taps for a shrink by `step`. Between two ends 2·support apart lie so many cells; one more lets the first be even. */
function tapsOf(step: number): number {
  const most = Math.floor(2 * filterOf(step).support) + 2;
  return most + (most % 2);
}

/** What an axis scales: `length` pixels from `origin` on, neither always whole, of the `end` pixels that there are. */
export interface Span {
  readonly length: number;
  readonly origin: number;
  readonly end: number;
}

/** The whole of so many pixels. */
export function spanOf(length: number): Span {
  return { length, origin: 0, end: length };
}

/** The axis that scales a span to `to` pixels and keeps `count` of them, from `start` on. */
export function planAxis(
  { length, origin, end: pixels }: Span,
  to: number,
  start: number,
  count: number,
  shrink: Shrink = 'fine',
): Axis {
  const cell = cellOf(length, to, shrink);
  const step = length / to / cell;
  const taps = tapsOf(step);
  const filter = filterOf(step);
  const last = Math.ceil(pixels / cell) - 1;
  const first = new Int32Array(count);
  const weights = new Int16Array(count * taps);
  const reals = new Float64Array(taps);
  for (let i = 0; i < count; i++) {
    const centre = (start + i + 0.5) * step - 0.5 + origin / cell;
    first[i] = evenFloor(Math.min(last, Math.max(0, Math.ceil(centre - filter.support))));
    weighTaps(reals, filter, centre, first[i]!, last);
    quantise(reals, weights.subarray(i * taps, (i + 1) * taps));
  }
  const base = first[0]!;
  const end = Math.min(last, first[count - 1]! + taps - 1) + 1;
  for (let i = 0; i < count; i++) first[i]! -= base;
  const cells = end - base;
  return { cell, taps, begin: base * cell, end: Math.min(pixels, end * cell), cells, count, first, weights };
}

function cellOf(from: number, to: number, shrink: Shrink): number {
  const kernel = shrink === 'means' ? 1 : KERNEL_SHRINK;
  return Math.max(1, Math.min(MAX_CELL, Math.floor(from / to / kernel)));
}

/** Lanczos-3 stretched over the shrink, Catmull-Rom to enlarge, nothing for an axis that keeps its size. */
function filterOf(step: number): Filter {
  if (step === 1) return { support: 0.25, weigh: () => 1 };
  if (step < 1) return { support: 2, weigh: catmullRom };
  return { support: 3 * step, weigh: (distance) => lanczos3(distance / step) };
}

/** sinc(x) · sinc(x/3) for |x| < 3, with sin(πx) written as s(3 − 4s²) for s = sin(πx/3). */
function lanczos3(x: number): number {
  if (x === 0) return 1;
  if (Math.abs(x) >= 3) return 0;
  const s = Math.sin((Math.PI * x) / 3);
  return (3 * s * s * (3 - 4 * s * s)) / (Math.PI * Math.PI * x * x);
}

/** The cubic of Keys (1981) with a = −1/2. */
function catmullRom(distance: number): number {
  const x = Math.abs(distance);
  if (x >= 2) return 0;
  return x < 1 ? (1.5 * x - 2.5) * x * x + 1 : ((2.5 - 0.5 * x) * x - 4) * x + 2;
}

/** Real weights of one output pixel. What lies outside the picture counts as its nearest cell. */
function weighTaps(
  reals: Float64Array,
  { support, weigh }: Filter,
  centre: number,
  first: number,
  last: number,
) {
  reals.fill(0);
  const high = Math.floor(centre + support);
  for (let cell = Math.ceil(centre - support); cell <= high; cell++) {
    reals[Math.min(Math.max(cell, 0), last) - first]! += weigh(cell - centre);
  }
}

/** Rounds weights to integers; what rounding lost goes to the largest one, so that flat areas stay flat. */
function quantise(reals: Float64Array, weights: Int16Array): void {
  const sum = reals.reduce((a, b) => a + b, 0);
  let rest = WEIGHT_ONE;
  let largest = 0;
  for (let i = 0; i < reals.length; i++) {
    weights[i] = Math.round((reals[i]! / sum) * WEIGHT_ONE);
    rest -= weights[i]!;
    if (weights[i]! > weights[largest]!) largest = i;
  }
  weights[largest]! += rest;
}

function evenFloor(value: number): number {
  return value - (value % 2);
}

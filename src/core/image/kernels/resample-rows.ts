/**
 * The arithmetic of resampling, row by row. It exists twice with equal results to the bit: here in TypeScript and
 * in SIMD (`wasm/raster`). Everything between the first and the last step is a signed 16-bit sample of 64 units a
 * level, so that what the kernel's negative lobes overshoot is kept until the end.
 *
 * 1. gather: the pixels of a cell are summed as they are in an opaque picture, colour times alpha (and 255 times
 *    alpha) in any other: 32-bit integers.
 * 2. close: a cell is `sum × scale + 1/2`, cut to an integer, in single precision; then across: each
 *    output column is the sum of its cells times their weights, rounded.
 * 3. blend: down: the same with rows; then back to bytes, colour divided by alpha in single precision.
 *
 * In linear light colours become samples of light before they are summed, times alpha and rounded where there is any,
 * and samples become bytes by the curve's own table.
 */
import { type Light, linearCurve, WHITE } from '../light.ts';
import type { Band, Size } from '../picture.ts';
import { rowsPerBand } from '../picture.ts';
import type { Axis } from './resample-axis.ts';
import { axisShape, WEIGHT_ONE } from './resample-axis.ts';

/** Units of a sample in one level of 0 to 255. */
const UNITS = 64;

/** Both axes of one resampling. */
export interface ResamplePlan {
  readonly x: Axis;
  readonly y: Axis;
  /** True when alpha is 255 everywhere and need not be multiplied in. */
  readonly opaque: boolean;
  /** Pixels of a source row. */
  readonly width: number;
  readonly light: Light;
}

/** The rows of one resampling in progress. */
export interface ResampleRows {
  /** Hands the next band in; `gather` counts rows in it. */
  load(band: Band): void;
  /** Adds a row of the band to the row of cells being gathered. */
  gather(row: number): void;
  /** Ends a row of cells of `rows` source rows and keeps it, scaled across, in place `slot` of the ring. */
  closeCells(rows: number, slot: number): void;
  /** Makes output row `y` from the ring and puts it at `row` of the output band. */
  blend(y: number, row: number): void;
  /** The first `rows` rows of the output band. */
  output(rows: number): Band;
  /** Gives back what the resampling holds. */
  free(): void;
}

/**
 * Bytes of the tables and rows of a resampling of which `window` is kept, without its output band. Tables count
 * twice: the kernel in WebAssembly has a copy of its own.
 */
export function rowBytes(from: Size, to: Size, window: Size): number {
  const x = axisShape(from.width, to.width);
  const y = axisShape(from.height, to.height);
  const tables = window.width * (4 + 2 * x.taps) + window.height * (4 + 2 * y.taps);
  const row = from.width * (4 + 4 * 4);
  const cells = (Math.ceil(from.width / x.cell) + x.taps) * 8;
  const ring = y.taps * window.width * 8;
  return 2 * tables + row + cells + ring + window.width * 4 + CURVE_BYTES;
}

/** Tables of linear light. */
const CURVE_BYTES = 256 * 4 + WHITE + 1;

/** What a cell's sum is multiplied by to become a sample; a single-precision number. */
export function cellScale({ opaque, light }: Pick<ResamplePlan, 'opaque' | 'light'>, pixels: number): number {
  if (light === 'linear') return Math.fround(1 / pixels);
  return Math.fround(UNITS / (opaque ? pixels : pixels * 255));
}

/** Starts a resampling on plain arrays. */
export function plainRows(plan: ResamplePlan): ResampleRows {
  const { x, y, width } = plan;
  const span = x.end - x.begin;
  const gather = gathererOf(plan);
  const bytesOf = levellerOf(plan);
  const sums = new Int32Array(span * 4);
  const cells = new Int16Array((x.cells + x.taps) * 4);
  const ring = Array.from({ length: y.taps }, () => new Int16Array(x.count * 4));
  const band: Band = new Uint8ClampedArray(rowsPerBand(x.count) * x.count * 4);
  let source = band;
  return {
    load: (band) => void (source = band),
    gather: (row) => gather(source, (row * width + x.begin) * 4, sums),
    closeCells(rows, slot) {
      average(sums, cells, x.cell, (columns) => cellScale(plan, columns * rows));
      sums.fill(0);
      scaleAcross(cells, ring[slot]!, x);
    },
    blend(row, place) {
      const target = band.subarray(place * x.count * 4, (place + 1) * x.count * 4);
      blendDown(ring, target, y, row, bytesOf);
    },
    output: (rows) => band.subarray(0, rows * x.count * 4),
    free() {},
  };
}

/** Adds pixels of a band, from a byte on, to sums. */
type Gather = (band: Band, offset: number, sums: Int32Array) => void;

function gathererOf({ opaque, light }: ResamplePlan): Gather {
  if (light === 'linear') return opaque ? gatherLight : gatherLightAlpha;
  return opaque ? gatherOpaque : gatherAlpha;
}

function gatherOpaque(band: Band, offset: number, sums: Int32Array): void {
  for (let i = 0; i < sums.length; i++) sums[i]! += band[offset + i]!;
}

function gatherAlpha(band: Band, offset: number, sums: Int32Array): void {
  for (let i = 0; i < sums.length; i += 4) {
    const alpha = band[offset + i + 3]!;
    sums[i]! += band[offset + i]! * alpha;
    sums[i + 1]! += band[offset + i + 1]! * alpha;
    sums[i + 2]! += band[offset + i + 2]! * alpha;
    sums[i + 3]! += 255 * alpha;
  }
}

function gatherLight(band: Band, offset: number, sums: Int32Array): void {
  const { light } = linearCurve();
  for (let i = 0; i < sums.length; i++) sums[i]! += light[band[offset + i]!]!;
}

function gatherLightAlpha(band: Band, offset: number, sums: Int32Array): void {
  const { light } = linearCurve();
  for (let i = 0; i < sums.length; i += 4) {
    const alpha = band[offset + i + 3]!;
    sums[i]! += covered(light[band[offset + i]!]!, alpha);
    sums[i + 1]! += covered(light[band[offset + i + 1]!]!, alpha);
    sums[i + 2]! += covered(light[band[offset + i + 2]!]!, alpha);
    sums[i + 3]! += UNITS * alpha;
  }
}

/** A sample of light times alpha, of 255; exact for white and for an alpha of 255. */
function covered(sample: number, alpha: number): number {
  return (sample * alpha * 257 + (1 << 15)) >> 16;
}

/** Averages column sums over `cell` columns each, or fewer in the last cell; `scaleOf` makes samples of so many. */
function average(
  sums: Int32Array,
  cells: Int16Array,
  cell: number,
  scaleOf: (columns: number) => number,
): void {
  const stride = cell * 4;
  for (let from = 0, to = 0; from < sums.length; from += stride, to += 4) {
    const end = Math.min(from + stride, sums.length);
    const scale = scaleOf((end - from) / 4);
    for (let channel = 0; channel < 4; channel++) {
      let sum = 0;
      for (let i = from + channel; i < end; i += 4) sum += sums[i]!;
      cells[to + channel] = roundSingle(Math.fround(Math.fround(sum) * scale));
    }
  }
}

function scaleAcross(cells: Int16Array, target: Int16Array, { count, taps, first, weights }: Axis): void {
  for (let column = 0; column < count; column++) {
    const from = first[column]! * 4;
    const weight = column * taps;
    for (let channel = 0; channel < 4; channel++) {
      let sum = 0;
      for (let tap = 0; tap < taps; tap++) sum += cells[from + channel + tap * 4]! * weights[weight + tap]!;
      target[column * 4 + channel] = roundWeighted(sum);
    }
  }
}

function blendDown(ring: Int16Array[], target: Band, axis: Axis, row: number, bytesOf: Leveller): void {
  const { taps, first, weights } = axis;
  const rows = Array.from({ length: taps }, (_, tap) => ring[(first[row]! + tap) % taps]!);
  const weight = row * taps;
  const pixel = [0, 0, 0, 0];
  for (let i = 0; i < target.length; i += 4) {
    for (let channel = 0; channel < 4; channel++) {
      let sum = 0;
      for (let tap = 0; tap < taps; tap++) sum += rows[tap]![i + channel]! * weights[weight + tap]!;
      pixel[channel] = roundWeighted(sum);
    }
    putPixel(pixel, target, i, bytesOf);
  }
}

/** Makes bytes of samples: of colour in an opaque picture, or beside an alpha above 0, by which it is divided. */
interface Leveller {
  readonly opaque: boolean;
  byte(colour: number): number;
  divided(colour: number, alpha: number): number;
}

function levellerOf({ opaque, light }: ResamplePlan): Leveller {
  if (light === 'gamma') {
    return { opaque, byte: roundUnits, divided: (colour, alpha) => quotient(colour, 255, alpha) };
  }
  const { byte } = linearCurve();
  const darkened = (sample: number): number => byte[Math.min(WHITE, Math.max(0, sample))]!;
  return { opaque, byte: darkened, divided: (colour, alpha) => darkened(quotient(colour, WHITE, alpha)) };
}

/** `Uint8ClampedArray` clamps. */
function putPixel(
  [red = 0, green = 0, blue = 0, alpha = 0]: number[],
  target: Band,
  at: number,
  to: Leveller,
) {
  const level = to.opaque ? 255 : roundUnits(alpha);
  const byteOf = to.opaque ? to.byte : (colour: number) => to.divided(colour, alpha);
  target[at] = level <= 0 ? 0 : byteOf(red);
  target[at + 1] = level <= 0 ? 0 : byteOf(green);
  target[at + 2] = level <= 0 ? 0 : byteOf(blue);
  target[at + 3] = level;
}

/** Colour times `one`, divided by alpha. */
function quotient(colour: number, one: number, alpha: number): number {
  return roundSingle(Math.fround(Math.fround(colour * one) / alpha));
}

function roundSingle(value: number): number {
  return Math.trunc(Math.fround(value + 0.5));
}

function roundWeighted(sum: number): number {
  return (sum + WEIGHT_ONE / 2) >> 14;
}

function roundUnits(sample: number): number {
  return (sample + UNITS / 2) >> 6;
}

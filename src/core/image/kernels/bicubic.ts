/** Reads a picture between its pixels: bicubic (Catmull-Rom) interpolation in fixed point. */
import { rowsOf } from '../bands.ts';
import type { Band, Picture, Size } from '../picture.ts';

/** Pixels of repeated edge around the held picture: as far as interpolation reaches outside, and one more. */
export const MARGIN = 3;
/** Weights are whole numbers that add up to `ONE`, for `PHASES` places between two pixels. */
const ONE = 1 << 10;
const PHASES = 256;
/** Four weights for each place, for the pixels at -1, 0, 1 and 2. */
export const WEIGHTS = catmullRom();

/** A picture held whole inside its margin. */
export interface Held extends Size {
  readonly opaque: boolean;
  readonly pixels: Band;
  /** Bytes of a row with its margins. */
  readonly stride: number;
}

/** A line through a held picture, read at even steps. */
export interface Line {
  /** The point that the line's pixel 0 shows, counted from the corner of the picture. */
  readonly u: number;
  readonly v: number;
  /** What `u` and `v` grow by from pixel to pixel. */
  readonly du: number;
  readonly dv: number;
  /** The pixels that are asked for: from the first to before the last, none farther than a pixel from the picture. */
  readonly first: number;
  readonly end: number;
}

/** Places are counted in steps of 1 / `STEPS` pixel, so that those along a line are added up without a rounding. */
export const STEPS = 2 ** 32;
/** Steps from one of the weighed places to the next. */
const PHASE = STEPS / PHASES;

/** A line in whole steps: pixel `x` is read at the weighed place that begins at or before (`u`, `v`) + `x` × (`du`, `dv`). */
export type Steps = Pick<Line, 'u' | 'v' | 'du' | 'dv'>;

/** The steps of a line. Places count from the middle of a pixel, and the next weighed one is taken. */
export function stepsOf({ u, v, du, dv }: Line): Steps {
  const inSteps = (pixels: number) => Math.round(pixels * STEPS);
  const start = (point: number) => inSteps(point - 0.5 + 0.5 / PHASES);
  return { u: start(u), v: start(v), du: inSteps(du), dv: inSteps(dv) };
}

/** Most lines that are sampled together. */
export const MOST_LINES = 64;

/** Reads a held picture along lines a pixel apart that lie side by side, like the rows of a turned picture. */
export interface Sampling {
  /** Writes at most `MOST_LINES` lines to the rows of `band`; pixels not asked for stay. */
  sample(lines: readonly Line[], band: Band): void;
  /** Gives back what the work has taken. */
  free(): void;
}

/** Bytes of a held picture. */
export function heldBytes({ width, height }: Size): number {
  return (width + 2 * MARGIN) * (height + 2 * MARGIN) * 4;
}

/** Reads all of a picture. */
export async function holdPicture(picture: Picture): Promise<Held> {
  const { width, height, opaque } = picture;
  const stride = (width + 2 * MARGIN) * 4;
  const pixels = new Uint8ClampedArray(heldBytes(picture));
  let to = MARGIN * stride;
  for await (const band of picture.bands()) {
    for (let row = 0; row < rowsOf(band, width); row++, to += stride) {
      pixels.set(band.subarray(row * width * 4, (row + 1) * width * 4), to + MARGIN * 4);
      extendRow(pixels, to, to + stride);
    }
  }
  for (let row = 0; row < MARGIN; row++) {
    pixels.copyWithin(row * stride, MARGIN * stride, (MARGIN + 1) * stride);
    pixels.copyWithin(to + row * stride, to - stride, to);
  }
  return { width, height, opaque, pixels, stride };
}

/** Repeats the first and the last pixel of a row into its margins. */
function extendRow(pixels: Band, start: number, end: number): void {
  const first = start + MARGIN * 4;
  const afterLast = end - MARGIN * 4;
  for (let i = 0; i < MARGIN * 4; i += 4) {
    pixels.copyWithin(start + i, first, first + 4);
    pixels.copyWithin(afterLast + i, afterLast - 4, afterLast);
  }
}

function catmullRom(): Int32Array {
  const weights = new Int32Array(PHASES * 4);
  for (let phase = 0; phase < PHASES; phase++) {
    const t = phase / PHASES;
    const before = Math.round(ONE * 0.5 * t * (-1 + t * (2 - t)));
    const next = Math.round(ONE * 0.5 * t * (1 + t * (4 - 3 * t)));
    const last = Math.round(ONE * 0.5 * t * t * (t - 1));
    weights.set([before, ONE - before - next - last, next, last], phase * 4);
  }
  return weights;
}

/** Where the sixteen pixels around a place start, and the weights of its column and row. */
function locate({ stride }: Held, u: number, v: number) {
  const column = Math.floor(u / PHASE);
  const row = Math.floor(v / PHASE);
  return {
    start: ((row >> 8) + MARGIN - 1) * stride + ((column >> 8) + MARGIN - 1) * 4,
    across: (column & 255) * 4,
    down: (row & 255) * 4,
  };
}

/** Sampling in TypeScript, to bands of this width. */
export function plainSampling(held: Held, width: number): Sampling {
  const sample = held.opaque ? sampleOpaque : sampleStraight;
  return {
    sample(lines, band) {
      for (const [row, line] of lines.entries()) {
        const { u, v, du, dv } = stepsOf(line);
        for (let x = line.first; x < line.end; x++) {
          sample(held, u + x * du, v + x * dv, band, (row * width + x) * 4);
        }
      }
    },
    free() {},
  };
}

/** Writes what lies at a place in steps of a picture without transparency to byte `at`. */
function sampleOpaque(held: Held, u: number, v: number, band: Band, at: number): void {
  const { pixels, stride } = held;
  const { start, across, down } = locate(held, u, v);
  const w0 = WEIGHTS[across]!;
  const w1 = WEIGHTS[across + 1]!;
  const w2 = WEIGHTS[across + 2]!;
  const w3 = WEIGHTS[across + 3]!;
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let k = 0, i = start; k < 4; k++, i += stride) {
    const weight = WEIGHTS[down + k]!;
    red += weight * (w0 * pixels[i]! + w1 * pixels[i + 4]! + w2 * pixels[i + 8]! + w3 * pixels[i + 12]!);
    green +=
      weight * (w0 * pixels[i + 1]! + w1 * pixels[i + 5]! + w2 * pixels[i + 9]! + w3 * pixels[i + 13]!);
    blue +=
      weight * (w0 * pixels[i + 2]! + w1 * pixels[i + 6]! + w2 * pixels[i + 10]! + w3 * pixels[i + 14]!);
  }
  band[at] = (red + ONE * (ONE / 2)) >> 20;
  band[at + 1] = (green + ONE * (ONE / 2)) >> 20;
  band[at + 2] = (blue + ONE * (ONE / 2)) >> 20;
  band[at + 3] = 255;
}

/** The same of a picture with transparency: each colour counts as much as it is seen. */
function sampleStraight(held: Held, u: number, v: number, band: Band, at: number): void {
  const { pixels, stride } = held;
  const { start, across, down } = locate(held, u, v);
  let red = 0;
  let green = 0;
  let blue = 0;
  let seen = 0;
  for (let k = 0; k < 16; k++) {
    const i = start + (k >> 2) * stride + (k & 3) * 4;
    const weight = WEIGHTS[down + (k >> 2)]! * WEIGHTS[across + (k & 3)]! * pixels[i + 3]!;
    red += weight * pixels[i]!;
    green += weight * pixels[i + 1]!;
    blue += weight * pixels[i + 2]!;
    seen += weight;
  }
  const scale = seen > 0 ? 1 / seen : 0;
  band[at] = red * scale;
  band[at + 1] = green * scale;
  band[at + 2] = blue * scale;
  band[at + 3] = seen / (ONE * ONE);
}

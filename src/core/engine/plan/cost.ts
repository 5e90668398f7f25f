/**
 * What a job costs, in reference milliseconds: CPU time on one core of the machine that `npm run bench:cost` was
 * calibrated on. Like bytes it is known before a pixel is read, for Workers cannot time themselves: their clocks stand
 * still while they compute.
 */
import type { Geometry, Turn } from '../../image/geometry.ts';
import type { Size } from '../../image/picture.ts';
import { ProcessError } from '../../spec/error.ts';
import type { Output } from '../../spec/output.ts';
import type { Format, Source } from '../../spec/source.ts';
import { isKept, scales } from './fold.ts';
import type { Limits } from './limits.ts';

/** Nanoseconds. */
interface Rates {
  /** A byte of the file. */
  readonly byte: number;
  /** A pixel of the source. */
  readonly source: number;
  /** A pixel handed on. */
  readonly made: number;
}

const MS = 1e-6;

const DECODE: Readonly<Record<Format, Rates>> = {
  jpg: { byte: 12, source: 2.5, made: 4 },
  png: { byte: 5, source: 4, made: 3 },
  webp: { byte: 25, source: 10, made: 1 },
  gif: { byte: 10, source: 6, made: 3 },
  bmp: { byte: 0.5, source: 1, made: 1 },
  tiff: { byte: 5, source: 4, made: 3 },
  avif: { byte: 60, source: 60, made: 3 },
  heic: { byte: 60, source: 60, made: 3 },
};

/** A pixel of the result, in nanoseconds. */
const ENCODE: Readonly<Record<Format, number>> = {
  jpg: 7,
  png: 40,
  webp: 65,
  gif: 20,
  bmp: 1,
  tiff: 40,
  avif: 500,
  heic: 500,
};

/** A pixel of a region that is shrunk, of one that is made, and of one that is turned. */
const SHRUNK = 2.5;
const MADE = 5;
const TURNED = 3;
/** A pixel that a report reads. */
const REPORTED = 2;

/** Opening a file, and what goes around every job. */
const FIXED_MS = 0.5;

/** Decoding so many frames. */
export function decodeCost(source: Source, decode: Size, frames = 1): number {
  const { byte, source: read, made } = DECODE[source.format];
  const pixels = area(source) * read + area(decode) * made;
  return FIXED_MS + (source.bytes * byte + pixels * frames) * MS;
}

/** One geometry on a picture of size `from`. */
export function geometryCost(geometry: Geometry, from: Size): number {
  if (isKept(geometry, from)) return turnCost(geometry.window, geometry.turn);
  const { cut, scale, window, turn } = geometry;
  const share = (window.width * window.height) / (scale.width * scale.height);
  const scaling = scales(geometry) ? area(cut) * share * SHRUNK + area(window) * MADE : area(window);
  return scaling * MS + turnCost(window, turn);
}

/** A mirror is made row by row. */
export function turnCost(size: Size, { quarters, mirror }: Turn): number {
  return quarters > 0 || mirror ? area(size) * TURNED * MS : 0;
}

/** Encoding one frame. */
export function encodeCost(size: Size, { format }: Output): number {
  return FIXED_MS + area(size) * ENCODE[format] * MS;
}

/** A report that reads all pixels. */
export function reportCost(source: Source): number {
  return decodeCost(source, source) + area(source) * REPORTED * MS;
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

function area({ width, height }: Size): number {
  return width * height;
}

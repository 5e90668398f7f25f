/** YCbCr that no JPEG wraps (TIFF 6.0, section 21): units of subsampled pixels, and the way to RGB. */
import type { Directory } from './directory.ts';
import { TAG } from './tags.ts';

/** Turns three samples into RGB: writes to `band` at `to`. */
export type Convert = (a: number, b: number, c: number, band: Uint8ClampedArray, to: number) => void;

/** BT.601: what holds when the file names nothing else, or nothing that colour could be made of. */
const COEFFICIENTS = [0.299, 0.587, 0.114];
/** Black and white of each component, of full range. */
const REFERENCE = [0, 255, 128, 255, 128, 255];

/** True when a file's YCbCr is that of JFIF: BT.601 of full range, as the JPEG decoder converts it. */
export function isUsualYcc(directory: Directory): boolean {
  const coefficients = directory.numbers(TAG.yccCoefficients, 3) ?? COEFFICIENTS;
  const reference = directory.numbers(TAG.yccReference, 6) ?? REFERENCE;
  const near = (a: readonly number[], b: readonly number[]) =>
    a.every((value, i) => Math.abs(value - b[i]!) < 1e-3);
  return near(coefficients, COEFFICIENTS) && near(reference, REFERENCE);
}

export function yccToRgb(directory: Directory): Convert {
  const named = directory.numbers(TAG.yccCoefficients, 3);
  const [red, green, blue] = named?.every((part) => part > 0 && part < 1) ? named : COEFFICIENTS;
  const levels = directory.numbers(TAG.yccReference, 6);
  const [yBlack, yWhite, cbBlack, cbWhite, crBlack, crWhite] = levels?.every(Number.isFinite)
    ? levels
    : REFERENCE;
  const yScale = 255 / (yWhite! - yBlack! || 255);
  const cbScale = 127 / (cbWhite! - cbBlack! || 127);
  const crScale = 127 / (crWhite! - crBlack! || 127);
  return (y, cb, cr, band, to) => {
    const luma = (y - yBlack!) * yScale;
    const r = luma + (cr - crBlack!) * crScale * (2 - 2 * red!);
    const b = luma + (cb - cbBlack!) * cbScale * (2 - 2 * blue!);
    band[to] = r;
    band[to + 1] = (luma - red! * r - blue! * b) / green!;
    band[to + 2] = b;
  };
}

/** Pixels across and down that share chroma. */
interface Sampling {
  readonly h: number;
  readonly v: number;
}

/** Bytes of a row of units: each the luma of its pixels and one of both chroma samples. */
export function unitRowBytes(width: number, { h, v }: Sampling): number {
  return Math.ceil(width / h) * (h * v + 2);
}

/** Row `line` of a row of units as samples: Y, Cb, Cr of each of `width` pixels. */
export function unitRow(
  units: Uint8Array,
  width: number,
  { h, v }: Sampling,
  line: number,
  out: Uint8Array,
): void {
  const bytes = h * v + 2;
  for (let x = 0; x < width; x++) {
    const unit = Math.floor(x / h) * bytes;
    out[x * 3] = units[unit + line * h + (x % h)]!;
    out[x * 3 + 1] = units[unit + h * v]!;
    out[x * 3 + 2] = units[unit + h * v + 1]!;
  }
}

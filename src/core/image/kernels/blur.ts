/**
 * Gaussian blur over rows held as 16-bit numbers: for each row that goes out, `2 × radius + 1` of them are weighed into
 * one line, and as many shifts of that line into the row. Alpha is premultiplied, so that what is transparent lends no
 * colour.
 */
import { bandBytes, type Band, type Picture } from '../picture.ts';
import { slideRows, type RowKernel } from './slide.ts';

/** A Gaussian of standard deviation `sigma` that is cut off `radius` pixels from its middle. */
export interface Gaussian {
  readonly radius: number;
  readonly sigma: number;
}

/** Weights are whole numbers that add up to this. */
const ONE_BITS = 14;
const ONE = 1 << ONE_BITS;
/** A held number is the level times alpha; in an opaque picture that is 255. */
const LEVELS = 255;
const PER_LEVEL = 1 / (LEVELS * ONE);

/** Peak bytes of a blur of a picture of this width, beside the input's own band. */
export function blurBytes(width: number, radius: number): number {
  const rows = (2 * radius + 1) * width * 4 * 2;
  const line = (width + 2 * radius) * 4 * 2;
  const sums = width * 4 * 4;
  return rows + line + sums + width * 4 + bandBytes(width);
}

/** Blurs with a Gaussian of standard deviation `sigma` that is cut off `radius` pixels from its middle. */
export function blurPicture(picture: Picture, radius: number, sigma: number): Picture {
  const { width, height, opaque } = picture;
  return {
    width,
    height,
    opaque,
    bands: () => slideRows(picture, blurKernel(width, gaussian(radius, sigma), opaque)),
  };
}

/**
 * The right half of a Gaussian, middle first; with its mirror image the weights add up to exactly `ONE`. The last tap of a
 * radius that is no whole number has that share of its weight; taps that round to nothing are left out.
 */
export function gaussian(radius: number, sigma: number): Int32Array<ArrayBuffer> {
  const share = (i: number) => Math.min(1, radius - i + 1);
  const shape = Array.from(
    { length: Math.ceil(radius) + 1 },
    (_, i) => Math.exp((-i * i) / (2 * sigma * sigma)) * share(i),
  );
  const sum = shape.reduce((total, height, i) => total + (i === 0 ? height : 2 * height), 0);
  const weights = Int32Array.from(shape, (height) => Math.round((height / sum) * ONE));
  const excess = weights.reduce((total, weight, i) => total + (i === 0 ? weight : 2 * weight), -ONE);
  weights[0] = weights[0]! - excess;
  return weights.slice(0, weights.findLastIndex((weight, i) => weight > 0 || i <= 1) + 1);
}

function blurKernel(width: number, weights: Int32Array, opaque: boolean): RowKernel<Uint16Array> {
  const radius = weights.length - 1;
  const channels = opaque ? 3 : 4;
  const length = width * channels;
  const sums = new Int32Array(length);
  const line = new Uint16Array(length + 2 * radius * channels);
  // What is left and right of each pixel is the same line, shifted; so both passes are one routine.
  const shifted = Array.from({ length: 2 * radius + 1 }, (_, i) => line.subarray(i * channels));
  const store = opaque ? storeOpaque : storeStraight;
  return {
    radius,
    makeRow: () => new Uint16Array(length),
    load: opaque ? loadOpaque : loadPremultiplied,
    emit(rows, band, at) {
      weigh(rows, weights, sums);
      extend(sums, line, radius, channels);
      weigh(shifted, weights, sums);
      store(sums, band, at);
    },
  };
}

function loadOpaque(band: Band, at: number, row: Uint16Array): void {
  for (let to = 0, from = at; to < row.length; to += 3, from += 4) {
    row[to] = band[from]! * LEVELS;
    row[to + 1] = band[from + 1]! * LEVELS;
    row[to + 2] = band[from + 2]! * LEVELS;
  }
}

function loadPremultiplied(band: Band, at: number, row: Uint16Array): void {
  for (let to = 0, from = at; to < row.length; to += 4, from += 4) {
    const alpha = band[from + 3]!;
    row[to] = band[from]! * alpha;
    row[to + 1] = band[from + 1]! * alpha;
    row[to + 2] = band[from + 2]! * alpha;
    row[to + 3] = alpha * LEVELS;
  }
}

/** Weighted sums of `2 × radius + 1` rows, in units of `1 / ONE`. A sum stays below 2³⁰. */
function weigh(rows: readonly Uint16Array[], weights: Int32Array, sums: Int32Array): void {
  const radius = weights.length - 1;
  addMiddle(rows[radius]!, weights[0]!, sums);
  let k = 1;
  for (; k < radius; k += 2) {
    const [above, below] = [rows[radius - k]!, rows[radius + k]!];
    addPairs(above, below, weights[k]!, rows[radius - k - 1]!, rows[radius + k + 1]!, weights[k + 1]!, sums);
  }
  if (k === radius) addPairs(rows[0]!, rows[2 * radius]!, weights[k]!, rows[0]!, rows[0]!, 0, sums);
}

function addMiddle(middle: Uint16Array, weight: number, sums: Int32Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] = middle[i]! * weight + ONE / 2;
}

/** Adds two pairs of rows: sums are then loaded and stored half as often. */
function addPairs(
  above: Uint16Array,
  below: Uint16Array,
  weight: number,
  farAbove: Uint16Array,
  farBelow: Uint16Array,
  farWeight: number,
  sums: Int32Array,
): void {
  for (let i = 0; i < sums.length; i++) {
    sums[i]! += (above[i]! + below[i]!) * weight + (farAbove[i]! + farBelow[i]!) * farWeight;
  }
}

/** Brings sums back to 16 bits, with the end pixels repeated on both sides. */
function extend(sums: Int32Array, line: Uint16Array, radius: number, channels: number): void {
  const start = radius * channels;
  const end = start + sums.length;
  for (let i = 0; i < sums.length; i++) line[start + i] = sums[i]! >> ONE_BITS;
  for (let i = start - 1; i >= 0; i--) line[i] = line[i + channels]!;
  for (let i = end; i < line.length; i++) line[i] = line[i - channels]!;
}

function storeOpaque(sums: Int32Array, band: Band, at: number): void {
  for (let from = 0, to = at; from < sums.length; from += 3, to += 4) {
    band[to] = sums[from]! * PER_LEVEL;
    band[to + 1] = sums[from + 1]! * PER_LEVEL;
    band[to + 2] = sums[from + 2]! * PER_LEVEL;
    band[to + 3] = 255;
  }
}

function storeStraight(sums: Int32Array, band: Band, at: number): void {
  for (let from = 0, to = at; from < sums.length; from += 4, to += 4) {
    const alpha = sums[from + 3]!;
    const scale = alpha < ONE ? 0 : 255 / alpha;
    band[to] = sums[from]! * scale;
    band[to + 1] = sums[from + 1]! * scale;
    band[to + 2] = sums[from + 2]! * scale;
    band[to + 3] = alpha * PER_LEVEL;
  }
}

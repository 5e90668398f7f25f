/**
 * Unsharp mask: what a small blur takes away from each pixel is added to it, `amount` times. The blur is a 3 × 3
 * binomial-like kernel, so three rows are held. Alpha stays; colour is compared with the blurred colour of what is
 * visible nearby, so that transparent pixels leave no halo.
 */
import { bandBytes, type Band, type Picture } from '../picture.ts';
import { slideRows, type RowKernel } from './slide.ts';

/** Weights of a Gaussian of standard deviation 0.75 at distances 0 and 1 out of 256 (operations reference, 4.11). */
const MIDDLE = 140;
const SIDE = 58;
const WEIGHTS = 256 * 256;

/** Peak bytes of sharpening a picture of this width, beside the input's own band. */
export function sharpenBytes(width: number): number {
  return 3 * width * 8 + (width + 2) * 4 * 4 + bandBytes(width);
}

/** `amount` 1 adds the whole difference once. */
export function sharpenPicture(picture: Picture, amount: number): Picture {
  const { width, height, opaque } = picture;
  const bands = opaque
    ? () => slideRows(picture, opaqueKernel(width, amount))
    : () => slideRows(picture, alphaKernel(width, amount));
  return { width, height, opaque, bands };
}

function opaqueKernel(width: number, amount: number): RowKernel<Uint8Array> {
  const length = width * 4;
  const gain = amount / WEIGHTS;
  return {
    radius: 1,
    makeRow: () => new Uint8Array(length),
    load: (band, at, row) => row.set(band.subarray(at, at + length)),
    emit([above, row, below], band, at) {
      band.fill(255, at, at + length);
      for (let channel = 0; channel < 3; channel++) {
        sharpenChannel(above!, row!, below!, channel, gain, band, at);
      }
    },
  };
}

/** One channel of an opaque row. Sums of columns are made once and handed from pixel to pixel. */
function sharpenChannel(
  above: Uint8Array,
  row: Uint8Array,
  below: Uint8Array,
  channel: number,
  gain: number,
  band: Band,
  at: number,
): void {
  const last = row.length - 4 + channel;
  let middle = (above[channel]! + below[channel]!) * SIDE + row[channel]! * MIDDLE;
  let left = middle;
  for (let i = channel; i <= last; i += 4) {
    const next = i === last ? i : i + 4;
    const right = (above[next]! + below[next]!) * SIDE + row[next]! * MIDDLE;
    const value = row[i]!;
    const blurred = (left + right) * SIDE + middle * MIDDLE;
    band[at + i] = value + (value * WEIGHTS - blurred) * gain;
    left = middle;
    middle = right;
  }
}

function alphaKernel(width: number, amount: number): RowKernel<Uint16Array> {
  const length = width * 4;
  const sums = new Int32Array(length + 8);
  return {
    radius: 1,
    makeRow: () => new Uint16Array(length),
    load: loadPremultiplied,
    emit([above, row, below], band, at) {
      blurDown(above!, row!, below!, sums);
      for (let i = 0; i < length; i += 4) sharpenPixel(row!, sums, i, amount, band, at + i);
    },
  };
}

/** Weighted sums of three rows, from the second pixel of `sums` on; its first and last repeat the ends. */
function blurDown(
  above: ArrayLike<number>,
  row: ArrayLike<number>,
  below: ArrayLike<number>,
  sums: Int32Array,
) {
  const { length } = row;
  for (let i = 0; i < length; i++) sums[i + 4] = (above[i]! + below[i]!) * SIDE + row[i]! * MIDDLE;
  sums.copyWithin(0, 4, 8);
  sums.copyWithin(length + 4, length, length + 4);
}

function loadPremultiplied(band: Band, at: number, row: Uint16Array): void {
  for (let to = 0, from = at; to < row.length; to += 4, from += 4) {
    const alpha = band[from + 3]!;
    row[to] = band[from]! * alpha;
    row[to + 1] = band[from + 1]! * alpha;
    row[to + 2] = band[from + 2]! * alpha;
    row[to + 3] = alpha;
  }
}

/** The pixel at `i` of a premultiplied row; sums of colour are in the units of sums of alpha. */
function sharpenPixel(row: Uint16Array, sums: Int32Array, i: number, amount: number, band: Band, at: number) {
  const alpha = row[i + 3]!;
  const around = blurAcross(sums, i + 3);
  for (let channel = 0; channel < 3; channel++) {
    const value = alpha === 0 ? 0 : row[i + channel]! / alpha;
    const blurred = alpha === 0 ? 0 : blurAcross(sums, i + channel) / around;
    band[at + channel] = value + (value - blurred) * amount;
  }
  band[at + 3] = alpha;
}

/** Weighted sum of three neighbours; a double, as it may pass 2³¹. */
function blurAcross(sums: Int32Array, i: number): number {
  return (sums[i]! + sums[i + 8]!) * SIDE + sums[i + 4]! * MIDDLE;
}

/** What decoding and encoding cost, from rates that `npm run bench:cost` holds to what is measured. */
import { pixelCost } from '../core/image/cost.ts';
import type { Size } from '../core/image/picture.ts';
import { type Output, USUAL_BITS } from '../core/spec/output.ts';
import type { Source } from '../core/spec/source.ts';
import type { DecodeWish } from './codec.ts';

/** Reference nanoseconds. */
export interface Rates {
  /** A byte of the file. */
  readonly byte: number;
  /** A pixel of the source. */
  readonly source: number;
  /** A pixel handed on. */
  readonly made: number;
}

const MS = 1e-6;
/** Reference milliseconds of opening a frame, however small it is. */
const FRAME = 0.02;

/** Reference milliseconds of decoding, all frames of a moving wish, pictures of size `made`. */
export function decodeCost(rates: Rates, source: Source, wish: DecodeWish, made: Size): number {
  const frames = wish.moving ? source.frames : 1;
  const bytes = wish.moving ? source.bytes : (source.stillBytes ?? source.bytes);
  const share = shareRead(source, wish);
  const frame = pixelCost(source, rates.source) * share + pixelCost(made, rates.made) + FRAME;
  return bytes * rates.byte * MS * share + frame * frames;
}

/** How far down a source is read: to its end where every row is in all of its scans. */
export function shareRead({ height, interlaced }: Source, { cut, scale, window }: DecodeWish): number {
  if (interlaced) return 1;
  const bottom = cut.y + ((window.y + window.height) * cut.height) / scale.height;
  return Math.min(1, bottom / height);
}

/** Reference nanoseconds of encoding with losses. */
export interface EncodeRates {
  /** A pixel. */
  readonly pixel: number;
  /** Each bit that one takes. */
  readonly bit: number;
}

/** Reference milliseconds of encoding a picture of this size, or this part of one, with losses. */
export function encodeCost(
  { pixel, bit }: EncodeRates,
  size: Size,
  { bitsPerPixel = USUAL_BITS }: Pick<Output, 'bitsPerPixel'>,
): number {
  return pixelCost(size, pixel + bit * bitsPerPixel);
}

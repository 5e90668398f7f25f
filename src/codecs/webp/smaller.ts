/** One picture as a lossy bitstream, or as one without loss where that is smaller. */
import type { Picture, Size } from '../../core/image/picture.ts';
import type { Output } from '../../core/spec/output.ts';
import type { Encoder } from '../codec.ts';
import type { Colours } from './container.ts';
import type { LossyParts } from './encode-lossy.ts';

/** What it holds and costs, and what it makes; on the way it gives signs of its work. */
export interface LossyEncoder extends Pick<Required<Encoder>, 'peakBytes' | 'resultBytes' | 'cost'> {
  encode(picture: Picture, output: Output): AsyncGenerator<Uint8Array, LossyParts>;
}

export interface LosslessEncoder {
  workBytes(size: Size): number;
  /** Reference milliseconds; `few` when the picture has no more colours than a palette. */
  cost(size: Size, few: boolean): number;
  /** The data of a `VP8L` chunk, transparency included, in pieces; undefined when its memory did not suffice. */
  encode(picture: Picture): AsyncGenerator<Uint8Array, Uint8Array[] | undefined>;
}

/** What is written of one picture. */
export interface Bitstreams {
  readonly colours: Colours;
  /** Data of the `ALPH` chunk. */
  readonly alpha: Uint8Array | undefined;
}

/** Bits a pixel below which a lossy picture is not smaller by anything that counts. */
const FEW_BITS = 0.25;

/** With `lossless`, for a picture of few colours that can be read twice, the smaller of both. */
export async function* encodeSmaller(
  picture: Picture,
  output: Output,
  lossy: LossyEncoder,
  lossless: LosslessEncoder | undefined,
): AsyncGenerator<Uint8Array, Bitstreams> {
  const exact = yield* encodeExactly(picture, lossless);
  if (exact && lengthOf(exact) * 8 < picture.width * picture.height * FEW_BITS) return withoutLoss(exact);
  const { colours, alpha } = yield* lossy.encode(picture, output);
  if (exact && lengthOf(exact) <= lengthOf(colours) + (alpha?.length ?? 0)) return withoutLoss(exact);
  return { colours: { name: 'VP8 ', data: colours }, alpha };
}

async function* encodeExactly(
  picture: Picture,
  lossless: LosslessEncoder | undefined,
): AsyncGenerator<Uint8Array, Uint8Array[] | undefined> {
  return lossless && (yield* lossless.encode(picture));
}

/** A bitstream that holds all there is. */
export function withoutLoss(data: readonly Uint8Array[]): Bitstreams {
  return { colours: { name: 'VP8L', data }, alpha: undefined };
}

export function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

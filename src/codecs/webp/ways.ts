/** The ways in which one picture is written, what each takes and holds, and how it is done. */
import type { Picture, Size } from '../../core/image/picture.ts';
import type { Output } from '../../core/spec/output.ts';
import type { Encoder } from '../codec.ts';
import type { Colours } from './container.ts';
import { countColours } from './few-colours.ts';

/** Without loss; lossy, or without loss where a picture of few colours is smaller so; lossy. */
export type Way = 'exact' | 'smaller' | 'lossy';

/** What stands in the chunks of one lossy picture. */
export interface LossyParts {
  /** Data of the `VP8 ` chunk, in pieces. */
  readonly colours: readonly Uint8Array[];
  /** Data of the `ALPH` chunk, in pieces; undefined when the picture turned out to be opaque. */
  readonly alpha: readonly Uint8Array[] | undefined;
}

/** What it holds and costs, and what it makes; on the way it gives signs of its work. */
export interface LossyEncoder extends Pick<Required<Encoder>, 'peakBytes' | 'resultBytes' | 'cost'> {
  encode(picture: Picture, output: Output): AsyncGenerator<Uint8Array, LossyParts>;
}

/** The same of one that loses nothing; `few` and `palette` are for pictures of no more colours than a palette. */
export interface LosslessEncoder {
  workBytes(size: Size): number;
  resultBytes(size: Size, few: boolean): number;
  cost(size: Size, few: boolean): number;
  /** The data of a `VP8L` chunk, transparency included, in pieces. */
  encode(picture: Picture, palette: Uint32Array | undefined): AsyncGenerator<Uint8Array, Uint8Array[]>;
}

/** Who makes bitstreams. */
export interface Coders {
  readonly lossy: LossyEncoder;
  readonly lossless: LosslessEncoder;
}

/** What is written of one picture. */
export interface Bitstreams extends Pick<LossyParts, 'alpha'> {
  readonly colours: Colours;
}

/** Writes pictures in one way: what it holds and costs, and what it makes. */
export interface Writer extends Pick<Required<Encoder>, 'peakBytes' | 'resultBytes' | 'cost'> {
  encode(picture: Picture, output: Output): AsyncGenerator<Uint8Array, Bitstreams>;
}

/** What a picture of a size is written by. */
export type WriterOf = (size: Size, output: Output) => Writer;

/** Writes in a way; `smaller` holds and does what both others do. */
export function writerIn(way: Way, coders: Coders): Writer {
  const { lossy, lossless } = coders;
  return {
    peakBytes(size, output, opaque) {
      const lossyBytes = way === 'exact' ? 0 : lossy.peakBytes(size, output, opaque);
      if (way === 'lossy') return lossyBytes;
      // Its pixels as indices, and what is made of them.
      const indices = size.width * size.height;
      return lossyBytes + indices + lossless.workBytes(size) + lossless.resultBytes(size, way === 'smaller');
    },
    resultBytes: (size, output, opaque) =>
      way === 'exact' ? lossless.resultBytes(size, false) : lossy.resultBytes(size, output, opaque),
    cost(size, output, opaque) {
      if (way === 'exact') return lossless.cost(size, false);
      return lossy.cost(size, output, opaque) + (way === 'smaller' ? lossless.cost(size, true) : 0);
    },
    encode: (picture, output) => encodeIn(way, coders, picture, output),
  };
}

/** Bits a pixel below which a lossy picture is not smaller by anything that counts. */
const FEW_BITS = 0.25;

async function* encodeIn(
  way: Way,
  { lossy, lossless }: Coders,
  picture: Picture,
  output: Output,
): AsyncGenerator<Uint8Array, Bitstreams> {
  if (way === 'lossy') return lossyStreams(yield* lossy.encode(picture, output));
  const counted = await countColours(picture);
  try {
    const { palette } = counted;
    if (way === 'smaller' && !palette) return lossyStreams(yield* lossy.encode(counted, output));
    const exact = yield* lossless.encode(counted, palette);
    const pixels = picture.width * picture.height;
    if (way === 'exact' || lengthOf(exact) * 8 < pixels * FEW_BITS) return withoutLoss(exact);
    const parts = yield* lossy.encode(counted, output);
    return lengthOf(exact) <= lengthOf(parts.colours) + lengthOf(parts.alpha ?? [])
      ? withoutLoss(exact)
      : lossyStreams(parts);
  } finally {
    await counted.release();
  }
}

function lossyStreams({ colours, alpha }: LossyParts): Bitstreams {
  return { colours: { name: 'VP8 ', data: colours }, alpha };
}

/** A bitstream that holds all there is. */
function withoutLoss(data: readonly Uint8Array[]): Bitstreams {
  return { colours: { name: 'VP8L', data }, alpha: undefined };
}

export function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

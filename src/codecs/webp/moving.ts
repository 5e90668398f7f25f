/**
 * Writes animations: of each frame the rectangle that changed, which takes the place of what was there, so nothing is ever
 * cleared before a frame.
 */
import { pixelCost } from '../../core/image/cost.ts';
import type { Frames } from '../../core/image/frame.ts';
import type { Picture, Size } from '../../core/image/picture.ts';
import type { Movement, Output } from '../../core/spec/output.ts';
import type { MovingEncoder } from '../codec.ts';
import { changesOf, filmBytes } from '../film.ts';
import { assembleFrames, writeFrame } from './container.ts';
import {
  type Bitstreams,
  encodeSmaller,
  lengthOf,
  type LosslessEncoder,
  type LossyEncoder,
} from './smaller.ts';

/** What a frame has beside its bitstreams: heads of chunks, and what alpha takes beyond a byte a pixel. */
const FRAME_BYTES = 1024;
const ALPHA_BYTES = 1.1;

/** Reference milliseconds of a frame, and nanoseconds of comparing a pixel with the frame before. */
const FRAME = 0.35;
const COMPARED = 5;

/** An encoder that writes each rectangle lossy, and without loss where it has few colours and that is smaller. */
export function movingEncoder(lossy: LossyEncoder, lossless: LosslessEncoder): MovingEncoder {
  return {
    workBytes(size, output, opaque) {
      return filmBytes(size) + lossless.workBytes(size) + lossy.peakBytes(size, output, opaque);
    },
    frameBytes(size, output, opaque) {
      const alpha = opaque ? 0 : size.width * size.height * ALPHA_BYTES;
      return Math.ceil(lossy.resultBytes(size, output, opaque) + alpha) + FRAME_BYTES;
    },
    cost: (size, output, opaque) =>
      FRAME + pixelCost(size, COMPARED) + lossless.cost(size, true) + lossy.cost(size, output, opaque),
    signs: true,
    encode: (frames, output, grow) =>
      writeMoving(frames, output, grow, (picture, few) =>
        encodeSmaller(picture, output, lossy, few ? lossless : undefined),
      ),
  };
}

type EncodeRectangle = (picture: Picture, few: boolean) => AsyncGenerator<Uint8Array, Bitstreams>;

/** As many colours as a GIF's frame has. */
const FEW_COLOURS = 256;
/** Places begin at even numbers. */
const STEP = 2;

/** The file in pieces; its head tells its length, so they are held until the last frame. */
async function* writeMoving(
  frames: Frames,
  output: Output & { readonly movement: Movement },
  grow: (bytes: number) => void,
  encodeRectangle: EncodeRectangle,
): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size: Size | undefined;
  let transparent = false;
  for await (const { place, picture, delay } of changesOf(frames, STEP)) {
    size ??= { width: place.width, height: place.height };
    const { colours, alpha } = yield* encodeRectangle(picture, await hasFewColours(picture));
    const frame = writeFrame({ place, delay, over: false, clears: false }, colours, alpha);
    grow(lengthOf(frame));
    pieces.push(...frame);
    transparent ||= !picture.opaque;
  }
  if (!size) return;
  const { plays } = output.movement;
  yield* assembleFrames(pieces, size, { ...output, plays, transparent });
}

async function hasFewColours(picture: Picture): Promise<boolean> {
  const colours = new Set<number>();
  for await (const band of picture.bands()) {
    const pixels = new Uint32Array(band.buffer, band.byteOffset, band.length / 4);
    // Neighbours are mostly alike.
    for (let i = 0; i < pixels.length; i++) if (pixels[i] !== pixels[i - 1]) colours.add(pixels[i]!);
    if (colours.size > FEW_COLOURS) return false;
  }
  return true;
}

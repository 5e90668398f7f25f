/**
 * Writes animations: of each frame the rectangle that changed, which takes the place of what was there, so nothing is ever
 * cleared before a frame.
 */
import { pixelCost } from '../../core/image/cost.ts';
import type { Frames } from '../../core/image/frame.ts';
import type { Size } from '../../core/image/picture.ts';
import { chunkSign } from '../../core/image/sign.ts';
import type { Movement, Output } from '../../core/spec/output.ts';
import type { MovingEncoder } from '../codec.ts';
import { changesOf, filmBytes } from '../film.ts';
import { assembleFrames, writeFrame } from './container.ts';
import { lengthOf, type Writer, type WriterOf } from './ways.ts';

/** What a frame has beside its bitstreams: heads of chunks. */
const FRAME_BYTES = 1024;

/** Reference milliseconds of a frame, and nanoseconds of comparing a pixel with the frame before. */
const FRAME = 0.35;
const COMPARED = 5;

/** Places begin at even numbers. */
const STEP = 2;

/** An encoder that writes each rectangle as the size of the whole and the output decide. */
export function movingEncoder(writerOf: WriterOf): MovingEncoder {
  return {
    workBytes: (size, output, opaque) =>
      filmBytes(size) + writerOf(size, output).peakBytes(size, output, opaque),
    frameBytes: (size, output, opaque) =>
      writerOf(size, output).resultBytes(size, output, opaque) + FRAME_BYTES,
    cost: (size, output, opaque) => frameCost(size) + writerOf(size, output).cost(size, output, opaque),
    signs: true,
    encode: (frames, output, grow) => writeMoving(frames, output, grow, writerOf),
  };
}

/** Reference milliseconds of a frame beside its bitstreams. */
function frameCost(size: Size): number {
  return FRAME + pixelCost(size, COMPARED);
}

/** The file in pieces; its head tells its length, so they are held until the last frame. */
async function* writeMoving(
  frames: Frames,
  output: Output & { readonly movement: Movement },
  grow: (bytes: number) => void,
  writerOf: WriterOf,
): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size: Size | undefined;
  let writer: Writer | undefined;
  let transparent = false;
  for await (const { place, picture, delay } of changesOf(frames, STEP)) {
    size ??= { width: place.width, height: place.height };
    writer ??= writerOf(size, output);
    yield chunkSign(frameCost(size));
    const { colours, alpha } = yield* writer.encode(picture, output);
    const frame = writeFrame({ place, delay, over: false, clears: false }, colours, alpha);
    grow(lengthOf(frame));
    pieces.push(...frame);
    transparent ||= !picture.opaque;
  }
  if (!size) return;
  const { plays } = output.movement;
  yield* assembleFrames(pieces, size, { ...output, plays, transparent });
}

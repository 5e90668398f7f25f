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
  type Coders,
  encodeAs,
  lengthOf,
  type Way,
  waysCost,
  waysPeakBytes,
  waysResultBytes,
} from './ways.ts';

/** What a frame has beside its bitstreams: heads of chunks. */
const FRAME_BYTES = 1024;

/** Reference milliseconds of a frame, and nanoseconds of comparing a pixel with the frame before. */
const FRAME = 0.35;
const COMPARED = 5;

/** Places begin at even numbers. */
const STEP = 2;

/** An encoder that writes each rectangle in a way that the size of the whole and the output decide. */
export function movingEncoder(coders: Coders, wayOf: (size: Size, output: Output) => Way): MovingEncoder {
  return {
    workBytes: (...of) => filmBytes(of[0]) + waysPeakBytes(wayOf(of[0], of[1]), coders, ...of),
    frameBytes: (...of) => waysResultBytes(wayOf(of[0], of[1]), coders, ...of) + FRAME_BYTES,
    cost: (...of) => FRAME + pixelCost(of[0], COMPARED) + waysCost(wayOf(of[0], of[1]), coders, ...of),
    signs: true,
    encode: (frames, output, grow) =>
      writeMoving(frames, output, grow, (picture, size) =>
        encodeAs(wayOf(size, output), coders, picture, output),
      ),
  };
}

/** Writes a rectangle of an animation of a size. */
type EncodeRectangle = (picture: Picture, size: Size) => AsyncGenerator<Uint8Array, Bitstreams>;

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
    const { colours, alpha } = yield* encodeRectangle(picture, size);
    const frame = writeFrame({ place, delay, over: false, clears: false }, colours, alpha);
    grow(lengthOf(frame));
    pieces.push(...frame);
    transparent ||= !picture.opaque;
  }
  if (!size) return;
  const { plays } = output.movement;
  yield* assembleFrames(pieces, size, { ...output, plays, transparent });
}

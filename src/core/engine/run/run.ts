/** Runs a plan: decodes, applies what is left of the geometry, paints, encodes. */
import { type Frames, stillFrame } from '../../image/frame.ts';
import { flatten } from '../../image/kernels/flatten.ts';
import { turnPicture } from '../../image/kernels/turn.ts';
import type { Kernels } from '../../image/kernels/kernels.ts';
import type { Picture } from '../../image/picture.ts';
import type { Prepared } from '../../spec/step.ts';
import { applyGeometry } from './apply-geometry.ts';
import { pacedPicture, type Pace } from './pace.ts';
import { checkResultBytes } from '../plan/movement.ts';
import type { JobPlan, PicturePlan, Stage } from '../plan/plan.ts';
import { remainder } from '../plan/plan.ts';

/** What frames are painted from. */
export interface Paint {
  /** The original's file. */
  readonly bytes: Uint8Array;
  /** What the stages draw, in their order. */
  readonly prepared: readonly (Prepared | undefined)[];
  readonly pace: Pace;
}

/** The plan's finished frames, one for a still result; nothing is decoded before they and their bands are pulled. */
export async function* paintFrames(
  { bytes, prepared, pace }: Paint,
  plan: PicturePlan,
  kernels: Kernels,
): Frames {
  for await (const { picture, delay } of decodeFrames(bytes, plan)) {
    yield { picture: paintPicture(pacedPicture(picture, pace), plan, prepared, kernels), delay };
  }
}

function decodeFrames(bytes: Uint8Array, { decoder, source, wish }: PicturePlan): Frames {
  const { frames } = decoder;
  if (wish.moving && frames) return frames(bytes, source, wish);
  return stillFrame(decoder.decode(bytes, source, wish));
}

function paintPicture(
  decoded: Picture,
  plan: PicturePlan,
  prepared: readonly (Prepared | undefined)[],
  kernels: Kernels,
): Picture {
  const placed = turnPicture(applyGeometry(decoded, remainder(plan), kernels), plan.turn);
  return plan.stages.reduce(
    (picture, stage, i) => runStage(picture, stage, plan, prepared[i], kernels),
    placed,
  );
}

function runStage(
  picture: Picture,
  { step, geometry, plan }: Stage,
  { context }: PicturePlan,
  prepared: Prepared | undefined,
  kernels: Kernels,
): Picture {
  const placed = geometry ? applyGeometry(picture, geometry, kernels) : picture;
  return plan.paints ? step.paint(placed, plan, { ...context, kernels }, prepared) : placed;
}

/** The encoded result, all of it. Throws `ImageTooLarge` for an animation that outgrows what was planned. */
export async function encodeFrames(frames: Frames, plan: JobPlan, pace: Pace): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of encoded(frames, plan)) {
    await pace.afterChunk();
    if (chunk.length > 0) chunks.push(chunk);
    bytes += chunk.length;
    checkResultBytes(bytes, plan);
  }
  return chunks;
}

/** A format without transparency gets its picture on white: nowhere else is it flattened. */
async function* encoded(frames: Frames, { encoder, output, context }: JobPlan): AsyncIterable<Uint8Array> {
  const { movement } = output;
  if (movement && encoder.moving) {
    yield* encoder.moving.encode(frames, { ...output, movement });
    return;
  }
  for await (const { picture } of frames) {
    yield* encoder.encode(context.outputAlpha ? picture : flatten(picture), output);
  }
}

/** Runs a plan: decodes, applies what is left of the geometry, paints, encodes. */
import { createGatherer } from '../../image/bytes.ts';
import { type Frames, stillFrame } from '../../image/frame.ts';
import { flatten } from '../../image/kernels/flatten.ts';
import { turnParts, turnPicture } from '../../image/kernels/turn.ts';
import type { Kernels } from '../../image/kernels/kernels.ts';
import { whole } from '../../image/geometry.ts';
import { SCALINGS } from '../../image/light.ts';
import { Native } from '../../image/native.ts';
import type { Picture, Rect } from '../../image/picture.ts';
import type { PlanContext, Prepared } from '../../spec/step.ts';
import { applyGeometry, type Manner } from './apply-geometry.ts';
import { asPlanned } from './as-planned.ts';
import { afterChunk, pacedPicture, type Pace } from './pace.ts';
import { checkResultBytes } from '../plan/movement.ts';
import type { JobPlan, PicturePlan } from '../plan/plan.ts';
import type { Stage } from '../plan/steps.ts';
import { remainder, stageCost, stripBytesOf, planPart } from '../plan/plan.ts';

/** What frames are painted from. */
export interface Paint {
  /** The original's file. */
  readonly bytes: Uint8Array;
  /** What the stages draw, in their order. */
  readonly prepared: readonly (Prepared | undefined)[];
  readonly pace: Pace;
  /** Reference milliseconds that are worked while bands flow, all frames of them. */
  readonly cost: number;
}

/** The plan's finished frames, one for a still result; nothing is decoded before they and their bands are pulled. */
export async function* paintFrames(paint: Paint, plan: PicturePlan, kernels: Kernels): Frames {
  // Each stage is paced by itself: one that holds its picture works when what was decoded has long flowed.
  const stages = plan.stages.reduce((sum, stage) => sum + stageCost(stage), 0) * plan.context.frames;
  const cost = Math.max(0, paint.cost - stages);
  for await (const { picture, delay } of placedFrames({ ...paint, cost, plan, kernels })) {
    yield { picture: paintStages(picture, paint, plan, kernels), delay };
  }
}

/** What is decoded, and by what plan. */
interface Decoding extends Pick<Paint, 'bytes' | 'pace' | 'cost'> {
  readonly plan: PicturePlan;
  readonly kernels: Kernels;
}

/** How geometries of a plan are carried out. */
function mannerOf(context: PlanContext): Manner {
  return { light: SCALINGS[context.scaling ?? 'gamma'].light, stripBytes: stripBytesOf(context) };
}

/** Decoded frames, scaled and turned as far as the lead of the chain goes. */
async function* placedFrames(decoding: Decoding): Frames {
  const { bytes, pace, plan, kernels } = decoding;
  const { decoder, source, wish, turn, context } = plan;
  const cost = decoding.cost / context.frames;
  if (!wish.moving || !decoder.frames) {
    yield* stillFrame(decodeTurned(decoding));
    return;
  }
  for await (const { picture, delay } of decoder.frames(bytes, source, wish)) {
    const decoded = asPlanned(picture, plan.decode, 'the decoder');
    const placed = applyGeometry(
      pacedPicture(decoded, pace, cost),
      remainder(plan),
      kernels,
      mannerOf(context),
    );
    yield { picture: turnPicture(placed, turn, stripBytesOf(context)), delay };
  }
}

/**
 * A still picture, turned: where that takes several strips, each decodes what it needs. It keeps the decoder's form where that was
 * planned; whoever does not know that form is given pixels in strips of the same bytes.
 */
function decodeTurned({ bytes, pace, cost, plan, kernels }: Decoding): Picture {
  const { decoder, source, wish, turn, turning, context } = plan;
  const { parts, isNative, bytes: stripBytes } = turning;
  const decodePart = (part: Rect): Picture => {
    const planned = planPart(plan, part);
    const decoded = asPlanned(decoder.decode(bytes, source, planned.wish), planned.decode, 'the decoder');
    return applyGeometry(
      pacedPicture(decoded, pace, cost / parts.length),
      remainder(planned),
      kernels,
      mannerOf(context),
    );
  };
  const all = whole(wish.window);
  if (turn.quarters === 0) return turnPicture(decodePart(all), turn);
  const shape = { ...all, opaque: !source.alpha };
  if (!isNative) return turnParts(shape, turn, decodePart);
  const { native } = decodePart(all);
  return {
    ...turnParts(shape, turn, decodePart, stripBytes),
    native: native instanceof Native ? native.turned(turn, parts, decodePart) : undefined,
  };
}

/** What of a stage's work is done as it takes bands in; a stage that holds its picture gives none out meanwhile. */
const TAKING_IN = 0.25;

function paintStages(
  placed: Picture,
  { prepared, pace }: Paint,
  plan: PicturePlan,
  kernels: Kernels,
): Picture {
  return plan.stages.reduce((picture, stage, i) => {
    const cost = stageCost(stage);
    const taken = pacedPicture(picture, pace, cost * TAKING_IN);
    const painted = runStage(taken, stage, plan, prepared[i], kernels);
    return painted === taken ? picture : pacedPicture(painted, pace, cost * (1 - TAKING_IN));
  }, placed);
}

function runStage(
  picture: Picture,
  { step, geometry, plan }: Stage,
  { context }: PicturePlan,
  prepared: Prepared | undefined,
  kernels: Kernels,
): Picture {
  const placed = geometry ? applyGeometry(picture, geometry, kernels, mannerOf(context)) : picture;
  if (!plan.paints) return placed;
  const painted = step.paint(placed, plan, { ...context, kernels }, prepared);
  return asPlanned(painted, plan.size, 'a step');
}

/**
 * The encoded result, all of it; undefined, and no more work, as soon as it has more than `mostBytes`. Throws `ImageTooLarge`
 * for a result that outgrows what was planned.
 */
export async function encodeFrames(
  frames: Frames,
  plan: JobPlan,
  pace: Pace,
  mostBytes: number,
): Promise<Uint8Array[] | undefined> {
  const gatherer = createGatherer();
  let made = 0;
  for await (const chunk of encoded(frames, plan)) {
    await afterChunk(pace, chunk);
    made += chunk.length;
    if (made > mostBytes) return undefined;
    checkResultBytes(made, plan);
    gatherer.add(chunk);
  }
  return gatherer.pieces();
}

/** A format without transparency gets its picture on white: nowhere else is it flattened. */
async function* encoded(frames: Frames, plan: JobPlan): AsyncIterable<Uint8Array> {
  const { encoder, output, context } = plan;
  const { movement } = output;
  if (movement && encoder.moving) {
    let made = 0;
    yield* encoder.moving.encode(frames, { ...output, movement }, (bytes) => {
      made += bytes;
      checkResultBytes(made, plan);
    });
    return;
  }
  for await (const { picture } of frames) {
    yield* encoder.encode(context.outputAlpha ? picture : flatten(picture), output);
  }
}

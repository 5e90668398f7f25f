/** Runs a plan: decodes, applies what is left of the geometry, paints, encodes. */
import { flatten } from '../../image/kernels/flatten.ts';
import { turnPicture } from '../../image/kernels/turn.ts';
import type { Kernels } from '../../image/kernels/kernels.ts';
import type { Picture } from '../../image/picture.ts';
import type { Prepared } from '../../spec/step.ts';
import { applyGeometry } from './apply-geometry.ts';
import type { JobPlan, PicturePlan, Stage } from '../plan/plan.ts';
import { remainder } from '../plan/plan.ts';

/** The plan's finished picture; nothing is decoded before its bands are pulled. `prepared` goes with the stages. */
export function paintPicture(
  bytes: Uint8Array,
  plan: PicturePlan,
  prepared: readonly (Prepared | undefined)[],
  kernels: Kernels,
): Picture {
  const decoded = plan.decoder.decode(bytes, plan.source, plan.wish);
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

/** The encoded result. A format without transparency gets the picture on white: nowhere else is it flattened. */
export async function encodePicture(
  picture: Picture,
  { encoder, output, context }: JobPlan,
): Promise<Uint8Array[]> {
  const shown = context.outputAlpha ? picture : flatten(picture);
  const chunks: Uint8Array[] = [];
  for await (const chunk of encoder.encode(shown, output)) chunks.push(chunk);
  return chunks;
}

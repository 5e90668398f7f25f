/** Plans the steps of a chain: sizes on the way, and what is folded into what is asked of the decoder. */
import type { Geometry } from '../../image/geometry.ts';
import { isUpright, isWhole, scaleTo, turnSize, turned, UPRIGHT, whole } from '../../image/geometry.ts';
import type { Turn } from '../../image/geometry.ts';
import type { Size } from '../../image/picture.ts';
import type { PixelStep, PlanContext, StepPlan } from '../../spec/step.ts';
import { foldGeometry } from './fold.ts';

/** One step that is left to do after the decoder's part. */
export interface Stage {
  readonly step: PixelStep;
  /** Size of the picture the step gets. */
  readonly from: Size;
  readonly plan: StepPlan;
  /** The part of the step's geometry that the decoder does not do. */
  readonly geometry: Geometry | undefined;
}

/** What becomes of the steps. */
export interface Steps {
  readonly lead: Geometry;
  readonly stages: readonly Stage[];
  readonly size: Size;
  /** True when a step turned the picture by quarters or mirrored it. */
  readonly turns: boolean;
}

/** Scales that differ by less than this share are one: sizes are whole numbers. */
const UNIFORM = 0.02;

/**
 * Sizes through the chain. Geometries are folded into the lead until a step paints or scales a second time; what is
 * blurred just before a shrink is shrunk first.
 */
export function planSteps(
  source: Size,
  turn: Turn,
  steps: readonly PixelStep[],
  context: PlanContext,
): Steps {
  let lead = turned(source, turn);
  let size = turnSize(source, turn);
  let turns = false;
  const stages: Stage[] = [];
  const add = (next: PixelStep) => {
    const step = joinLast(stages, next, size, context);
    const plan = step.plan(size, context);
    const shrinks = plan.geometry && !plan.paints;
    const later = shrinks ? takeBlurs(stages, shrinkOf(plan.geometry, size)) : [];
    const folded = stages.length === 0 && plan.geometry ? foldGeometry(lead, plan.geometry) : undefined;
    if (folded) lead = folded;
    const geometry = folded ? undefined : plan.geometry;
    if (plan.paints || geometry) stages.push({ step, from: size, plan, geometry });
    turns ||= plan.geometry !== undefined && !isUpright(plan.geometry.turn);
    size = plan.size;
    for (const blur of later) add(blur);
  };
  for (const step of steps) add(step);
  return { lead, stages, size, turns };
}

/** Whether a decoder makes its part of a picture in just this size. */
export type Makes = (lead: Geometry) => boolean;

/**
 * The steps with the first one done to a smaller picture where it may be and the decoder `makes` that: it then decodes less,
 * and nobody shrinks what it made.
 */
export function withSmallerFirst(steps: Steps, makes: Makes, context: PlanContext): Steps {
  const { lead, stages } = steps;
  const [first, ...others] = stages;
  const smaller = first?.geometry ? undefined : first?.plan.smaller;
  if (!first || !smaller) return steps;
  const { from } = first;
  const { by, step } = smaller;
  const size = { width: Math.ceil(from.width / by), height: Math.ceil(from.height / by) };
  const shrunk = foldGeometry(lead, scaleTo(from, size));
  if (!shrunk || !makes(shrunk)) return steps;
  const scale = { width: size.width * by, height: size.height * by };
  const enlarge = { cut: whole(size), scale, window: whole(from), turn: UPRIGHT };
  const done: Stage = { step, from: size, plan: step.plan(size, context), geometry: undefined };
  const enlarged: Stage = { step, from: size, plan: { size: from, paints: false }, geometry: enlarge };
  return { ...steps, lead: shrunk, stages: [done, enlarged, ...others] };
}

/** By how much a geometry that does nothing else shrinks a picture alike in both directions; undefined for any other. */
function shrinkOf({ cut, scale, window, turn }: Geometry, size: Size): number | undefined {
  if (!isWhole(cut, size) || !isWhole(window, scale) || !isUpright(turn)) return undefined;
  const [across, down] = [cut.width / scale.width, cut.height / scale.height];
  if (Math.abs(across - down) > UNIFORM * across) return undefined;
  return across > 1 ? Math.sqrt(across * down) : undefined;
}

/** The step, made one with the last stage where that spares work: the stage is then taken out. */
function joinLast(stages: Stage[], step: PixelStep, size: Size, context: PlanContext): PixelStep {
  const last = stages.at(-1)?.plan;
  const { blurs } = last?.joined ? step.plan(size, context) : {};
  const both = blurs && last?.joined?.(blurs);
  if (both) stages.pop();
  return both ?? step;
}

/** Takes the last stages out that may as well come after a shrink, and gives them as they are then. */
function takeBlurs(stages: Stage[], factor: number | undefined): PixelStep[] {
  const later: PixelStep[] = [];
  if (factor === undefined) return later;
  for (let last = stages.at(-1); last?.plan.afterShrink && !last.geometry; last = stages.at(-1)) {
    stages.pop();
    const step = last.plan.afterShrink(factor);
    if (step) later.unshift(step);
  }
  return later;
}

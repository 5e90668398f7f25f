/** Plans of chains in numbers only. */
import { type Chain, parseChain } from '../../../src/core/engine/chain/parse.ts';
import type { Size } from '../../../src/core/image/picture.ts';
import { EVERY_OPERATION } from '../../../src/core/ops/index.ts';
import type { OutputWish } from '../../../src/core/spec/output.ts';
import { ProcessError } from '../../../src/core/spec/error.ts';
import type { PlanContext, StepPlan } from '../../../src/core/spec/step.ts';

const CONTEXT: PlanContext = { outputAlpha: false, limitPolicy: 'result', frames: 1 };

/** A chain without its `image/`. */
export function chainOf(text: string): Chain {
  return parseChain(`image/${text}`, EVERY_OPERATION);
}

/** What a chain tells the encoder. */
export function wishOf(chain: string): OutputWish {
  return chainOf(chain).wish;
}

/** The plan of each pixel step of a chain, in order. */
export function plansOf(size: Size, chain: string, context: Partial<PlanContext> = {}): StepPlan[] {
  const plans: StepPlan[] = [];
  for (const step of chainOf(chain).pixels) {
    plans.push(step.plan(plans.at(-1)?.size ?? size, { ...CONTEXT, ...context }));
  }
  return plans;
}

/** The plan of a chain of one step. */
export function planOf(size: Size, chain: string, context: Partial<PlanContext> = {}): StepPlan {
  const [plan] = plansOf(size, chain, context);
  if (!plan) throw new Error(`${chain} has no pixel step`);
  return plan;
}

/** `150x75`: the size a chain gives. */
export function sizeAfter(size: string, chain: string, context: Partial<PlanContext> = {}): string {
  const { width, height } = plansOf(sizeOf(size), chain, context).at(-1)?.size ?? sizeOf(size);
  return `${width}x${height}`;
}

/** The size written `200x100`. */
export function sizeOf(text: string): Size {
  const [width = 0, height = 0] = text.split('x').map(Number);
  return { width, height };
}

/** What an answer tells of a refusal. */
export interface Refusal {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  readonly ec: string | undefined;
}

/** How an action refuses: the error it throws while it is read or planned for a picture of this size. */
export function refusalOf(chain: string, size = '400x267'): Refusal {
  try {
    plansOf(sizeOf(size), chain);
  } catch (error) {
    if (error instanceof ProcessError) {
      const { code, status, message, detail } = error;
      return { code, status, message, ec: detail.ec };
    }
    throw error;
  }
  throw new Error(`${chain} is accepted`);
}

/** The refusal of a value, as the vendor words it. */
export function invalidValue(parameter: string, value: string, ec?: string): Refusal {
  const message = `The value: ${value} of parameter: ${parameter} is invalid.`;
  return { code: 'InvalidArgument', status: 400, message, ec };
}

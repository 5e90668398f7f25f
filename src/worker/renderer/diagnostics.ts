/** What an answer tells about its making. */
import type { Result } from '../../core/engine/job.ts';
import { planFacts } from '../../core/engine/plan/facts.ts';
import type { JobPlan } from '../../core/engine/plan/plan.ts';

/**
 * Phases as `Server-Timing` entries in milliseconds. On Cloudflare a Worker's clock stands still while it computes,
 * so there `render` counts only the waiting inside it.
 */
export function timingOf({ phases }: Pick<Result, 'phases'>): string {
  return Object.entries(phases)
    .map(([phase, milliseconds]) => `${phase};dur=${milliseconds.toFixed(1)}`)
    .join(', ');
}

/** What is told of a plan, as a header: `bytes=4711; route="dct 1/4"; …`. */
export function planText(plan: JobPlan): string {
  return Object.entries(planFacts(plan))
    .map(([name, value]) => (name === 'route' ? `${name}="${value}"` : `${name}=${value}`))
    .join('; ');
}

/** What an answer tells about its making. */
import type { Result } from '../../core/engine/job.ts';
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

/** Planned bytes and reference milliseconds, the decoder's route and the sizes on the way. */
export function planText({ peakBytes, cost, decode, source, size }: JobPlan): string {
  const pixels = ({ width, height }: { width: number; height: number }) => `${width}x${height}`;
  return [
    `bytes=${peakBytes}`,
    `cost=${cost.toFixed(1)}`,
    `route="${decode.route}"`,
    `source=${pixels(source)}`,
    `decoded=${pixels(decode)}`,
    `result=${pixels(size)}`,
  ].join('; ');
}

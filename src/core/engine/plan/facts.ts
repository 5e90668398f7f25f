/** What of a plan is told to people. */
import type { Size } from '../../image/picture.ts';
import type { JobPlan } from './plan.ts';

/**
 * By name: planned bytes (`bytes`) and reference milliseconds (`cost`), the decoder's `route`, sizes as `WIDTHxHEIGHT`, and the
 * result's `quality` from 1 to 100 where its format has one.
 */
export function planFacts({ peakBytes, cost, decode, source, size, output, graded }: JobPlan) {
  return {
    bytes: `${peakBytes}`,
    cost: cost.toFixed(1),
    route: decode.route,
    source: pixels(source),
    decoded: pixels(decode),
    result: pixels(size),
    ...(graded && { quality: `${output.quality}` }),
  };
}

function pixels({ width, height }: Size): string {
  return `${width}x${height}`;
}

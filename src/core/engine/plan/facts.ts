/** What of a plan is told to people. */
import type { Size } from '../../image/picture.ts';
import type { Format } from '../../spec/source.ts';
import type { JobPlan } from './plan.ts';

/** Formats whose results have a quality; the others lose nothing. */
const GRADED: ReadonlySet<Format> = new Set<Format>(['jpg', 'webp', 'avif']);

/**
 * By name: planned bytes (`bytes`) and reference milliseconds (`cost`), the decoder's `route`, sizes as `WIDTHxHEIGHT`, and the
 * result's `quality` from 1 to 100, or `lossless`.
 */
export function planFacts({ peakBytes, cost, decode, source, size, output }: JobPlan) {
  return {
    bytes: `${peakBytes}`,
    cost: cost.toFixed(1),
    route: decode.route,
    source: pixels(source),
    decoded: pixels(decode),
    result: pixels(size),
    ...(GRADED.has(output.format) && { quality: qualityOf(output) }),
  };
}

function pixels({ width, height }: Size): string {
  return `${width}x${height}`;
}

function qualityOf({ format, quality, exact }: JobPlan['output']): string {
  return format === 'webp' && exact ? 'lossless' : `${quality}`;
}

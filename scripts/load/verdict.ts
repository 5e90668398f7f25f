/** Whether a service stood the load. */
import type { Counts } from './work.ts';

/** Resident bytes, a reading each second. */
export type MemoryCurve = readonly number[];

/** Seconds in which a runtime may grow. */
const WARM_UP = 10;
/** What the later readings may lie above the warm one: garbage comes and goes. */
const GROWTH = 1.25;

/** What is wrong; empty when nothing is. `plain` is the memory of a Worker that is nothing but R2, under the same load. */
export function faults({ answers, torn }: Counts, memory: MemoryCurve, plain: MemoryCurve = []): string[] {
  const bad = [...answers].filter(([label]) => / (5(?!03)\d\d|lost|[1346-9]\d\d)$/.test(label));
  const unexpected = bad.filter(([label]) => label !== 'GET deleted 404');
  const growth = growthOf(memory);
  // What a runtime keeps of its own accord under the same load is not the service's.
  const allowed = GROWTH * Math.max(1, growthOf(plain) ?? 1);
  return [
    ...unexpected.map(([label, count]) => `${label}: ${count} times`),
    ...(torn.length > 0
      ? [`${torn.length} objects or pictures were torn: ${torn.slice(0, 5).join('; ')}`]
      : []),
    ...(answers.size === 0 ? ['nothing was answered'] : []),
    ...(growth !== undefined && growth > allowed
      ? [`memory grew to ${growth.toFixed(2)} times the warm one`]
      : []),
  ];
}

/** How the last readings compare with the highest one of the warm-up; undefined when there are too few. */
export function growthOf(memory: MemoryCurve): number | undefined {
  if (memory.length < WARM_UP + 5) return undefined;
  const warm = Math.max(...memory.slice(0, WARM_UP));
  const last = memory.slice(-5);
  return last.reduce((sum, bytes) => sum + bytes, 0) / last.length / warm;
}

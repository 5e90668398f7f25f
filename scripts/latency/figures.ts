/** Times of requests, and what they say. */

/** The time below which a part of all lies; NaN of none. */
export function quantile(times: readonly number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** Milliseconds that some work took; rejects when its answer has another status. */
export async function timed(
  work: () => Promise<{ readonly status: number }>,
  status: number,
): Promise<number> {
  const start = performance.now();
  const answer = await work();
  if (answer.status !== status) throw new Error(`answered ${answer.status}, not ${status}`);
  return performance.now() - start;
}

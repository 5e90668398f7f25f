/** Bytes at equal likeness: one curve of rate and distortion as a part of another (after Bjøntegaard, 2001). */

/** How alike, and the logarithm of the bytes. */
export type CurvePoint = readonly [score: number, bytes: number];

/** Scores between which curves are compared, as far as both reach. */
const [LEAST_SCORE, MOST_SCORE, STEPS] = [30, 88, 30];

/** Bytes of one curve as a part of another's, mean over the scores that both reach. */
export function byteRatio(ours: readonly CurvePoint[], theirs: readonly CurvePoint[]): number {
  const [a, b] = [rising(ours), rising(theirs)];
  const from = Math.max(LEAST_SCORE, a[0]![0], b[0]![0]);
  const to = Math.min(MOST_SCORE, a.at(-1)![0], b.at(-1)![0]);
  let sum = 0;
  for (let step = 0; step < STEPS; step++) {
    const at = from + ((to - from) * (step + 0.5)) / STEPS;
    sum += bytesAt(a, at) - bytesAt(b, at);
  }
  return Math.exp(sum / STEPS);
}

function rising(points: readonly CurvePoint[]): readonly CurvePoint[] {
  return points.toSorted(([a], [b]) => a - b);
}

function bytesAt(points: readonly CurvePoint[], at: number): number {
  const next = Math.max(
    1,
    points.findIndex(([found]) => found >= at),
  );
  const [[x0, y0], [x1, y1]] = [points[next - 1]!, points[next]!];
  return y0 + ((y1 - y0) * (at - x0)) / (x1 - x0);
}

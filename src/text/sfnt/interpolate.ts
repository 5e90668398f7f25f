/**
 * Points a delta set does not name move with the named ones beside them on the same contour ("Inferred deltas for
 * un-referenced point numbers", OpenType 1.9, "gvar").
 */

/**
 * Fills in the deltas of points that are not `named`, for one coordinate. `place` holds the points before any delta;
 * `ends` the last point of each contour. Points after the last contour are phantoms and are left alone.
 */
export function interpolateDeltas(
  deltas: number[],
  named: readonly boolean[],
  place: readonly number[],
  ends: readonly number[],
): void {
  let first = 0;
  for (const last of ends) {
    const anchors: number[] = [];
    for (let point = first; point <= last; point++) if (named[point]) anchors.push(point);
    for (const [index, anchor] of anchors.entries()) {
      const next = anchors[(index + 1) % anchors.length] ?? anchor;
      for (let point = after(anchor, first, last); point !== next; point = after(point, first, last)) {
        deltas[point] = inferred(point, anchor, next, deltas, place);
      }
    }
    first = last + 1;
  }
}

function after(point: number, first: number, last: number): number {
  return point === last ? first : point + 1;
}

/** Between its neighbours a point moves in proportion; beyond them, with the nearer one. */
function inferred(
  point: number,
  before: number,
  next: number,
  deltas: readonly number[],
  place: readonly number[],
): number {
  const at = place[point] ?? 0;
  const [low, high] = (place[before] ?? 0) <= (place[next] ?? 0) ? [before, next] : [next, before];
  const [from, to] = [place[low] ?? 0, place[high] ?? 0];
  const [lowDelta, highDelta] = [deltas[low] ?? 0, deltas[high] ?? 0];
  if (from === to) return lowDelta === highDelta ? lowDelta : 0;
  if (at <= from) return lowDelta;
  if (at >= to) return highDelta;
  return lowDelta + ((highDelta - lowDelta) * (at - from)) / (to - from);
}

/** A glyph's outline: contours of lines and curves in font units, y upwards, each closed back to its start. */

/** What a stretch of a path is, and so how many points it brings: 1, 1, 2 or 3. */
export const MOVE = 0;
export const LINE = 1;
export const QUADRATIC = 2;
export const CUBIC = 3;

export interface Path {
  /** `MOVE` starts a contour; the others go on from the point before. */
  readonly verbs: readonly number[];
  /** x and y of every point in turn. */
  readonly points: readonly number[];
}

export const EMPTY_PATH: Path = { verbs: [], points: [] };

/** Collects a path. */
export interface Pen {
  readonly verbs: number[];
  readonly points: number[];
}

export function pen(): Pen {
  return { verbs: [], points: [] };
}

/** Smallest and largest x and y of all points, control points included; undefined for an empty path. */
export function bounds(path: Path): { x0: number; y0: number; x1: number; y1: number } | undefined {
  const { points } = path;
  if (points.length === 0) return undefined;
  const box = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
  for (let at = 0; at < points.length; at += 2) {
    const x = points[at] ?? 0;
    const y = points[at + 1] ?? 0;
    box.x0 = Math.min(box.x0, x);
    box.x1 = Math.max(box.x1, x);
    box.y0 = Math.min(box.y0, y);
    box.y1 = Math.max(box.y1, y);
  }
  return box;
}

/** A glyph's outline: contours of lines and curves in font units, y upwards, each closed back to its start. */

/** Starts a contour; one point. */
export const MOVE = 0;
/** A line; one point. */
export const LINE = 1;
/** A curve with one control point, which stands before its end. */
export const QUADRATIC = 2;
/** A curve with two control points, which stand before its end. */
export const CUBIC = 3;

/** An outline as a list of stretches. */
export interface Path {
  /** `MOVE` starts a contour; the others go on from the point before. */
  readonly verbs: readonly number[];
  /** x and y of every point in turn. */
  readonly points: readonly number[];
}

/** The outline of a space. */
export const EMPTY_PATH: Path = { verbs: [], points: [] };

/** Collects a path. */
export interface Pen {
  readonly verbs: number[];
  readonly points: number[];
}

/** A pen that has drawn nothing. */
export function pen(): Pen {
  return { verbs: [], points: [] };
}

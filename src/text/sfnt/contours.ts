/** TrueType contours: points on and off the curve, and their path. */
import { LINE, MOVE, type Path, pen, type Pen, QUADRATIC } from '../outline/path.ts';

/** Points of a glyph in font units, contour after contour. */
export interface Contours {
  readonly x: number[];
  readonly y: number[];
  /** True for points on the curve, false for control points. */
  readonly on: boolean[];
  /** Index of the last point of each contour. */
  readonly ends: number[];
}

/** Contours to be added to. */
export function noContours(): Contours {
  return { x: [], y: [], on: [], ends: [] };
}

/** The path of the contours: between two control points in a row lies a point on the curve, half way. */
export function contoursPath(contours: Contours): Path {
  const path = pen();
  let first = 0;
  for (const last of contours.ends) {
    if (last >= first) traceContour(contours, first, last, path);
    first = last + 1;
  }
  return path;
}

function traceContour({ x, y, on }: Contours, first: number, last: number, path: Pen): void {
  const count = last - first + 1;
  const at: PointAt = (step) => {
    const index = first + (step % count);
    return [x[index] ?? 0, y[index] ?? 0, on[index] ?? true];
  };
  const { start, from } = startOf(at, count);
  path.verbs.push(MOVE);
  path.points.push(...start);
  for (let step = from; step < from + count; step++) {
    const [px, py, onCurve] = at(step);
    if (onCurve) {
      // The last point on the curve is the start again, and a contour closes itself.
      if (step < from + count - 1) draw(path, LINE, px, py);
      continue;
    }
    const [nx, ny, nextOn] = at(step + 1);
    if (nextOn) step++;
    draw(path, QUADRATIC, px, py, nextOn ? nx : (px + nx) / 2, nextOn ? ny : (py + ny) / 2);
  }
}

type PointAt = (step: number) => readonly [x: number, y: number, on: boolean];

/** Where a contour's path starts, on the curve, and the step after that point. */
function startOf(at: PointAt, count: number): { start: readonly [number, number]; from: number } {
  for (let step = 0; step < count; step++) {
    const [x, y, on] = at(step);
    if (on) return { start: [x, y], from: step + 1 };
  }
  const [x0, y0] = at(count - 1);
  const [x1, y1] = at(0);
  return { start: [(x0 + x1) / 2, (y0 + y1) / 2], from: 0 };
}

function draw(path: Pen, verb: number, ...points: number[]): void {
  path.verbs.push(verb);
  path.points.push(...points);
}

/** The state of a charstring while it draws. */
import { CUBIC, LINE, MOVE, pen, type Pen } from '../outline/path.ts';

/** Stack, current point and outline of a running charstring. */
export interface Machine {
  readonly stack: number[];
  readonly path: Pen;
  /** The current point. */
  x: number;
  y: number;
  /** Stem hints declared so far. */
  hints: number;
  /** Operators run so far. */
  steps: number;
  /** Values kept by `put`. */
  readonly memory: number[];
}

/** A machine before its first operator. */
export function machine(): Machine {
  return { stack: [], path: pen(), x: 0, y: 0, hints: 0, steps: 0, memory: [] };
}

/** Moves the current point without drawing. */
function moveBy(state: Machine, dx: number, dy: number): void {
  state.x += dx;
  state.y += dy;
}

/** Starts a contour. */
export function moveTo(state: Machine, dx: number, dy: number): void {
  moveBy(state, dx, dy);
  state.path.verbs.push(MOVE);
  state.path.points.push(state.x, state.y);
}

/** A line by one step. */
export function lineTo(state: Machine, dx: number, dy: number): void {
  moveBy(state, dx, dy);
  state.path.verbs.push(LINE);
  state.path.points.push(state.x, state.y);
}

/** A curve by three steps, each from the point before. */
export function curveTo(
  state: Machine,
  dx1: number,
  dy1: number,
  dx2: number,
  dy2: number,
  dx3: number,
  dy3: number,
): void {
  const { points, verbs } = state.path;
  verbs.push(CUBIC);
  for (const [dx, dy] of [
    [dx1, dy1],
    [dx2, dy2],
    [dx3, dy3],
  ] as const) {
    moveBy(state, dx, dy);
    points.push(state.x, state.y);
  }
}

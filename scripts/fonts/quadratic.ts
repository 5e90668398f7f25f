/** From any outline to TrueType contours: cubic curves become runs of quadratic ones. */
import { CUBIC, LINE, MOVE, type Path } from '../../src/text/outline/path.ts';
import type { Contours } from '../../src/text/sfnt/contours.ts';

/** Largest distance in font units between a cubic curve and its quadratic pieces. */
const TOLERANCE = 0.4;
const MAX_PIECES = 16;

type Point = readonly [x: number, y: number];

/** The contours of a path; lines and quadratic curves stay as they are. */
export function toContours({ verbs, points }: Path): Contours {
  const contours: Contours = { x: [], y: [], on: [], ends: [] };
  const point = (index: number): Point => [points[index] ?? 0, points[index + 1] ?? 0];
  let at = 0;
  for (const verb of verbs) {
    if (verb === MOVE) closeContour(contours);
    if (verb === MOVE || verb === LINE) {
      addPoint(contours, point(at), true);
      at += 2;
    } else if (verb === CUBIC) {
      addCubic(contours, point(at - 2), point(at), point(at + 2), point(at + 4));
      at += 6;
    } else {
      addPoint(contours, point(at), false);
      addPoint(contours, point(at + 2), true);
      at += 4;
    }
  }
  closeContour(contours);
  return contours;
}

function addPoint({ x, y, on }: Contours, [px, py]: Point, onCurve: boolean): void {
  x.push(px);
  y.push(py);
  on.push(onCurve);
}

function closeContour({ x, ends }: Contours): void {
  const last = x.length - 1;
  if (last > (ends.at(-1) ?? -1)) ends.push(last);
}

/** The error of one quadratic is the third difference times √3/36, and falls with the cube of the pieces' number. */
function addCubic(contours: Contours, p0: Point, p1: Point, p2: Point, p3: Point): void {
  const third = Math.hypot(p3[0] - 3 * p2[0] + 3 * p1[0] - p0[0], p3[1] - 3 * p2[1] + 3 * p1[1] - p0[1]);
  const wanted = Math.ceil(Math.cbrt((third * Math.sqrt(3)) / 36 / TOLERANCE));
  const count = Math.min(MAX_PIECES, Math.max(1, wanted));
  let start = p0;
  for (let piece = 0; piece < count; piece++) {
    const [from, to] = [piece / count, (piece + 1) / count];
    const end = piece + 1 === count ? p3 : pointAt(to, p0, p1, p2, p3);
    const control = controlOf(start, end, pointAt((from + to) / 2, p0, p1, p2, p3));
    addPoint(contours, control, false);
    addPoint(contours, end, true);
    start = end;
  }
}

/** The quadratic from `start` to `end` that passes through the piece's middle. */
function controlOf(start: Point, end: Point, middle: Point): Point {
  return [2 * middle[0] - (start[0] + end[0]) / 2, 2 * middle[1] - (start[1] + end[1]) / 2];
}

function pointAt(t: number, p0: Point, p1: Point, p2: Point, p3: Point): Point {
  const u = 1 - t;
  const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  return [a * p0[0] + b * p1[0] + c * p2[0] + d * p3[0], a * p0[1] + b * p1[1] + c * p2[1] + d * p3[1]];
}

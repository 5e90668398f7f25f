/** From outlines in font units to straight lines in pixels. */
import { CUBIC, LINE, MOVE, type Path, QUADRATIC } from './path.ts';

/** Where a glyph lies in pixels, y downwards: x' = scale·x + dx, y' = dy - scale·y. */
export interface GlyphPlace {
  /** Pixels for one font unit. */
  readonly scale: number;
  readonly dx: number;
  readonly dy: number;
}

/** Lines in pixels, four numbers each: x0, y0, x1, y1. Each contour closes itself. */
export type Lines = number[];

/** Lines that are only read. */
export type ReadonlyLines = ArrayLike<number>;

/** Largest distance in pixels between a curve and its lines: below what 256 levels of coverage can show. */
const TOLERANCE = 0.03;
const MAX_PIECES = 64;

/** Appends the lines of a placed path. */
export function flatten(path: Path, place: GlyphPlace, lines: Lines): void {
  const { verbs, points } = path;
  const at = { x: 0, y: 0, startX: 0, startY: 0 };
  const x = (index: number): number => place.dx + place.scale * points[index]!;
  const y = (index: number): number => place.dy - place.scale * points[index + 1]!;
  let index = 0;
  for (const verb of verbs) {
    if (verb === MOVE) {
      lineTo(lines, at, at.startX, at.startY);
      at.x = at.startX = x(index);
      at.y = at.startY = y(index);
      index += 2;
    } else if (verb === LINE) {
      lineTo(lines, at, x(index), y(index));
      index += 2;
    } else if (verb === QUADRATIC) {
      quadraticTo(lines, at, x(index), y(index), x(index + 2), y(index + 2));
      index += 4;
    } else if (verb === CUBIC) {
      cubicTo(lines, at, x(index), y(index), x(index + 2), y(index + 2), x(index + 4), y(index + 4));
      index += 6;
    }
  }
  lineTo(lines, at, at.startX, at.startY);
}

interface Point {
  x: number;
  y: number;
}

function lineTo(lines: Lines, at: Point, x: number, y: number): void {
  if (x !== at.x || y !== at.y) lines.push(at.x, at.y, x, y);
  at.x = x;
  at.y = y;
}

/** Pieces so that none strays further than the tolerance: the bend shrinks with the square of their number. */
function pieces(bend: number): number {
  return Math.min(MAX_PIECES, Math.max(1, Math.ceil(Math.sqrt(bend / TOLERANCE))));
}

function quadraticTo(lines: Lines, at: Point, cx: number, cy: number, x: number, y: number): void {
  const { x: x0, y: y0 } = at;
  const count = pieces(Math.hypot(x0 - 2 * cx + x, y0 - 2 * cy + y) / 4);
  for (let piece = 1; piece < count; piece++) {
    const t = piece / count;
    const [a, b, c] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
    lineTo(lines, at, a * x0 + b * cx + c * x, a * y0 + b * cy + c * y);
  }
  lineTo(lines, at, x, y);
}

function cubicTo(
  lines: Lines,
  at: Point,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  x: number,
  y: number,
): void {
  const { x: x0, y: y0 } = at;
  const first = Math.hypot(x0 - 2 * ax + bx, y0 - 2 * ay + by);
  const second = Math.hypot(ax - 2 * bx + x, ay - 2 * by + y);
  const count = pieces(Math.max(first, second) * 0.75);
  for (let piece = 1; piece < count; piece++) {
    const t = piece / count;
    const u = 1 - t;
    const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
    lineTo(lines, at, a * x0 + b * ax + c * bx + d * x, a * y0 + b * ay + c * by + d * y);
  }
  lineTo(lines, at, x, y);
}

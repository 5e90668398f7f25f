/** Rectangles and marks that are dragged on the picture, as values of the URL. */
import { sameSize } from '../core/image/geometry.ts';
import type { Rect, Size } from '../core/image/picture.ts';

/** Values by key; undefined takes one out. */
export type Values = Readonly<Record<string, string | undefined>>;

/** Largest distance to a border that a watermark's `x` and `y` can say. */
const MAX_MARGIN = 4096;
/** Largest distance to the middle that its `voffset` can say. */
const MAX_OFFSET = 1000;

/** The values of a crop that cuts this rectangle out. */
export function cropValues({ x, y, width, height }: Rect): Values {
  return { g: undefined, x: `${x}`, y: `${y}`, w: `${width}`, h: `${height}` };
}

/** The rectangle between two points, whole pixels inside the picture, at least one each way. */
export function rectBetween([x0, y0]: Point, [x1, y1]: Point, size: Size): Rect {
  const across = span(x0, x1, size.width);
  const down = span(y0, y1, size.height);
  return { x: across.start, y: down.start, width: across.length, height: down.length };
}

/** A point in pixels of the picture. */
export type Point = readonly [x: number, y: number];

function span(one: number, other: number, side: number): { start: number; length: number } {
  const start = clamp(Math.floor(Math.min(one, other)), 0, side - 1);
  const end = clamp(Math.ceil(Math.max(one, other)), start + 1, side);
  return { start, length: end - start };
}

/** What of a rectangle a pointer takes hold of; `draw` begins a new one. */
export type Grip = 'draw' | 'move' | Corner;

/** A corner of a rectangle. */
export type Corner = 'nw' | 'ne' | 'sw' | 'se';

/** What a pointer at this point takes hold of: a corner within `reach` pixels, or the inside of what can be moved. */
export function gripAt([x, y]: Point, rect: Rect | undefined, reach: number, size: Size): Grip {
  if (!rect) return 'draw';
  const [right, bottom] = [rect.x + rect.width, rect.y + rect.height];
  const near = (one: number, other: number) => Math.abs(one - other) <= reach;
  const across = near(x, rect.x) ? 'w' : near(x, right) ? 'e' : undefined;
  const down = near(y, rect.y) ? 'n' : near(y, bottom) ? 's' : undefined;
  if (across && down) return `${down}${across}`;
  const fills = sameSize(rect, size);
  return !fills && x >= rect.x && x <= right && y >= rect.y && y <= bottom ? 'move' : 'draw';
}

const OPPOSITE: Readonly<Record<Corner, Corner>> = { nw: 'se', ne: 'sw', sw: 'ne', se: 'nw' };

/** The rectangle after a pointer that holds it went from one point to another. */
export function draggedRect(
  rect: Rect | undefined,
  grip: Grip,
  [from, to]: readonly [Point, Point],
  size: Size,
): Rect {
  if (!rect || grip === 'draw') return rectBetween(from, to, size);
  if (grip === 'move') {
    const x = clamp(Math.round(rect.x + to[0] - from[0]), 0, size.width - rect.width);
    const y = clamp(Math.round(rect.y + to[1] - from[1]), 0, size.height - rect.height);
    return { ...rect, x, y };
  }
  return rectBetween(cornerOf(rect, OPPOSITE[grip]), to, size);
}

/** The rectangle after an arrow key on one of its handles. */
export function steppedRect(rect: Rect, grip: 'move' | Corner, [right, down]: Point, size: Size): Rect {
  const from = cornerOf(rect, grip === 'move' ? 'nw' : grip);
  return draggedRect(rect, grip, [from, [from[0] + right, from[1] + down]], size);
}

function cornerOf({ x, y, width, height }: Rect, corner: Corner): Point {
  return [corner.endsWith('w') ? x : x + width, corner.startsWith('n') ? y : y + height];
}

/** Pixels that an arrow key moves by, and with Shift. */
const STEP = 1;
const LONG_STEP = 10;

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** How far a key moves what has the focus; undefined for a key that moves nothing. */
export function arrowOf(key: string, long: boolean): Point | undefined {
  const by = long ? LONG_STEP : STEP;
  const arrow = ARROWS[key];
  return arrow && [arrow[0] * by, arrow[1] * by];
}

/** The nine places, row by row. */
const PLACES = [
  ['nw', 'north', 'ne'],
  ['west', 'center', 'east'],
  ['sw', 'south', 'se'],
] as const;

/**
 * The place and margins of a mark that is dropped at a point: the nearest of the nine places, and from it the distance
 * to the borders. Marks in the middle of an axis have no margin along it but `voffset`.
 */
export function markValues([x, y]: Point, { width, height }: Size): Values {
  const [column, row] = [third(x, width), third(y, height)];
  const margin = (distance: number) => `${clamp(Math.round(distance), 0, MAX_MARGIN)}`;
  return {
    g: PLACES[row][column],
    x: column === 1 ? undefined : margin(column === 0 ? x : width - x),
    y: row === 1 ? undefined : margin(row === 0 ? y : height - y),
    voffset: row === 1 ? `${clamp(Math.round(y - height / 2), -MAX_OFFSET, MAX_OFFSET)}` : undefined,
  };
}

/** Column and row of a place among the nine. */
function cellOf(place: string | undefined): readonly [column: number, row: number] {
  const cell = PLACES.flat().findIndex((name) => name === place);
  return [Math.max(0, cell) % 3, Math.floor(Math.max(0, cell) / 3)];
}

/** A value as a number; 0 for what is none, which the parser refuses. */
function numberOf(value: string | undefined): number {
  return Number(value ?? 0) || 0;
}

/** The point that a mark of these values is held at: the corner or the middle that its margins are counted from. */
export function markPoint({ g, x, y, voffset }: Values, { width, height }: Size): Point {
  const [column, row] = cellOf(g);
  return [
    [numberOf(x), width / 2, width - numberOf(x)][column]!,
    [numberOf(y), height / 2 + numberOf(voffset), height - numberOf(y)][row]!,
  ];
}

/**
 * The values of a mark that is moved by a step. It keeps its place; only one in the middle, which has no margin to the sides,
 * goes over to the third of the picture that it is moved to.
 */
export function movedMark(values: Values, [right, down]: Point, { width }: Size): Values {
  const [from, row] = cellOf(values['g']);
  const leaves = from === 1 && right !== 0;
  const column = leaves ? 1 + Math.sign(right) : from;
  const x = leaves ? Math.round(width / 3) : numberOf(values['x']) + (from === 0 ? right : -right);
  const y = numberOf(values['y']) + (row === 0 ? down : -down);
  const offset = numberOf(values['voffset']) + down;
  return {
    g: PLACES[row]![column],
    x: column === 1 ? undefined : `${clamp(x, 0, MAX_MARGIN)}`,
    y: row === 1 ? undefined : `${clamp(y, 0, MAX_MARGIN)}`,
    voffset: row === 1 ? `${clamp(offset, -MAX_OFFSET, MAX_OFFSET)}` : undefined,
  };
}

/** The point of the picture that is nearest to a point. */
export function inside([x, y]: Point, { width, height }: Size): Point {
  return [clamp(x, 0, width), clamp(y, 0, height)];
}

function third(at: number, side: number): 0 | 1 | 2 {
  return clamp(Math.floor((at * 3) / side), 0, 2) as 0 | 1 | 2;
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}

/** Rectangles and marks that are dragged on the picture, as values of the URL. */
import { sameSize } from '../core/image/geometry.ts';
import type { Rect, Size } from '../core/image/picture.ts';

/** Values by key; undefined takes one out. */
export type Values = Readonly<Record<string, string | undefined>>;

/** Largest distance to a border that a watermark's `x` and `y` can say. */
const MAX_MARGIN = 4096;

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
export type Grip = 'draw' | 'move' | 'nw' | 'ne' | 'sw' | 'se';

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
  const fixed: Point = [
    grip.endsWith('w') ? rect.x + rect.width : rect.x,
    grip.startsWith('n') ? rect.y + rect.height : rect.y,
  ];
  return rectBetween(fixed, to, size);
}

const COLUMNS = ['west', 'middle', 'east'] as const;

/**
 * The place and margins of a mark that is dropped at a point: the nearest of the nine places, and from it the distance
 * to the borders. Marks in the middle of an axis have no margin along it but `voffset`.
 */
export function markValues([x, y]: Point, size: Size): Values {
  const column = COLUMNS[third(x, size.width)]!;
  const row = third(y, size.height);
  const places = {
    west: ['nw', 'west', 'sw'],
    middle: ['north', 'center', 'south'],
    east: ['ne', 'east', 'se'],
  } as const;
  const margin = (distance: number) => `${clamp(Math.round(distance), 0, MAX_MARGIN)}`;
  return {
    g: places[column][row],
    x: column === 'middle' ? undefined : margin(column === 'west' ? x : size.width - x),
    y: row === 1 ? undefined : margin(row === 0 ? y : size.height - y),
    voffset: row === 1 ? `${clamp(Math.round(y - size.height / 2), -1000, 1000)}` : undefined,
  };
}

function third(at: number, side: number): 0 | 1 | 2 {
  return clamp(Math.floor((at * 3) / side), 0, 2) as 0 | 1 | 2;
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}

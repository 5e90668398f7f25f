/** A picture's rows in the order they are shown, line of tiles after line of tiles, and where its samples go in them. */
import { turnRect, turnSize, type Turn } from '../../core/image/geometry.ts';
import type { Band, Rect, Size } from '../../core/image/picture.ts';
import type { Target } from './target.ts';
import { type Shown, storedRect } from './transforms.ts';

/** What of a picture is made: a part of what is shown, in cells. */
export interface Made extends Shown {
  /** Of the turned picture. */
  readonly cut: Rect;
  readonly cell: number;
}

/** The stored part that some rows of the result come from. */
export function storedRows(made: Made, from: number, to: number): Rect {
  const { cut, cell } = made;
  const y = cut.y + from * cell;
  const height = Math.min(to * cell, cut.height) - from * cell;
  return storedRect(made, { ...cut, y, height });
}

/** Size of the result. */
export function madeSize({ cut, cell }: Made): Size {
  return { width: Math.ceil(cut.width / cell), height: Math.ceil(cut.height / cell) };
}

/**
 * The largest cell, a power of two up to `most`, in which the stored samples can be averaged: tiles consist of whole ones,
 * and only those at the end of a line that is read forwards are cut short.
 */
export function cellFor(made: Omit<Made, 'cell'>, tiles: readonly Size[], most: number): number {
  const { x, y, width, height } = storedRect(made, made.cut);
  const { right, down } = directions(made.turn);
  const edges = [x, y, ...(right < 0 ? [x + width] : []), ...(down < 0 ? [y + height] : [])];
  const all = [...edges, ...tiles.flatMap((tile) => [tile.width, tile.height])];
  let cell = 1;
  while (cell * 2 <= most && all.every((edge) => edge % (cell * 2) === 0)) cell *= 2;
  return cell;
}

/** Whether the stored x and y lead forwards (1) or backwards (-1) in what is shown, whichever way that is there. */
function directions({ quarters, mirror }: Turn): { readonly right: number; readonly down: number } {
  const right = quarters === 0 || quarters === 1 ? 1 : -1;
  const down = quarters === 0 || quarters === 3 ? 1 : -1;
  return { right: mirror ? -right : right, down };
}

/** Rows of the result at which lines of tiles end, the first and the last row among them. */
export function lineEnds(made: Made, tile: Size): number[] {
  const { cut, cell, turn } = made;
  const stored = storedRect(made, cut);
  const upright = turn.quarters % 2 === 0;
  const [from, length, step] = upright
    ? [stored.y, stored.height, tile.height]
    : [stored.x, stored.width, tile.width];
  const { right, down } = directions(turn);
  const forwards = (upright ? down : right) > 0;
  const ends = new Set([0, Math.ceil(cut.height / cell)]);
  for (let edge = Math.ceil(from / step) * step; edge < from + length; edge += step) {
    const row = forwards ? edge - from : from + length - edge;
    ends.add(Math.ceil(row / cell));
  }
  return [...ends].toSorted((a, b) => a - b);
}

/** Where the samples of `part` of the stored picture go in a band of the rows that come from `stored`. */
export function targetOf(made: Made, stored: Rect, part: Rect, band: Band): Target {
  const { cell, turn } = made;
  const size = turnSize(stored, turn);
  const stride = Math.ceil(size.width / cell) * 4;
  const place = (x: number, y: number): number => {
    const point = turnRect({ x: x - stored.x, y: y - stored.y, width: 1, height: 1 }, stored, turn);
    return Math.floor(point.y / cell) * stride + Math.floor(point.x / cell) * 4;
  };
  const at = place(part.x, part.y);
  const { right, down } = directions(turn);
  const [across, along] = turn.quarters % 2 === 0 ? [4, stride] : [stride, 4];
  return { band, at, right: right * across, down: down * along, cell };
}

/** What two rectangles have in common; undefined when that is nothing. */
export function common(a: Rect, b: Rect): Rect | undefined {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}

/**
 * A geometry says where the pixels of a step's result come from, in numbers only: a region is cut out of the
 * input, scaled, a window of the scaled picture is kept, and that window is turned. Crops, resizes and
 * quarter turns are nothing but a geometry, so the planner can fold them into what it asks of the decoder.
 */
import type { Rect, Size } from './picture.ts';

/** One of the eight orientations: mirrored left to right first when `mirror`, then turned clockwise. */
export interface Turn {
  readonly quarters: 0 | 1 | 2 | 3;
  readonly mirror: boolean;
}

/** Where the pixels of a result come from: cut, scaled, windowed and turned, in this order. */
export interface Geometry {
  /** Region of the input, inside its bounds. */
  readonly cut: Rect;
  /** Size the region is scaled to. */
  readonly scale: Size;
  /** Part of the scaled region that is kept, inside its bounds. */
  readonly window: Rect;
  /** How the window is turned. */
  readonly turn: Turn;
}

/** The turn that changes nothing. */
export const UPRIGHT: Turn = { quarters: 0, mirror: false };

/** The turn that shows a picture upright for each Exif orientation 1 to 8 (Exif 2.32, tag 0x0112). */
export const TURN_OF_ORIENTATION: readonly Turn[] = [
  UPRIGHT, // 0 is not an orientation; treated as upright
  UPRIGHT,
  { quarters: 0, mirror: true },
  { quarters: 2, mirror: false },
  { quarters: 2, mirror: true },
  { quarters: 3, mirror: true },
  { quarters: 1, mirror: false },
  { quarters: 1, mirror: true },
  { quarters: 3, mirror: false },
];

/** The whole of a picture of this size. */
export function whole({ width, height }: Size): Rect {
  return { x: 0, y: 0, width, height };
}

/** True when width and height are equal. */
export function sameSize(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}

/** True when `rect` is all of a picture of size `size`. */
export function isWhole(rect: Rect, size: Size): boolean {
  return rect.x === 0 && rect.y === 0 && sameSize(rect, size);
}

/** True when the turn changes nothing. */
export function isUpright(turn: Turn): boolean {
  return turn.quarters === 0 && !turn.mirror;
}

/** The geometry that changes nothing. */
export function keep(size: Size): Geometry {
  return { cut: whole(size), scale: size, window: whole(size), turn: UPRIGHT };
}

/** The geometry that cuts a region out. */
export function cutOut(cut: Rect): Geometry {
  return { cut, scale: { width: cut.width, height: cut.height }, window: whole(cut), turn: UPRIGHT };
}

/** The geometry that scales the whole picture. */
export function scaleTo(from: Size, to: Size): Geometry {
  return { cut: whole(from), scale: to, window: whole(to), turn: UPRIGHT };
}

/** The geometry that turns the whole picture. */
export function turned(size: Size, turn: Turn): Geometry {
  return { ...keep(size), turn };
}

/** Size of a picture after a turn. */
export function turnSize({ width, height }: Size, turn: Turn): Size {
  return turn.quarters % 2 === 1 ? { width: height, height: width } : { width, height };
}

/** Size of a geometry's result. */
export function geometrySize(geometry: Geometry): Size {
  return turnSize(geometry.window, geometry.turn);
}

/** The single turn that does `first` and then `second`. */
export function thenTurn(first: Turn, second: Turn): Turn {
  // A mirror undoes the sense of the turn before it: M·R(q) = R(-q)·M.
  const before = second.mirror ? 4 - first.quarters : first.quarters;
  return {
    quarters: ((before + second.quarters) % 4) as Turn['quarters'],
    mirror: first.mirror !== second.mirror,
  };
}

/** The turn that undoes `turn`. */
export function undo(turn: Turn): Turn {
  return turn.mirror ? turn : { quarters: ((4 - turn.quarters) % 4) as Turn['quarters'], mirror: false };
}

/** Where `rect` of a picture of size `size` lies after the picture is turned. */
export function turnRect(rect: Rect, size: Size, turn: Turn): Rect {
  let { x, y, width, height } = rect;
  let { width: w, height: h } = size;
  if (turn.mirror) x = w - x - width;
  for (let q = 0; q < turn.quarters; q++) {
    // Clockwise: a pixel (x, y) goes to (h - 1 - y, x).
    [x, y, width, height] = [h - y - height, x, height, width];
    [w, h] = [h, w];
  }
  return { x, y, width, height };
}

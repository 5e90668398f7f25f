/**
 * Folds the geometry at the head of a chain (orientation, crops, one scaling, quarter turns) into a single
 * geometry in stored pixels, so that the decoder can skip what is cut and decode at reduced size.
 */
import type { Geometry, Turn } from '../../image/geometry.ts';
import { isWhole, sameSize, thenTurn, turnRect, turnSize, undo, whole } from '../../image/geometry.ts';
import type { Rect, Size } from '../../image/picture.ts';

/**
 * The geometry that does `first` and then `second`, or undefined when both scale: two scalings are not one.
 * `second` counts in the turned result of `first`.
 */
export function foldGeometry(first: Geometry, second: Geometry): Geometry | undefined {
  const shown = turnSize(first.window, first.turn);
  const back = undo(first.turn);
  const cut = shift(turnRect(second.cut, shown, back), first.window);
  const turn = thenTurn(first.turn, second.turn);
  if (!scales(second)) {
    const kept = turnRect(second.window, second.cut, back);
    return regionOf(first, shift(kept, cut), turn);
  }
  if (scales(first)) return undefined;
  return {
    cut: shift(cut, first.cut),
    scale: turnSize(second.scale, back),
    window: turnRect(second.window, second.scale, back),
    turn,
  };
}

/** `first` with only `window` of its scaled region kept. */
function regionOf(first: Geometry, window: Rect, turn: Turn): Geometry {
  if (scales(first)) return { ...first, window, turn };
  const cut = shift(window, first.cut);
  const size: Size = { width: cut.width, height: cut.height };
  return { cut, scale: size, window: whole(size), turn };
}

/** True when the geometry changes the size of its region. */
export function scales({ cut, scale }: Omit<Geometry, 'turn'>): boolean {
  return !sameSize(cut, scale);
}

/** True when the geometry, turn aside, leaves a picture of this size as it is. */
export function isKept(geometry: Omit<Geometry, 'turn'>, size: Size): boolean {
  return (
    isWhole(geometry.cut, size) &&
    sameSize(geometry.cut, geometry.scale) &&
    isWhole(geometry.window, geometry.scale)
  );
}

function shift(rect: Rect, by: { readonly x: number; readonly y: number }): Rect {
  return { ...rect, x: rect.x + by.x, y: rect.y + by.y };
}

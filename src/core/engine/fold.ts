/**
 * Folds the geometry at the head of a chain (orientation, crops, one scaling, quarter turns) into a single
 * frame in stored pixels, so that the decoder can skip what is cut and decode at reduced size.
 */
import type { Frame, Turn } from '../image/frame.ts';
import { isWhole, sameSize, thenTurn, turnRect, turnSize, undo, whole } from '../image/frame.ts';
import type { Rect, Size } from '../image/picture.ts';

/**
 * The frame that does `first` and then `second`, or undefined when both scale: two scalings are not one.
 * `second` counts in the turned result of `first`.
 */
export function foldFrames(first: Frame, second: Frame): Frame | undefined {
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
function regionOf(first: Frame, window: Rect, turn: Turn): Frame {
  if (scales(first)) return { ...first, window, turn };
  const cut = shift(window, first.cut);
  const size: Size = { width: cut.width, height: cut.height };
  return { cut, scale: size, window: whole(size), turn };
}

/** True when the frame changes the size of its region. */
export function scales({ cut, scale }: Frame): boolean {
  return !sameSize(cut, scale);
}

/** True when the frame, turn aside, leaves a picture of this size as it is. */
export function isKept(frame: Omit<Frame, 'turn'>, size: Size): boolean {
  return isWhole(frame.cut, size) && sameSize(frame.cut, frame.scale) && isWhole(frame.window, frame.scale);
}

function shift(rect: Rect, by: { readonly x: number; readonly y: number }): Rect {
  return { ...rect, x: rect.x + by.x, y: rect.y + by.y };
}

/** Target sizes of a scaling in whole numbers, so that no result depends on how a quotient was rounded. */
import type { Size } from './picture.ts';

/** `value × numerator ÷ denominator` to the nearest whole number, halves up, never below 1. */
export function scaled(value: number, numerator: number, denominator: number): number {
  return Math.max(1, Math.floor((2 * value * numerator + denominator) / (2 * denominator)));
}

/** Proportional size with exactly this width. */
export function toWidth(from: Size, width: number): Size {
  return { width, height: scaled(from.height, width, from.width) };
}

/** Proportional size with exactly this height. */
export function toHeight(from: Size, height: number): Size {
  return { width: scaled(from.width, height, from.height), height };
}

/** Largest proportional size inside the box; one side is the box's. */
export function fitInside(from: Size, box: Size): Size {
  return widthBinds(from, box) ? toWidth(from, box.width) : toHeight(from, box.height);
}

/** Smallest proportional size that covers the box; one side is the box's. */
export function fitOutside(from: Size, box: Size): Size {
  return widthBinds(from, box) ? toHeight(from, box.height) : toWidth(from, box.width);
}

/** True when the box, filled from inside, is reached in width first. */
function widthBinds(from: Size, box: Size): boolean {
  return box.width * from.height <= box.height * from.width;
}

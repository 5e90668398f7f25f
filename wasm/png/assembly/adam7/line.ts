/**
 * A line of a pass for a caller that holds an interlaced picture at full size: pixels as `heldBytes` says, and where they
 * belong. The region is widened to the left and upwards to whole blocks of 8, so that a missing pixel always has a known one
 * to be filled from.
 */
import { toHeld } from '../pixels';
import { columnOf, lineY, pixelsBefore, stepX } from './passes';

let y: u32 = 0;
let x: u32 = 0;
let step: u32 = 0;
let count: u32 = 0;

/** Puts the wanted pixels of the current line at `to`; false when there are none. */
export function lineOf(row: usize, left: u32, top: u32, right: u32, bottom: u32, to: usize): bool {
  y = lineY();
  if (y < (top & ~7) || y >= bottom) return false;
  const first = pixelsBefore(left & ~7);
  count = pixelsBefore(right) - first;
  if (count == 0) return false;
  x = columnOf(first);
  step = stepX();
  toHeld(row, first, count, to);
  return true;
}

/** Row of the picture that the line in the band belongs to. */
export function handedY(): u32 {
  return y;
}

/** Column of its first pixel. */
export function handedX(): u32 {
  return x;
}

/** Step between the columns of its pixels. */
export function handedStep(): u32 {
  return step;
}

/** Number of its pixels. */
export function handedCount(): u32 {
  return count;
}

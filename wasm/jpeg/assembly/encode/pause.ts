/** When the scans of a progressive picture pause, so that others have a turn: after so many blocks, however few bytes they give. */

/** Blocks of one step: a millisecond or two. */
const MOST: i32 = 1 << 17;

let left: i32 = 0;

/** Begins a step. */
export function startStep(): void {
  left = MOST;
}

/** Counts a block; true when the step has had enough before it. */
// @ts-ignore: decorator
@inline
export function isTired(): bool {
  if (left == 0) return true;
  left--;
  return false;
}

/** Blocks of the step so far. */
export function walked(): i32 {
  return MOST - left;
}

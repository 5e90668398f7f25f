/** The tree that a subblock's mode is coded with (RFC 6386, section 11.2), read from its leaves. */
import { SUBBLOCK_MODE_PROBABILITIES } from '../tables/modes';

/** For each mode the decisions to it, eight bytes: node << 1 | outcome, 255 after the last. */
const PATHS = memory.data<u8>([
  0, 255, 255, 255, 255, 255, 255, 255, 1, 2, 255, 255, 255, 255, 255, 255, 1, 3, 4, 255, 255, 255, 255, 255,
  1, 3, 5, 6, 8, 255, 255, 255, 1, 3, 5, 6, 9, 10, 255, 255, 1, 3, 5, 6, 9, 11, 255, 255, 1, 3, 5, 7, 12, 255,
  255, 255, 1, 3, 5, 7, 13, 14, 255, 255, 1, 3, 5, 7, 13, 15, 16, 255, 1, 3, 5, 7, 13, 15, 17, 255,
]);

/** The decisions to a mode. */
// @ts-ignore: decorator
@inline
export function pathTo(mode: i32): usize {
  return PATHS + ((<usize>mode) << 3);
}

/** Probabilities of the tree's nodes for the modes above and to the left. */
// @ts-ignore: decorator
@inline
export function modeProbabilities(above: i32, left: i32): usize {
  return SUBBLOCK_MODE_PROBABILITIES + <usize>(above * 10 + left) * 9;
}

/** One way to code some blocks: what it makes of them and what it takes. */

/** Squared differences weigh this much beside costs times a lambda. */
const DIFFERENCE_WEIGHT: i64 = 256;

/** Bytes of the levels of a block. */
export const LEVELS: usize = 32;

/** Outcome of coding a macroblock's luma in one way; `levels` has room for 17 blocks, the second-order one first. */
@unmanaged
export class Trial {
  difference: i64;
  /** Of levels and of modes, in 256ths of a bit. */
  levelCost: i64;
  modeCost: i64;
  mode: i32;
}

// @ts-ignore: decorator
@inline
export function score(difference: i64, cost: i64, lambda: u32): i64 {
  return difference * DIFFERENCE_WEIGHT + cost * <i64>lambda;
}

/** Levels of the 25 blocks of the macroblock as it will be written: 16 of luma, 4 of U, 4 of V, second order. */
export const chosenLevels = memory.data(25 * 32, 16);
/** Place of the last level of each that is not zero, i8; -1 for none. */
export const chosenLast = memory.data(25);
export const SECOND_BLOCK: usize = 24;

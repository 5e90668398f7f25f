/** The macroblock being decoded or encoded: its modes, its coefficients, and what its neighbours tell of theirs. */

/**
 * Modes of subblocks (RFC 6386, section 11.2), by their numbers in the mode tree's table; the first four serve whole
 * blocks too.
 */
export const DC: i32 = 0;
export const TRUE_MOTION: i32 = 1;
export const VERTICAL: i32 = 2;
export const HORIZONTAL: i32 = 3;
export const RIGHT_DOWN: i32 = 4;
export const VERTICAL_RIGHT: i32 = 5;
export const LEFT_DOWN: i32 = 6;
export const VERTICAL_LEFT: i32 = 7;
export const HORIZONTAL_DOWN: i32 = 8;
export const HORIZONTAL_UP: i32 = 9;

@unmanaged
class Macroblock {
  segment: i32;
  /** True when each of the 16 luma subblocks has a mode of its own, in `subblockModes`. */
  subblocks: bool;
  luma: i32;
  chroma: i32;
  /** True when no coefficient is coded. */
  empty: bool;
}

export const macroblock = changetype<Macroblock>(memory.data(offsetof<Macroblock>(), 16));
export const subblockModes = memory.data(16);

/**
 * Dequantised coefficients: 16 blocks of luma, 4 of U, 4 of V, then those of the second-order luma. All zero between
 * macroblocks.
 */
export const coefficients = memory.data(25 * 32, 16);
export const SECOND_ORDER: usize = 24 * 32;
/** For each of the 24 blocks whether it has coefficients: 0 none, 1 the first alone, 2 more. */
export const filled = memory.data(24);

/** Kinds of blocks, by which token probabilities differ (RFC 6386, section 13.3). */
export const LUMA_AFTER_SECOND: usize = 0;
export const SECOND: usize = 1;
export const CHROMA: usize = 2;
export const LUMA_WITH_DC: usize = 3;

/** Whether blocks had tokens: of the macroblock above 4 luma, 2 U, 2 V and the second-order one; the same to the left. */
export const TOKEN_CONTEXTS: usize = 16;
export const SECOND_CONTEXT: usize = 8;
export const tokensLeft = memory.data(16, 16);
/** Modes of the four subblocks to the left. */
export const modesLeft = memory.data(4);

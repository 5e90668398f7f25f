/** The picture that is being encoded, as everything here looks at it. */

@unmanaged
class Frame {
  width: i32;
  height: i32;
  /** Macroblocks across, down, and in all. */
  columns: i32;
  rows: i32;
  macroblocks: i32;
  /** True when macroblocks name a segment and may say that they are empty: not where the modes would outgrow their partition. */
  described: bool;
  /** True when time counts more than bytes: luma is only predicted as a whole. */
  quick: bool;
}

export const frame = changetype<Frame>(memory.data(offsetof<Frame>(), 16));

/** The size of the first partition has 19 bits (RFC 6386, section 9.1). */
export const MOST_MODE_BYTES: i32 = (1 << 19) - 1;
/** Bits that the segment, the flag and the plainest modes of a macroblock may take together. */
const DESCRIPTION_BITS: i32 = 13;

/** Pixels beyond which time counts more than bytes: a phone's picture has less. */
const MOST_THOROUGH: i64 = 1 << 24;

export function openFrame(width: i32, height: i32): void {
  frame.width = width;
  frame.height = height;
  frame.columns = (width + 15) >> 4;
  frame.rows = (height + 15) >> 4;
  frame.macroblocks = frame.columns * frame.rows;
  frame.quick = <i64>width * height > MOST_THOROUGH;
  frame.described = frame.macroblocks < (MOST_MODE_BYTES * 8) / DESCRIPTION_BITS;
}

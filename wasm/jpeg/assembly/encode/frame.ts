/** The frame being encoded (ITU-T T.81 A.1, A.2): its size, components, and how its blocks fall into MCUs. */

export let width: i32 = 0;
export let height: i32 = 0;
/** 1: Y alone. 3: Y, Cb, Cr. */
export let components: i32 = 0;
/** Sampling factor of Y in both directions: 2 with 4:2:0, else 1. Chroma always has 1. */
export let lumaFactor: i32 = 1;
/** Minimum coded units across and down. */
export let mcuColumns: i32 = 0;
export let mcuRows: i32 = 0;
/** Samples of Y an MCU covers in each direction. */
export let mcuSide: i32 = 8;
/** Blocks of Y, and of all components, in one MCU. Y comes first, in reading order, then Cb, then Cr. */
export let lumaBlocks: i32 = 1;
export let mcuBlocks: i32 = 1;

export function describeFrame(frameWidth: i32, frameHeight: i32, componentCount: i32, factor: i32): void {
  width = frameWidth;
  height = frameHeight;
  components = componentCount;
  lumaFactor = factor;
  mcuSide = 8 * factor;
  mcuColumns = (width + mcuSide - 1) / mcuSide;
  mcuRows = (height + mcuSide - 1) / mcuSide;
  lumaBlocks = factor * factor;
  mcuBlocks = lumaBlocks + componentCount - 1;
}

/** Blocks that hold samples of the picture, across: what a scan of this component alone codes (A.2.2). */
export function blockColumns(component: i32): i32 {
  return component == 0 ? (width + 7) >> 3 : mcuColumns;
}

export function blockRows(component: i32): i32 {
  return component == 0 ? (height + 7) >> 3 : mcuRows;
}

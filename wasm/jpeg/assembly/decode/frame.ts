/** The frame header (T.81 B.2.2) and what is known of each component. */
import { bigEndian16 } from './input';
import { BAD_FRAME, GO_ON, UNSUPPORTED } from './status';

export const MAX_COMPONENTS: i32 = 4;
/** Most blocks in an interleaved MCU (T.81 B.2.3). */
export const MAX_MCU_BLOCKS: i32 = 10;

/** One component: what the frame header says, what a scan needs, and where its samples go. */
@unmanaged
export class Component {
  id: i32;
  /** Blocks across and down in an MCU. */
  h: i32;
  v: i32;
  quantTable: i32;
  /** Blocks that hold samples of the picture: what a scan of this component alone has. */
  blocksWide: i32;
  blocksHigh: i32;
  /** Blocks of whole MCUs: what interleaved scans have. */
  paddedWide: i32;
  paddedHigh: i32;

  /** DC of the block before, and the Huffman tables of the current scan. */
  predictor: i32;
  /** Numbers of the current scan's tables, DC in the upper four bits. */
  tables: i32;
  dcTable: usize;
  acTable: usize;
  /** DEQUANT_ENTRIES × u32: see dequantise.ts. */
  dequant: usize;
  /** Multipliers of the kept coefficients in store order, u16 each. */
  multipliers: usize;
  /** True once the quantisation table was taken, at the component's first scan. */
  latched: bool;
  /** Highest zigzag index that is kept at this size. */
  lastKept: i32;

  /** Samples a block has after scaling, across and down: 8, 4, 2 or 1. */
  size: i32;
  /** Blocks that the result needs: [left, right) × [top, bottom), whole MCUs. */
  left: i32;
  right: i32;
  top: i32;
  bottom: i32;
  /** Size of the scaled plane, all of the picture. */
  planeWidth: i32;
  planeHeight: i32;
  /**
   * Decoded rows. Sample (x, y) of the plane is at ring + (y mod ringRows) × ringStride + x - left × size.
   */
  ring: usize;
  ringStride: usize;
  ringRows: i32;
  /** Where the current MCU row begins in the ring. */
  rowStart: usize;

  /** Coefficient store: see store.ts. */
  coefficients: usize;
  record: usize;
  history: usize;
}

@unmanaged
class Frame {
  width: i32;
  height: i32;
  components: i32;
  /** Largest sampling factors. */
  hMax: i32;
  vMax: i32;
  mcusWide: i32;
  mcusHigh: i32;
  progressive: bool;
  arithmetic: bool;
  /** True once a frame header was read. */
  known: bool;
  /** Some of the data could not be read. */
  damaged: bool;
  /** Some of it could. */
  readable: bool;
}

export const frame = changetype<Frame>(memory.data(offsetof<Frame>(), 16));
const components = memory.data(MAX_COMPONENTS * offsetof<Component>(), 16);

// @ts-ignore: decorator
@inline
export function component(i: i32): Component {
  return changetype<Component>(components + <usize>i * offsetof<Component>());
}

export function resetFrame(): void {
  memory.fill(changetype<usize>(frame), 0, offsetof<Frame>());
  memory.fill(components, 0, MAX_COMPONENTS * offsetof<Component>());
}

/**
 * Reads a frame header of `size` bytes. `height` is used when the header leaves it to a DNL marker (T.81 B.2.5).
 */
export function readFrame(at: usize, size: i32, progressive: bool, arithmetic: bool, height: i32): i32 {
  if (frame.known || size < 6) return BAD_FRAME;
  if (load<u8>(at) != 8) return UNSUPPORTED;
  frame.progressive = progressive;
  frame.arithmetic = arithmetic;
  frame.height = bigEndian16(at + 1) || height;
  frame.width = bigEndian16(at + 3);
  frame.components = load<u8>(at, 5);
  const count = frame.components;
  if (frame.width == 0 || frame.height == 0 || count == 0 || size < 6 + count * 3) return BAD_FRAME;
  if (count == 2 || count > MAX_COMPONENTS) return UNSUPPORTED;
  frame.hMax = 1;
  frame.vMax = 1;
  for (let i = 0; i < count; i++) {
    if (!readComponent(component(i), at + 6 + i * 3, count == 1)) return BAD_FRAME;
  }
  layOutBlocks();
  frame.known = true;
  return GO_ON;
}

function readComponent(c: Component, at: usize, alone: bool): bool {
  const factors = <i32>load<u8>(at, 1);
  c.id = load<u8>(at);
  // A single component is never interleaved: its sampling factors mean nothing (T.81 A.2.2).
  c.h = alone ? 1 : factors >> 4;
  c.v = alone ? 1 : factors & 15;
  c.quantTable = load<u8>(at, 2);
  frame.hMax = max(frame.hMax, c.h);
  frame.vMax = max(frame.vMax, c.v);
  return c.h >= 1 && c.h <= 4 && c.v >= 1 && c.v <= 4 && c.quantTable <= 3;
}

function layOutBlocks(): void {
  frame.mcusWide = divideUp(frame.width, 8 * frame.hMax);
  frame.mcusHigh = divideUp(frame.height, 8 * frame.vMax);
  for (let i = 0; i < frame.components; i++) {
    const c = component(i);
    c.blocksWide = divideUp(divideUp(frame.width * c.h, frame.hMax), 8);
    c.blocksHigh = divideUp(divideUp(frame.height * c.v, frame.vMax), 8);
    c.paddedWide = frame.mcusWide * c.h;
    c.paddedHigh = frame.mcusHigh * c.v;
  }
}

// @ts-ignore: decorator
@inline
export function divideUp(a: i32, b: i32): i32 {
  return (a + b - 1) / b;
}

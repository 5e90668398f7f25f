/** Undoes the transforms of a row (RFC 9649, section 4). */
import { allocate } from '../../../shared/memory';
import { addFirstRow, addPredictions } from './predictors';

export const PREDICTOR: i32 = 0;
export const CROSS_COLOUR: i32 = 1;
export const SUBTRACT_GREEN: i32 = 2;
export const COLOUR_INDEXING: i32 = 3;

@unmanaged
export class Transform {
  kind: i32;
  /** Width of the picture whose rows it gives. */
  width: u32;
  /** Side of its tiles as a power of two; for indexing how many pixels share a byte, likewise. */
  sizeBits: u32;
  /** Its numbers: an ARGB for each tile or colour. */
  data: usize;
  /** Predictor: the row it gave last. */
  previous: usize;
}

const TRANSFORM: usize = 20;
const all = memory.data(4 * 20, 4);

export function transform(i: i32): Transform {
  return changetype<Transform>(all + <usize>i * TRANSFORM);
}

/** Tiles that cover `size` pixels. */
// @ts-ignore: decorator
@inline
export function tiles(size: u32, sizeBits: u32): u32 {
  return (size + (1 << sizeBits) - 1) >> sizeBits;
}

/** What a transform keeps from row to row. */
export function openTransform(t: Transform): void {
  if (t.kind == PREDICTOR) t.previous = allocate((<usize>t.width + 2) << 2) + 4;
}

/** Undoes a transform of row `y`, in place. */
export function undo(t: Transform, row: usize, y: u32): void {
  if (t.kind == PREDICTOR) undoPredictor(t, row, y);
  else if (t.kind == CROSS_COLOUR) undoCrossColour(t, row, y);
  else if (t.kind == SUBTRACT_GREEN) addGreen(row, t.width);
  else undoIndexing(t, row);
}

function undoPredictor(t: Transform, row: usize, y: u32): void {
  const width = <usize>t.width;
  if (y == 0) addFirstRow(row, width);
  else {
    const above = t.previous;
    const pixel = i8x16.add(v128.load32_zero(row), v128.load32_zero(above));
    v128.store32_lane(row, pixel, 0);
    v128.store32_lane(above + (width << 2), pixel, 0);
    let modes = t.data + ((<usize>(y >> t.sizeBits) * tiles(t.width, t.sizeBits)) << 2);
    const side: usize = 1 << t.sizeBits;
    for (let x: usize = 0; x < width; x += side, modes += 4) {
      addPredictions(load<u8>(modes, 1) & 15, row, above, max<usize>(x, 1), min(x + side, width));
    }
  }
  memory.copy(t.previous, row, width << 2);
}

function undoCrossColour(t: Transform, row: usize, y: u32): void {
  let factors = t.data + ((<usize>(y >> t.sizeBits) * tiles(t.width, t.sizeBits)) << 2);
  const end = row + ((<usize>t.width) << 2);
  const side = (<usize>4) << t.sizeBits;
  for (let at = row; at < end; at += side, factors += 4)
    addColours(at, min(at + side, end), load<u32>(factors));
}

/** Adds to red and blue what green, and then red, foretell. */
function addColours(at: usize, end: usize, factors: u32): void {
  const greenToRed = <i32>(<i8>factors),
    greenToBlue = <i32>(<i8>(factors >> 8)),
    redToBlue = <i32>(<i8>(factors >> 16));
  for (; at < end; at += 4) {
    const pixel = load<u32>(at);
    const green = <i32>(<i8>(pixel >> 8));
    const red = ((pixel >> 16) + ((greenToRed * green) >> 5)) & 255;
    const blue = (pixel + ((greenToBlue * green) >> 5) + ((redToBlue * <i32>(<i8>red)) >> 5)) & 255;
    store<u32>(at, (pixel & 0xff00ff00) | (red << 16) | blue);
  }
}

function addGreen(row: usize, width: usize): void {
  const end = row + (width << 2);
  for (let at = row; at < end; at += 16) {
    const pixels = v128.load(at);
    const zero = i64x2.splat(0);
    const green = v128.shuffle<u8>(pixels, zero, 1, 16, 1, 16, 5, 16, 5, 16, 9, 16, 9, 16, 13, 16, 13, 16);
    v128.store(at, i8x16.add(pixels, green));
  }
}

/** Indices become colours; from the end, as several indices may share a pixel. */
function undoIndexing(t: Transform, row: usize): void {
  const shared = t.sizeBits;
  const depth = (<u32>8) >> shared;
  const mask = ((<u32>1) << depth) - 1;
  for (let x = t.width; x > 0;) {
    x--;
    const packed = <u32>load<u8>(row + ((<usize>(x >> shared)) << 2), 1);
    const index = (packed >> ((x & ((1 << shared) - 1)) * depth)) & mask;
    store<u32>(row + ((<usize>x) << 2), load<u32>(t.data + ((<usize>index) << 2)));
  }
}

/** Takes the transparency out of RGBA pixels, and gives unseen pixels a colour that costs the lossy encoder nothing. */
import type { Size } from '../../../core/image/picture.ts';

/** Side of the blocks whose unseen pixels are filled alike: that of the encoder's transform, twice. */
const BLOCK = 8;
/** Side of the cells that share one chroma sample. */
const CELL = 2;

/** The alpha plane; the pixels become opaque. Undefined when they were. */
export function takeAlpha(rgba: Uint8ClampedArray<ArrayBuffer>): Uint8Array | undefined {
  // A number a pixel, whose highest byte is alpha: most strips of most pictures are opaque, and that is all to find out.
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.length / 4);
  let common = -1;
  for (let at = 0; at < pixels.length; at++) common &= pixels[at]!;
  if (common >>> 24 === 255) return undefined;
  const plane = new Uint8Array(pixels.length);
  for (let at = 0; at < pixels.length; at++) {
    plane[at] = pixels[at]! >>> 24;
    pixels[at]! |= 0xff00_0000;
  }
  return plane;
}

/**
 * Colours pixels of alpha 0 like the seen ones beside them: those of their chroma cell, else of their block, else like
 * the block before, at first `before`, or like the first block that has any. An edge against the black or white that tools
 * leave behind would ring into what is seen. Gives the last colour, for the rows below.
 */
export function fillUnseen(
  rgba: Uint8ClampedArray,
  alpha: Uint8Array,
  { width, height }: Size,
  before?: number,
): number {
  const plane: Plane = {
    pixels: new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.length / 4),
    alpha,
    width,
    height,
  };
  let fill = before ?? firstSeen(plane);
  for (let top = 0; top < height; top += BLOCK) {
    for (let left = 0; left < width; left += BLOCK) {
      const block = boxAt(plane, left, top, BLOCK);
      const seen = countSeen(plane, block);
      if (seen === (block.right - left) * (block.bottom - top)) continue;
      if (seen > 0) fill = fillCells(plane, block);
      paintUnseen(plane, block, fill);
    }
  }
  return fill;
}

/** Pixels as 32-bit numbers, red in the lowest byte, with their alpha beside them. */
interface Plane extends Size {
  readonly pixels: Uint32Array;
  readonly alpha: Uint8Array;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The square of side `side` at a place, cut at the picture's edges. */
function boxAt({ width, height }: Size, left: number, top: number, side: number): Box {
  return { left, top, right: Math.min(width, left + side), bottom: Math.min(height, top + side) };
}

/** Mean colour of the first block that is seen at all. */
function firstSeen(plane: Plane): number {
  for (let top = 0; top < plane.height; top += BLOCK) {
    for (let left = 0; left < plane.width; left += BLOCK) {
      const block = boxAt(plane, left, top, BLOCK);
      if (countSeen(plane, block) > 0) return meanSeen(plane, block);
    }
  }
  return plane.pixels[0]!;
}

/** Fills the cells of a block that hold seen pixels; gives the block's mean colour for the others. */
function fillCells(plane: Plane, block: Box): number {
  const mean = meanSeen(plane, block);
  for (let top = block.top; top < block.bottom; top += CELL) {
    for (let left = block.left; left < block.right; left += CELL) {
      const cell = boxAt(plane, left, top, CELL);
      paintUnseen(plane, cell, countSeen(plane, cell) > 0 ? meanSeen(plane, cell) : mean);
    }
  }
  return mean;
}

function countSeen({ alpha, width }: Plane, { left, top, right, bottom }: Box): number {
  let seen = 0;
  for (let y = top; y < bottom; y++) {
    for (let at = y * width + left, end = y * width + right; at < end; at++) if (alpha[at] !== 0) seen++;
  }
  return seen;
}

/** Mean colour of a box, each pixel counting by its alpha, as one opaque pixel. Some pixel must be seen. */
function meanSeen({ pixels, alpha, width }: Plane, { left, top, right, bottom }: Box): number {
  let sum = 0;
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let y = top; y < bottom; y++) {
    for (let at = y * width + left, end = y * width + right; at < end; at++) {
      const weight = alpha[at]!;
      const pixel = pixels[at]!;
      sum += weight;
      red += weight * (pixel & 255);
      green += weight * ((pixel >> 8) & 255);
      blue += weight * ((pixel >> 16) & 255);
    }
  }
  return ((255 << 24) | ((blue / sum) << 16) | ((green / sum) << 8) | (red / sum)) >>> 0;
}

function paintUnseen(
  { pixels, alpha, width }: Plane,
  { left, top, right, bottom }: Box,
  colour: number,
): void {
  for (let y = top; y < bottom; y++) {
    for (let at = y * width + left, end = y * width + right; at < end; at++) {
      if (alpha[at] === 0) pixels[at] = colour;
    }
  }
}

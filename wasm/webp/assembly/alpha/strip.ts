/**
 * Takes the transparency out of strips of RGBA that are written lossy, and gives unseen pixels a colour that costs that encoder
 * nothing: that of the seen ones of their chroma cell, else of their block, else that of the block before, at first that of
 * the first block that has any. An edge against the black or white that tools leave behind would ring into what is seen.
 */
import { allocate } from '../../../shared/memory';

/** Side of the blocks whose unseen pixels are filled alike: that of the encoder's transform, twice. */
const BLOCK: u32 = 8;
/** Side of the cells that share one chroma sample. */
const CELL: u32 = 2;
/** Most rows of a strip. */
const ROWS: u32 = 16;
const OPAQUE: u32 = 0xff000000;

let strip: usize = 0;
let width: u32 = 0;
let bottom: u32 = 0;
/** Bits that all pixels of the strip have whose transparency was taken. */
let common: v128 = i32x4.splat(-1);

/** Makes room for strips of a picture of this width. */
export function openAlphaStrip(pixels: u32): void {
  width = pixels;
  strip = allocate((<usize>(pixels * ROWS)) << 2);
  common = i32x4.splat(-1);
}

/** Where a strip goes. */
export function alphaStrip(): usize {
  return strip;
}

// @ts-ignore: decorator
@inline
function pixelAt(x: u32, y: u32): usize {
  return strip + ((<usize>(y * width + x)) << 2);
}

/** Writes the transparency of some rows of the strip as the greens of opaque pixels. */
export function takeAlpha(row: u32, rows: u32, to: usize): void {
  const from = pixelAt(0, row);
  const bytes = (<usize>(rows * width)) << 2;
  const opaque = i32x4.splat(OPAQUE);
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    const pixels = v128.load(from + at);
    common = v128.and(common, pixels);
    v128.store(to + at, v128.or(i32x4.shl(i32x4.shr_u(pixels, 24), 8), opaque));
  }
  for (; at < bytes; at += 4) {
    const pixel = load<u32>(from + at);
    common = v128.and(common, i32x4.splat(pixel));
    store<u32>(to + at, ((pixel >> 24) << 8) | OPAQUE);
  }
}

/**
 * Colours the unseen pixels of a strip of `rows` rows, whose transparency was taken, and makes all opaque. `before` is what this
 * gave for the strip above, or its last pixel, or 0 at the top of a picture: the colour that goes on.
 */
export function fillUnseen(rows: u32, before: u32): u32 {
  bottom = rows;
  const seen = i32x4.all_true(i32x4.eq(v128.or(common, i32x4.splat(~OPAQUE)), i32x4.splat(-1)));
  common = i32x4.splat(-1);
  if (seen) return load<u32>(pixelAt(0, rows) - 4);
  let fill = before != 0 ? before : firstSeen();
  for (let top: u32 = 0; top < rows; top += BLOCK) {
    for (let left: u32 = 0; left < width; left += BLOCK) fill = fillBlock(left, top, fill);
  }
  makeOpaque();
  return fill;
}

function makeOpaque(): void {
  const end = pixelAt(0, bottom);
  for (let at = strip; at < end; at += 16) v128.store(at, v128.or(v128.load(at), i32x4.splat(OPAQUE)));
}

/** Mean colour of the first block that is seen at all; the first pixel where none is. */
function firstSeen(): u32 {
  for (let top: u32 = 0; top < bottom; top += BLOCK) {
    for (let left: u32 = 0; left < width; left += BLOCK) {
      const mean = meanSeen(left, top, BLOCK);
      if (mean != 0) return mean;
    }
  }
  return load<u32>(strip) | OPAQUE;
}

const NONE: i32 = 0;
const SOME: i32 = 1;
const ALL: i32 = 2;

/** How many pixels of a block are seen. */
function seenOf(left: u32, top: u32): i32 {
  const right = min(left + BLOCK, width);
  const end = min(top + BLOCK, bottom);
  let most = i32x4.splat(0);
  let least = i32x4.splat(-1);
  for (let y = top; y < end; y++) {
    if (right - left == BLOCK) {
      const at = pixelAt(left, y);
      const near = i32x4.shr_u(v128.load(at), 24);
      const far = i32x4.shr_u(v128.load(at, 16), 24);
      most = v128.or(most, v128.or(near, far));
      least = i32x4.min_u(least, i32x4.min_u(near, far));
    } else {
      for (let x = left; x < right; x++) {
        const alpha = i32x4.splat(load<u8>(pixelAt(x, y), 3));
        most = v128.or(most, alpha);
        least = i32x4.min_u(least, alpha);
      }
    }
  }
  if (!v128.any_true(most)) return NONE;
  return i32x4.all_true(least) ? ALL : SOME;
}

/** Fills a block; gives the colour for the next ones. */
function fillBlock(left: u32, top: u32, fill: u32): u32 {
  const seen = seenOf(left, top);
  if (seen == ALL) return fill;
  if (seen == NONE) {
    paint(left, top, BLOCK, fill);
    return fill;
  }
  const mean = meanSeen(left, top, BLOCK);
  const right = min(left + BLOCK, width);
  const end = min(top + BLOCK, bottom);
  for (let y = top; y < end; y += CELL) {
    for (let x = left; x < right; x += CELL) {
      const own = meanSeen(x, y, CELL);
      paint(x, y, CELL, own != 0 ? own : mean);
    }
  }
  return mean;
}

/** Mean colour of a square, each pixel counting by its alpha, as an opaque pixel; 0 when none is seen. */
function meanSeen(left: u32, top: u32, side: u32): u32 {
  const right = min(left + side, width);
  const end = min(top + side, bottom);
  let sum: u32 = 0;
  let red: u32 = 0;
  let green: u32 = 0;
  let blue: u32 = 0;
  for (let y = top; y < end; y++) {
    for (let x = left; x < right; x++) {
      const pixel = load<u32>(pixelAt(x, y));
      const weight = pixel >> 24;
      sum += weight;
      red += weight * (pixel & 255);
      green += weight * ((pixel >> 8) & 255);
      blue += weight * ((pixel >> 16) & 255);
    }
  }
  return sum == 0 ? 0 : OPAQUE | ((blue / sum) << 16) | ((green / sum) << 8) | (red / sum);
}

/** Gives the unseen pixels of a square a colour. */
function paint(left: u32, top: u32, side: u32, colour: u32): void {
  const right = min(left + side, width);
  const end = min(top + side, bottom);
  for (let y = top; y < end; y++) {
    for (let x = left; x < right; x++) {
      const at = pixelAt(x, y);
      if (load<u8>(at, 3) == 0) store<u32>(at, colour);
    }
  }
}

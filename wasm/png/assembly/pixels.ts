/**
 * What a row of samples means, and how it becomes RGBA. Sixteen-bit samples keep their upper byte, as libvips does.
 * Everything with one channel of at most 8 bits goes through a table of 256 RGBA pixels that the caller fills: palette
 * colours, grey levels, and the alpha of either.
 */

/** Colour types of PNG (section 11.2.2). */
const GREY: u32 = 0;
const RGB: u32 = 2;
const PALETTE: u32 = 3;
const GREY_ALPHA: u32 = 4;
const RGBA: u32 = 6;

/** How samples lie in a row. */
const enum Layout {
  /** One sample of 1, 2, 4 or 8 bits, looked up in the table. */
  Indexed,
  GreyAlpha8,
  Rgb8,
  Rgba8,
  Grey16,
  GreyAlpha16,
  Rgb16,
  Rgba16,
}

let layout: Layout = Layout.Indexed;
let depth: u32 = 8;
let pixelBits: u32 = 8;
/** Bytes of a whole pixel, at least 1. */
export let pixelBytes: u32 = 1;

/** The sample values that are transparent in a picture of layout Grey16, Rgb8 or Rgb16. */
let keyed: bool = false;
let keyRed: u32 = 0;
let keyGreen: u32 = 0;
let keyBlue: u32 = 0;

const table: usize = memory.data(256 * 4, 16);

/** Where the caller puts the 256 pixels of the table. */
export function tableAddress(): usize {
  return table;
}

/** Takes colour type and bit depth, a pair that PNG has. */
export function setPixels(type: u32, bits: u32): void {
  depth = bits;
  keyed = false;
  const wide = bits == 16;
  if (type == GREY) layout = wide ? Layout.Grey16 : Layout.Indexed;
  else if (type == PALETTE) layout = Layout.Indexed;
  else if (type == RGB) layout = wide ? Layout.Rgb16 : Layout.Rgb8;
  else if (type == GREY_ALPHA) layout = wide ? Layout.GreyAlpha16 : Layout.GreyAlpha8;
  else layout = wide ? Layout.Rgba16 : Layout.Rgba8;
  const channels: u32 = type == RGB ? 3 : type == GREY_ALPHA ? 2 : type == RGBA ? 4 : 1;
  pixelBits = channels * bits;
  pixelBytes = max(1, pixelBits >> 3);
}

/** Makes the pixels with these sample values transparent (tRNS of grey and RGB). */
export function setKey(red: u32, green: u32, blue: u32): void {
  keyed = true;
  keyRed = red;
  keyGreen = green;
  keyBlue = blue;
}

/** Bytes of a row of `width` pixels. */
export function rowBytes(width: u32): usize {
  return <usize>((<u64>width * pixelBits + 7) >> 3);
}

/** Turns `count` pixels from pixel `first` of a row into RGBA; may write 64 bytes too many. */
export function toRgba(row: usize, first: u32, count: u32, to: usize): void {
  if (layout == Layout.Indexed)
    return depth == 8 ? fromBytes(row + first, count, to) : fromBits(row, first, count, to);
  const from = row + first * pixelBytes;
  switch (layout) {
    case Layout.Rgb8: {
      fromRgb(from, count, to);
      if (keyed) clearKey(count, to);
      break;
    }
    case Layout.Rgba8: {
      memory.copy(to, from, count << 2);
      break;
    }
    case Layout.GreyAlpha8: {
      fromGreyAlpha(from, count, to);
      break;
    }
    default: {
      fromWide(from, count, to);
    }
  }
}

/**
 * Turns `count` pixels from pixel `first` of a row into what is held of an interlaced picture: a byte for everything that goes
 * through the table, its own bytes with 8-bit channels, and RGBA for 16-bit ones.
 */
export function toHeld(row: usize, first: u32, count: u32, to: usize): void {
  if (layout >= Layout.Grey16) return toRgba(row, first, count, to);
  if (depth == 8 || layout != Layout.Indexed) {
    memory.copy(to, row + first * pixelBytes, count * pixelBytes);
    return;
  }
  for (let i: u32 = 0; i < count; i++) store<u8>(to + i, <u8>sampleAt(row, first + i));
}

/** Turns `count` held pixels into RGBA; may write 64 bytes too many. */
export function heldToRgba(from: usize, count: u32, to: usize): void {
  if (layout >= Layout.Grey16) memory.copy(to, from, count << 2);
  else if (layout == Layout.Indexed) fromBytes(from, count, to);
  else toRgba(from, 0, count, to);
}

function fromBytes(from: usize, count: usize, to: usize): void {
  for (let i: usize = 0; i < count; i++) {
    store<u32>(to + (i << 2), load<u32>(table + ((<usize>load<u8>(from + i)) << 2)));
  }
}

/** Samples of 1, 2 or 4 bits, the leftmost in the highest bits. */
function fromBits(row: usize, first: u32, count: u32, to: usize): void {
  for (let i: u32 = 0; i < count; i++)
    store<u32>(to + (i << 2), load<u32>(table + (sampleAt(row, first + i) << 2)));
}

// @ts-ignore: decorator
@inline
function sampleAt(row: usize, index: u32): usize {
  const bit = index * depth;
  return <usize>((load<u8>(row + (bit >> 3)) >> (<u8>(8 - depth - (bit & 7)))) & ((1 << depth) - 1));
}

function fromRgb(from: usize, count: usize, to: usize): void {
  const opaque = i32x4.splat(0xff000000);
  for (let i: usize = 0; i < count; i += 4, from += 12, to += 16) {
    const packed = v128.load(from);
    const spread = v128.shuffle<u8>(packed, packed, 0, 1, 2, 0, 3, 4, 5, 0, 6, 7, 8, 0, 9, 10, 11, 0);
    v128.store(to, v128.or(spread, opaque));
  }
}

/** Makes opaque pixels of the key's colour transparent. */
function clearKey(count: usize, to: usize): void {
  const key = i32x4.splat(0xff000000 | (keyBlue << 16) | (keyGreen << 8) | keyRed);
  const alpha = i32x4.splat(0xff000000);
  for (let i: usize = 0; i < count; i += 4, to += 16) {
    const pixels = v128.load(to);
    v128.store(to, v128.andnot(pixels, v128.and(i32x4.eq(pixels, key), alpha)));
  }
}

function fromGreyAlpha(from: usize, count: usize, to: usize): void {
  for (let i: usize = 0; i < count; i += 8, from += 16, to += 32) {
    const packed = v128.load(from);
    v128.store(to, v128.shuffle<u8>(packed, packed, 0, 0, 0, 1, 2, 2, 2, 3, 4, 4, 4, 5, 6, 6, 6, 7));
    v128.store(
      to,
      v128.shuffle<u8>(packed, packed, 8, 8, 8, 9, 10, 10, 10, 11, 12, 12, 12, 13, 14, 14, 14, 15),
      16,
    );
  }
}

// @ts-ignore: decorator
@inline
function wide(from: usize, channel: usize): u32 {
  return ((<u32>load<u8>(from + channel * 2)) << 8) | load<u8>(from + channel * 2 + 1);
}

function fromWide(from: usize, count: usize, to: usize): void {
  const colour = layout == Layout.Rgb16 || layout == Layout.Rgba16;
  const step = <usize>pixelBytes;
  for (let i: usize = 0; i < count; i++, from += step, to += 4) {
    const red = wide(from, 0);
    const green = colour ? wide(from, 1) : red;
    const blue = colour ? wide(from, 2) : red;
    let alpha: u32 = 0xffff;
    if (layout == Layout.GreyAlpha16) alpha = wide(from, 1);
    else if (layout == Layout.Rgba16) alpha = wide(from, 3);
    else if (keyed && red == keyRed && green == keyGreen && blue == keyBlue) alpha = 0;
    store<u32>(to, (red >> 8) | (green & 0xff00) | ((blue & 0xff00) << 8) | ((alpha & 0xff00) << 16));
  }
}

/**
 * Decodes entropy-coded images (RFC 9649, sections 3.5 and 3.6): the picture itself, and the small ones that describe its
 * transforms and codes. Pixels are ARGB numbers. They are held in a ring of the last 2^20, as far back as a copy can reach.
 */
import { has } from '../input';
import { allocate, allocateClear } from '../../../shared/memory';
import { BROKEN, GO_ON, NEED_INPUT } from '../status';
import { bits, outOfBits } from './bits';
import { Group, group } from './groups';
import { lookUp } from './prefix-code';

/** Most pixels of the ring. */
const WINDOW: u32 = 1 << 20;
/** Symbols that are decoded between two looks at the input; each takes at most 60 bits. */
const AT_ONCE: i32 = 256;
const AHEAD: usize = <usize>AT_ONCE * 8 + 64;

@unmanaged
class Image {
  width: u32;
  height: u32;
  pixels: usize;
  /** One less than the ring's number of pixels, a power of two. */
  mask: u32;
  /** Pixels decoded so far, and how many of them are in the current row. */
  position: u32;
  x: u32;
  y: u32;
  /** Pixels that the current copy still has to make, and from how far back. */
  copy: u32;
  distance: u32;
  cache: usize;
  cacheBits: i32;
  /** Names of groups by tile; 0 without tiles. */
  tiles: usize;
  tileBits: u32;
  tilesWide: u32;
}

export const image = changetype<Image>(memory.data(offsetof<Image>(), 16));

/** Places near a pixel that distances up to 120 stand for: rows up times 16 plus 8 less columns to the left. */
export const NEAR = memory.data<u8>([
  0x18, 0x07, 0x17, 0x19, 0x28, 0x06, 0x27, 0x29, 0x16, 0x1a, 0x26, 0x2a, 0x38, 0x05, 0x37, 0x39, 0x15, 0x1b,
  0x36, 0x3a, 0x25, 0x2b, 0x48, 0x04, 0x47, 0x49, 0x14, 0x1c, 0x35, 0x3b, 0x46, 0x4a, 0x24, 0x2c, 0x58, 0x45,
  0x4b, 0x34, 0x3c, 0x03, 0x57, 0x59, 0x13, 0x1d, 0x56, 0x5a, 0x23, 0x2d, 0x44, 0x4c, 0x55, 0x5b, 0x33, 0x3d,
  0x68, 0x02, 0x67, 0x69, 0x12, 0x1e, 0x66, 0x6a, 0x22, 0x2e, 0x54, 0x5c, 0x43, 0x4d, 0x65, 0x6b, 0x32, 0x3e,
  0x78, 0x01, 0x77, 0x79, 0x53, 0x5d, 0x11, 0x1f, 0x64, 0x6c, 0x42, 0x4e, 0x76, 0x7a, 0x21, 0x2f, 0x75, 0x7b,
  0x31, 0x3f, 0x63, 0x6d, 0x52, 0x5e, 0x00, 0x74, 0x7c, 0x41, 0x4f, 0x10, 0x20, 0x62, 0x6e, 0x30, 0x73, 0x7d,
  0x51, 0x5f, 0x40, 0x72, 0x7e, 0x61, 0x6f, 0x50, 0x71, 0x7f, 0x60, 0x70,
]);
export const NEAR_COUNT: u32 = 120;

/** Begins an image; `whole` holds all of its pixels in order, else they are in a ring. Tiles and cache are set afterwards. */
export function openImage(width: u32, height: u32, whole: bool): void {
  const pixels = width * height;
  let ring: u32 = 1;
  while (ring < pixels && (whole || ring < WINDOW)) ring <<= 1;
  image.width = width;
  image.height = height;
  image.mask = ring - 1;
  image.pixels = allocate((<usize>min(ring, pixels)) << 2);
  image.position = 0;
  image.x = 0;
  image.y = 0;
  image.copy = 0;
  image.tiles = 0;
  image.cacheBits = 0;
}

/** Gives the image a cache of colours. */
export function openCache(cacheBits: i32): void {
  image.cacheBits = cacheBits;
  if (cacheBits > 0) image.cache = allocateClear((<usize>4) << cacheBits);
}

/** Decodes to the end of the current row. A status. */
export function decodeRow(): i32 {
  while (image.x < image.width) {
    if (image.copy == 0) {
      if (!has(bits.stream, AHEAD)) return NEED_INPUT;
      if (!decodeSymbols()) return BROKEN;
    }
    if (image.copy > 0) makeCopy();
  }
  image.x = 0;
  image.y++;
  return outOfBits() && image.y < image.height ? BROKEN : GO_ON;
}

// @ts-ignore: decorator
@inline
function groupAt(x: u32, y: u32): Group {
  if (image.tiles == 0) return group(0);
  const tile = (y >> image.tileBits) * image.tilesWide + (x >> image.tileBits);
  return group((load<u32>(image.tiles + (tile << 2)) >> 8) & 0xffff);
}

/** Decodes pixels up to a copy, the end of the row, or the most that there is input for. False when the data is broken. */
function decodeSymbols(): bool {
  let value = bits.value;
  let count = bits.count;
  let next = bits.stream.next;
  let x = image.x;
  let position = image.position;
  const width = image.width,
    y = image.y,
    pixels = image.pixels,
    mask = image.mask;
  const cacheBits = image.cacheBits;
  const tileMask: u32 = image.tiles == 0 ? 0xffffffff : (1 << image.tileBits) - 1;
  let g = groupAt(x, y);
  let sound = true;
  for (let left = AT_ONCE; left > 0 && x < width; left--) {
    if ((x & tileMask) == 0) g = groupAt(x, y);
    if (count < 32) {
      value |= load<u64>(next) << (<u64>count);
      next += (63 - count) >> 3;
      count |= 56;
    }
    let entry = lookUp(g.green, g.greenBits, value);
    value >>= entry & 15;
    count -= entry & 15;
    const symbol = entry >> 4;
    let pixel: u32 = 0;
    if (symbol < 256) {
      pixel = (symbol << 8) | g.rest;
      if (!g.greenAlone) {
        entry = lookUp(g.red, g.redBits, value);
        value >>= entry & 15;
        count -= entry & 15;
        pixel = (symbol << 8) | ((entry >> 4) << 16);
        if (count < 32) {
          value |= load<u64>(next) << (<u64>count);
          next += (63 - count) >> 3;
          count |= 56;
        }
        entry = lookUp(g.blue, g.blueBits, value);
        value >>= entry & 15;
        count -= entry & 15;
        pixel |= entry >> 4;
        entry = lookUp(g.alpha, g.alphaBits, value);
        value >>= entry & 15;
        count -= entry & 15;
        pixel |= (entry >> 4) << 24;
      }
    } else if (symbol < 256 + 24) {
      // A copy: its length, then its distance, each with bits that follow the symbol.
      let extra = extraBits(symbol - 256);
      const length = fromPrefix(symbol - 256, extra, <u32>value);
      value >>= <u64>extra;
      count -= extra;
      if (count < 40) {
        value |= load<u64>(next) << (<u64>count);
        next += (63 - count) >> 3;
        count |= 56;
      }
      entry = lookUp(g.distance, g.distanceBits, value);
      value >>= entry & 15;
      count -= entry & 15;
      extra = extraBits(entry >> 4);
      image.distance = distanceOf(fromPrefix(entry >> 4, extra, <u32>value), width);
      value >>= <u64>extra;
      count -= extra;
      image.copy = length;
      sound = image.distance <= position && length <= width * (image.height - y) - x;
      break;
    } else {
      // A code has no symbols beyond its cache.
      pixel = load<u32>(image.cache + ((<usize>(symbol - 280)) << 2));
    }
    store<u32>(pixels + ((<usize>(position & mask)) << 2), pixel);
    if (cacheBits > 0)
      store<u32>(image.cache + ((<usize>((pixel * 0x1e35a7bd) >> (32 - cacheBits))) << 2), pixel);
    position++;
    x++;
  }
  bits.value = value;
  bits.count = count;
  bits.stream.next = next;
  image.x = x;
  image.position = position;
  return sound;
}

// @ts-ignore: decorator
@inline
function extraBits(prefix: u32): i32 {
  return prefix < 4 ? 0 : <i32>((prefix - 2) >> 1);
}

/** A length or distance from its prefix symbol and the bits after it (RFC 9649, section 3.6.2.2). */
// @ts-ignore: decorator
@inline
function fromPrefix(prefix: u32, extra: i32, following: u32): u32 {
  if (prefix < 4) return prefix + 1;
  return ((2 + (prefix & 1)) << extra) + (following & ((1 << extra) - 1)) + 1;
}

/** Pixels back that a distance code stands for. */
function distanceOf(code: u32, width: u32): u32 {
  if (code > NEAR_COUNT) return code - NEAR_COUNT;
  const near = <u32>load<u8>(NEAR + code - 1);
  return max<i32>(1, (near >> 4) * width + 8 - (near & 15));
}

/** Makes as much of the current copy as the row has room for. */
function makeCopy(): void {
  const length = min(image.copy, image.width - image.x);
  const pixels = image.pixels,
    mask = image.mask,
    cacheBits = image.cacheBits;
  let position = image.position;
  let from = position - image.distance;
  for (const end = position + length; position < end; position++, from++) {
    const pixel = load<u32>(pixels + ((<usize>(from & mask)) << 2));
    store<u32>(pixels + ((<usize>(position & mask)) << 2), pixel);
    if (cacheBits > 0)
      store<u32>(image.cache + ((<usize>((pixel * 0x1e35a7bd) >> (32 - cacheBits))) << 2), pixel);
  }
  image.position = position;
  image.x += length;
  image.copy -= length;
}

/** Copies the row that was decoded last out of the ring. */
export function takeRow(to: usize): void {
  const first = image.position - image.width;
  const start = first & image.mask;
  const straight = min(image.width, image.mask + 1 - start);
  memory.copy(to, image.pixels + ((<usize>start) << 2), (<usize>straight) << 2);
  memory.copy(to + ((<usize>straight) << 2), image.pixels, (<usize>(image.width - straight)) << 2);
}

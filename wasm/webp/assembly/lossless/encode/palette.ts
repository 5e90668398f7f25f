/** Pictures of up to 256 colours as indices (RFC 9649, section 4.4). */
import { bytesLess, turnPixels } from './argb';
import { writeSmallImage } from './small-image';
import { putBits } from '../../../../shared/bits';
import { COLOUR_INDEXING } from '../transforms';

const TABLE_BITS: u32 = 10;
const TABLE: u32 = 1 << TABLE_BITS;

/** Colours in a hash table with their indices plus 1, and in the order of the indices. */
const colours = memory.data(TABLE * 4, 16);
const indices = memory.data(TABLE * 2, 16);
const palette = memory.data(256 * 4, 16);
const differences = memory.data(256 * 4, 16);
let count: u32 = 0;

/** Place of a colour in the table, or the free one where it belongs. */
// @ts-ignore: decorator
@inline
function placeOf(colour: u32): u32 {
  let at = (colour * 0x9e3779b1) >> (32 - TABLE_BITS);
  while (load<u16>(indices + (at << 1)) != 0 && load<u32>(colours + (at << 2)) != colour)
    at = (at + 1) & (TABLE - 1);
  return at;
}

/**
 * Takes the first `given` numbers of the palette, RGBA colours that are all a picture has, and puts them in order; 0 for a
 * picture of too many. Colours that nobody sees are one.
 */
export function takeColours(given: u32): void {
  memory.fill(indices, 0, TABLE << 1);
  turnPixels(palette, given);
  count = 0;
  for (let i: u32 = 0; i < given; i++) {
    const colour = load<u32>(palette + (i << 2));
    const place = placeOf(colour);
    if (load<u16>(indices + (place << 1)) != 0) continue;
    store<u32>(palette + (count++ << 2), colour);
    store<u32>(colours + (place << 2), colour);
    store<u16>(indices + (place << 1), 1);
  }
  sortColours();
}

/** Where the colours of a picture go. */
export function losslessColours(): usize {
  return palette;
}

/** True when pixels become indices. */
export function isIndexed(): bool {
  return count > 0;
}

/** Numbers that hold the indices of a row of `width` pixels. */
export function codedWidth(width: u32): u32 {
  const shared = sharing();
  return (width + (1 << shared) - 1) >> shared;
}

/** How far apart two colours are. */
function distance(a: u32, b: u32): u32 {
  let sum: u32 = 0;
  for (let shift: u32 = 0; shift < 32; shift += 8) {
    const difference = <u32>abs(<i32>((a >> shift) & 255) - <i32>((b >> shift) & 255));
    sum += min(difference, 256 - difference);
  }
  return sum;
}

/** Puts the colours in an order in which neighbours are alike, so that they and their indices cost little. */
function sortColours(): void {
  let last: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    let best = i;
    let least: u32 = 0xffffffff;
    for (let j = i; j < count; j++) {
      const far = distance(last, load<u32>(palette + (j << 2)));
      if (far < least) {
        least = far;
        best = j;
      }
    }
    last = load<u32>(palette + (best << 2));
    store<u32>(palette + (best << 2), load<u32>(palette + (i << 2)));
    store<u32>(palette + (i << 2), last);
    store<u16>(indices + (placeOf(last) << 1), <u16>(i + 1));
  }
}

/** Pixels that share a byte, as a power of two. */
function sharing(): u32 {
  return count == 0 ? 0 : count <= 2 ? 3 : count <= 4 ? 2 : count <= 16 ? 1 : 0;
}

/** Makes indices of rows of pixels, in their place. */
export function indexRows(from: usize, width: u32, rows: u32): void {
  const shared = sharing();
  const depth = (<u32>8) >> shared;
  const mask: u32 = (1 << shared) - 1;
  let to = from;
  for (let left = rows; left > 0; left--) {
    let packed: u32 = 0;
    for (let x: u32 = 0; x < width; x++, from += 4) {
      const index = <u32>load<u16>(indices + (placeOf(load<u32>(from)) << 1)) - 1;
      packed |= index << ((x & mask) * depth);
      if ((x & mask) != mask && x + 1 < width) continue;
      store<u32>(to, 0xff000000 | (packed << 8));
      to += 4;
      packed = 0;
    }
  }
}

export function writePalette(): void {
  let before: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const colour = load<u32>(palette + (i << 2));
    store<u32>(differences + (i << 2), bytesLess(colour, before));
    before = colour;
  }
  putBits(1, 1);
  putBits(COLOUR_INDEXING, 2);
  putBits(count - 1, 8);
  writeSmallImage(differences, count, count);
}

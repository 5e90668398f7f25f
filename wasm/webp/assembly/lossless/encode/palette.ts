/** Pictures of up to 256 colours as indices (RFC 9649, section 4.4). */
import { slab } from './slab';
import { writeSmallImage } from './small-image';
import { putBits } from './writer';
import { COLOUR_INDEXING } from '../transforms';

const MOST_COLOURS: u32 = 256;
const TABLE_BITS: u32 = 10;
const TABLE: u32 = 1 << TABLE_BITS;

/** Colours in a hash table with their indices, and in the order of the indices. */
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
  while (load<u16>(indices + (at << 1)) != 0 && load<u32>(colours + (at << 2)) != colour) at = (at + 1) & (TABLE - 1);
  return at;
}

/** Collects the colours of the slab; how many there are, 0 when they are too many. */
export function findColours(): u32 {
  memory.fill(indices, 0, TABLE << 1);
  count = 0;
  let before: u32 = 0;
  const end = slab.pixels + (<usize>(slab.width * slab.rows) << 2);
  for (let at = slab.pixels; at < end; at += 4) {
    const colour = load<u32>(at);
    if (colour == before && count > 0) continue;
    before = colour;
    const place = placeOf(colour);
    if (load<u16>(indices + (place << 1)) != 0) continue;
    if (count == MOST_COLOURS) return 0;
    store<u32>(palette + (count++ << 2), colour);
    store<u32>(colours + (place << 2), colour);
    store<u16>(indices + (place << 1), 1);
  }
  return count;
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
  return count <= 2 ? 3 : count <= 4 ? 2 : count <= 16 ? 1 : 0;
}

/** Makes indices of the slab's pixels, and writes the palette. */
export function indexColours(): void {
  sortColours();
  writePalette();
  const shared = sharing();
  const depth = <u32>8 >> shared;
  const mask: u32 = (1 << shared) - 1;
  slab.coded = (slab.width + mask) >> shared;
  for (let y: u32 = 0; y < slab.rows; y++) {
    let packed: u32 = 0;
    let to = slab.pixels + (<usize>(y * slab.coded) << 2);
    const from = slab.pixels + (<usize>(y * slab.width) << 2);
    for (let x: u32 = 0; x < slab.width; x++) {
      const index = <u32>load<u16>(indices + (placeOf(load<u32>(from + (<usize>x << 2))) << 1)) - 1;
      packed |= index << ((x & mask) * depth);
      if ((x & mask) != mask && x + 1 < slab.width) continue;
      store<u32>(to, 0xff000000 | (packed << 8));
      to += 4;
      packed = 0;
    }
  }
}

function writePalette(): void {
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

/** Difference of each byte. */
// @ts-ignore: decorator
@inline
export function bytesLess(a: u32, b: u32): u32 {
  const even: u32 = 0x00ff00ff;
  const odd: u32 = 0xff00ff00;
  return (((a | odd) - (b & even)) & even) | (((a | even) - (b & odd)) & odd);
}

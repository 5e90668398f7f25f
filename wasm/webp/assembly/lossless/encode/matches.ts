/**
 * Finds for each pixel the longest run of pixels that came before (RFC 9649, section 3.6.2): the pixel to the left and the row
 * above first, then a chain of places where the same two pixels stood, or the same four where a
 * pixel has few values.
 */
import { allocate } from '../../../../shared/memory';
import { LENGTH_SHIFT, slab, slabCount } from './slab';

export const MOST_LENGTH: u32 = 4095;
const LEAST_LENGTH: u32 = 2;
/** Heads of chains: as many as there are pixels, up to this power of two. */
const LEAST_HASH_BITS: u32 = 10;
const MOST_HASH_BITS: u32 = 18;
/** Distances fit in 20 bits together with the codes of near ones. */
const MOST_DISTANCE: u32 = (1 << 20) - 121;
const LINKS: u32 = 1 << 20;
/** Places of a chain that are looked at. */
const MOST_CHAIN: u32 = 24;
/** Places that are looked at in one step, most of them far in memory: a few milliseconds. */
const LOOKS: u32 = 1 << 14;
/** After so many searches in vain, as in noise, one pixel in four is searched for: most of the time is memory that is far. */
const PATIENCE: u32 = 64;
const SELDOM: u32 = 3;
/** A length that is good enough, and one inside which nothing better is sought. */
const NICE_LENGTH: u32 = 160;
const INHERITED: u32 = 48;
/** Pixels at the end of a long run that are remembered: what lies inside it is found from its beginning. */
const REMEMBERED: u32 = 16;
/** How much longer a run must be that is not near. */
const FAR_GAIN: u32 = 1;

let hashBits: u32 = LEAST_HASH_BITS;
let heads: usize = 0;
let links: usize = 0;
let mask: u32 = 0;
let four: bool = false;
/** Searches in vain since the last that was not. */
let vain: u32 = 0;
/** Places that were looked at in this step. */
let looks: u32 = 0;
/** The next pixel to be looked at. */
let next: u32 = 0;

/** Of `few` values, as indices and transparency have, two pixels are alike everywhere, so four make a hash. */
export function openMatches(pixels: u32, few: bool): void {
  four = few;
  let size: u32 = 1 << LEAST_HASH_BITS;
  while (size < pixels && size < LINKS) size <<= 1;
  mask = size - 1;
  hashBits = min(MOST_HASH_BITS, <u32>ctz(size));
  heads = allocate(4 << hashBits);
  links = allocate((<usize>size) << 2);
}

/** Begins a slab. */
export function startMatches(): void {
  memory.fill(heads, 0, 4 << hashBits);
  // The last hashes take in what lies behind the slab: what an earlier picture left there must not show.
  memory.fill(slab.pixels + ((<usize>slabCount()) << 2), 0, 16);
  next = 0;
  vain = 0;
}

// @ts-ignore: decorator
@inline
function hashAt(at: usize): usize {
  const pair = load<u64>(at) * 0x9e3779b97f4a7c15;
  return (<usize>((four ? (pair ^ load<u64>(at, 8)) * 0x9e3779b97f4a7c15 : pair) >> (64 - hashBits))) << 2;
}

// @ts-ignore: decorator
@inline
function insert(i: u32): void {
  const head = heads + hashAt(slab.pixels + ((<usize>i) << 2));
  store<u32>(links + ((<usize>(i & mask)) << 2), load<u32>(head));
  store<u32>(head, i + 1);
}

/** True when some of eight pixels are others. */
// @ts-ignore: decorator
@inline
function differ(at: usize, from: usize): bool {
  const near = v128.xor(v128.load(at), v128.load(from));
  return v128.any_true(v128.or(near, v128.xor(v128.load(at, 16), v128.load(from, 16))));
}

/** How many pixels from `at` on equal those from `from` on, at most `most`. */
// @ts-ignore: decorator
@inline
function common(at: usize, from: usize, most: u32): u32 {
  let length: u32 = 0;
  while (length + 8 <= most && !differ(at, from)) {
    length += 8;
    at += 32;
    from += 32;
  }
  while (length + 4 <= most && !v128.any_true(v128.xor(v128.load(at), v128.load(from)))) {
    length += 4;
    at += 16;
    from += 16;
  }
  while (length < most && load<u32>(at) == load<u32>(from)) {
    length++;
    at += 4;
    from += 4;
  }
  return length;
}

/** Looks at `count` pixels more, or at fewer where many places are looked at for each; false when there are none left. */
export function findMatches(count: u32): bool {
  const pixels = slabCount();
  const end = min(pixels, next + count);
  let i = next;
  looks = 0;
  while (i < end && looks < LOOKS) {
    const match = longestAt(i, min(MOST_LENGTH, pixels - i));
    store<u32>(slab.found + ((<usize>i) << 2), match);
    if (isSearched(i)) insert(i);
    i++;
    const length = match >> LENGTH_SHIFT;
    if (length < INHERITED) continue;
    // The same run, from its later pixels on; its last ones may begin a better one.
    const distance = match & ((1 << LENGTH_SHIFT) - 1);
    for (let left = length - 1; left > 2; left--, i++) {
      store<u32>(slab.found + ((<usize>i) << 2), (left << LENGTH_SHIFT) | distance);
      if (left <= REMEMBERED) insert(i);
    }
  }
  next = i;
  return i < pixels;
}

// @ts-ignore: decorator
@inline
function isSearched(i: u32): bool {
  return vain < PATIENCE || (i & SELDOM) == 0;
}

function longestAt(i: u32, most: u32): u32 {
  const at = slab.pixels + ((<usize>i) << 2);
  const width = slab.coded;
  let best: u32 = 0;
  let distance: u32 = 0;
  if (i >= 1) {
    best = common(at, at - 4, most);
    distance = 1;
  }
  if (i >= width && width > 1) {
    const above = common(at, at - ((<usize>width) << 2), most);
    if (above >= best) {
      best = above;
      distance = width;
    }
  }
  if (best < NICE_LENGTH && best < most && isSearched(i)) {
    const near = best;
    let place = load<u32>(heads + hashAt(at));
    for (let left = MOST_CHAIN; left > 0 && place > 0; left--) {
      looks++;
      const from = place - 1;
      const back = i - from;
      if (back > MOST_DISTANCE || back > mask) break;
      const start = slab.pixels + ((<usize>from) << 2);
      place = load<u32>(links + ((<usize>(from & mask)) << 2));
      if (load<u32>(start + ((<usize>best) << 2)) != load<u32>(at + ((<usize>best) << 2))) continue;
      const length = common(at, start, most);
      if (length <= best + (distance <= width ? FAR_GAIN : 0)) continue;
      best = length;
      distance = back;
      if (best >= NICE_LENGTH || best == most) break;
    }
    vain = best > near ? 0 : vain + 1;
  }
  return best < LEAST_LENGTH ? 0 : (best << LENGTH_SHIFT) | distance;
}

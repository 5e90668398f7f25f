/**
 * Finds for each pixel the run of pixels that came before (RFC 9649, section 3.6.2) whose copy saves the most bits: the pixel to
 * the left and the row above first, then a chain of places where the same two pixels stood, or the same four where a pixel has
 * few values.
 */
import { allocate } from '../../../../shared/memory';
import { literalBits, openSample } from './literal-bits';
import { DISTANCE_MASK, LENGTH_SHIFT, slab, slabCount } from './slab';

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
/**
 * Whole chains are followed as long as they pay: a look costs one, a sixteenth of a bit that it saves gives one back, and so many
 * may be owed at a time. In noise most of the time goes to memory that is far, for nothing: then one pixel in four is searched
 * for, in a short chain.
 */
const MOST_CREDIT: i32 = 4096;
const SHORT_CHAIN: u32 = 8;
const SELDOM: u32 = 3;
/** What a copy takes beside its distance, and a distance beside its digits, in bits: about what large pictures show. */
const COPY_BITS: i32 = 3;
const FAR_BITS: i32 = 3;
/** Bits are counted in sixteenths. */
const PARTS: u32 = 4;
/** A length that is good enough, and one inside which nothing better is sought. */
const NICE_LENGTH: u32 = 160;
const INHERITED: u32 = 48;
/** Pixels of a long run whose copies are sought again. */
const LEFT: u32 = 3;
/** Pixels at the end of a long run that are remembered: what lies inside it is found from its beginning. */
const REMEMBERED: u32 = 16;

let hashBits: u32 = LEAST_HASH_BITS;
let heads: usize = 0;
let links: usize = 0;
let mask: u32 = 0;
let four: bool = false;
/** Looks that are left before chains are cut short. */
let credit: i32 = 0;
/** Places that were looked at in this step. */
let looks: u32 = 0;
/** What was found for the pixel before. */
let before: u32 = 0;
/** What a pixel takes that is written alone, in sixteenths of a bit. */
let literal: i32 = 0;
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
  openSample();
}

/** Begins a slab. */
export function startMatches(): void {
  memory.fill(heads, 0, 4 << hashBits);
  // The last hashes take in what lies behind the slab: what an earlier picture left there must not show.
  memory.fill(slab.pixels + ((<usize>slabCount()) << 2), 0, 16);
  next = 0;
  credit = MOST_CREDIT;
  before = 0;
  literal = <i32>(literalBits() * <f32>(1 << PARTS));
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
    const match = bestAt(i, min(MOST_LENGTH, pixels - i));
    store<u32>(slab.found + ((<usize>i) << 2), match);
    insert(i);
    i++;
    before = match;
    const length = match >> LENGTH_SHIFT;
    if (length < INHERITED) continue;
    // The same run, from its later pixels on; its last ones may begin a better one.
    const distance = match & DISTANCE_MASK;
    for (let left = length - 1; left >= LEFT; left--, i++) {
      store<u32>(slab.found + ((<usize>i) << 2), (left << LENGTH_SHIFT) | distance);
      if (left <= REMEMBERED) insert(i);
    }
    before = (LEFT << LENGTH_SHIFT) | distance;
  }
  next = i;
  return i < pixels;
}

/** What a copy saves beside its pixels written alone, in sixteenths of a bit. */
// @ts-ignore: decorator
@inline
function gainOf(length: u32, distance: u32): i32 {
  const bits =
    distance == 1 || distance == slab.coded ? COPY_BITS : COPY_BITS + FAR_BITS + 32 - clz(distance);
  return <i32>length * literal - (bits << PARTS);
}

/** The best copy that is known so far. */
let best: u32 = 0;
let distance: u32 = 0;
let gain: i32 = 0;

// @ts-ignore: decorator
@inline
function keepBetter(length: u32, back: u32): void {
  const saved = gainOf(length, back);
  if (saved <= gain) return;
  gain = saved;
  best = length;
  distance = back;
}

function bestAt(i: u32, most: u32): u32 {
  const at = slab.pixels + ((<usize>i) << 2);
  const width = slab.coded;
  best = 0;
  gain = 0;
  if (i >= width && width > 1) keepBetter(common(at, at - ((<usize>width) << 2), most), width);
  if (i >= 1) keepBetter(common(at, at - 4, most), 1);
  // What is left of the copy before: the search then has to find better, not the same again.
  const left = before >> LENGTH_SHIFT;
  if (left > LEAST_LENGTH) keepBetter(left - 1, before & DISTANCE_MASK);
  if (best < NICE_LENGTH && best < most && (credit > 0 || (i & SELDOM) == 0)) search(i, at, most);
  return best < LEAST_LENGTH ? 0 : (best << LENGTH_SHIFT) | distance;
}

/** Looks at the places of a pixel's chain, the nearest first. */
function search(i: u32, at: usize, most: u32): void {
  const known = gain;
  const limit = looks + (credit > 0 ? MOST_CHAIN : SHORT_CHAIN);
  const first = looks;
  let place = load<u32>(heads + hashAt(at));
  while (looks < limit && place > 0) {
    looks++;
    const from = place - 1;
    const back = i - from;
    if (back > MOST_DISTANCE || back > mask) break;
    const start = slab.pixels + ((<usize>from) << 2);
    place = load<u32>(links + ((<usize>(from & mask)) << 2));
    if (load<u32>(start + ((<usize>best) << 2)) != load<u32>(at + ((<usize>best) << 2))) continue;
    keepBetter(common(at, start, most), back);
    if (best >= NICE_LENGTH || best == most) break;
  }
  credit = min(MOST_CREDIT, max(0, credit + gain - known - <i32>(looks - first)));
}

/** How large a cache of colours pays (RFC 9649, section 3.6.3), and what symbols will about cost. */
import { allocate } from '../../../../shared/memory';
import { DISTANCE_MASK, LENGTH_SHIFT, slab, slabCount } from './slab';
import {
  bitsOf,
  bump,
  CACHE,
  cachePlace,
  countCopy,
  countLiteral,
  distanceCode,
  MOST_CACHE_BITS,
  SYMBOLS,
} from './symbols';

/** No cache, then those of so many bits: every second size. */
const STEP: u32 = 2;
const SIZES: u32 = MOST_CACHE_BITS / STEP + 1;
/** Copies of fewer pixels are rarely cheaper than these alone. */
const LEAST_COPY: u32 = 3;
/** Pixels of a copy that enter the caches: what a long one began with is pushed out again, mostly. */
const REMEMBERED: u32 = 24;
const COUNTS_BYTES: usize = SYMBOLS << 2;

let counts: usize = 0;
let caches: usize = 0;
/** The next pixel. */
let next: u32 = 0;

export function openCaches(): void {
  counts = allocate(COUNTS_BYTES * SIZES);
  caches = allocate((<usize>SIZES) << (2 + MOST_CACHE_BITS));
}

/** Begins with the slab's first pixel and empty caches. */
export function startCaches(): void {
  memory.fill(counts, 0, COUNTS_BYTES * SIZES);
  memory.fill(caches, 0, (<usize>SIZES) << (2 + MOST_CACHE_BITS));
  next = 0;
}

/** Tries the caches on about `count` pixels more; false when none are left. */
export function tryCaches(count: u32): bool {
  const pixels = slabCount();
  const end = min(pixels, next + count);
  let i = next;
  while (i < end) {
    const match = load<u32>(slab.found + ((<usize>i) << 2));
    const length = match >> LENGTH_SHIFT;
    if (length < LEAST_COPY) look(i++, true);
    else {
      const code = distanceCode(match & DISTANCE_MASK, slab.coded);
      for (let size: u32 = 0; size < SIZES; size++) countCopy(counts + COUNTS_BYTES * size, length, code);
      const after = i + length;
      for (i = max(i, after - min(length, REMEMBERED)); i < after; i++) look(i, false);
    }
  }
  next = i;
  return i < pixels;
}

/** Bits of the cache that was best, 0 for none. `usedCounts` is what it leaves to count. */
export function chooseCache(): u32 {
  let best: u32 = 0;
  for (let size: u32 = 1; size < SIZES; size++) {
    if (bitsOf(counts + COUNTS_BYTES * size) < bitsOf(counts + COUNTS_BYTES * best)) best = size;
  }
  usedCounts = counts + COUNTS_BYTES * best;
  return best * STEP;
}

export let usedCounts: usize = 0;

/** A pixel enters all caches; one that is written alone is counted. */
// @ts-ignore: decorator
@inline
function look(i: u32, alone: bool): void {
  const pixel = load<u32>(slab.pixels + ((<usize>i) << 2));
  if (alone) countLiteral(counts, pixel);
  for (let size: u32 = 1; size < SIZES; size++) {
    const place = cachePlace(pixel, size * STEP);
    const at = caches + ((((<usize>size) << MOST_CACHE_BITS) + place) << 2);
    const hit = load<u32>(at) == pixel;
    store<u32>(at, pixel);
    if (!alone) continue;
    if (hit) bump(counts + COUNTS_BYTES * size, CACHE + place);
    else countLiteral(counts + COUNTS_BYTES * size, pixel);
  }
}

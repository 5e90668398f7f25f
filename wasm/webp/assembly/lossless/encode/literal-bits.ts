/** What a pixel takes that is written alone, which is what a copy has to beat: estimated from a sample of the slab. */
import { allocate } from '../../../../shared/memory';
import { slab, slabCount } from './slab';
import { bitsOf, bump, CACHE, cachePlace, countLiteral, MOST_CACHE_BITS, SYMBOLS } from './symbols';

/** Runs of pixels that are looked at, and how many there are in each. */
const RUNS: u32 = 24;
const RUN: u32 = 1024;
/** Of fewer pixels nothing is known. */
const LEAST: u32 = 64;
/** What a pixel takes at most: four bytes. */
const MOST_BITS: f32 = 32;

/** Counts of all pixels; of those that are no repeats without and with a cache; and its colours. */
const every = memory.data(SYMBOLS * 4, 16);
const plain = memory.data(SYMBOLS * 4, 16);
const cached = memory.data(SYMBOLS * 4, 16);
let colours: usize = 0;

export function openSample(): void {
  colours = allocate(4 << MOST_CACHE_BITS);
}

/**
 * Bits of a pixel that repeats neither the one to the left nor the one above, as others are copied anyhow; or of any pixel where
 * that is more, as in a pattern whose changes are all alike.
 */
export function literalBits(): f32 {
  memory.fill(every, 0, SYMBOLS << 2);
  memory.fill(plain, 0, SYMBOLS << 2);
  memory.fill(cached, 0, SYMBOLS << 2);
  memory.fill(colours, 0, 4 << MOST_CACHE_BITS);
  const pixels = slabCount();
  const apart = max(RUN, pixels / RUNS);
  let all: u32 = 0;
  let looked: u32 = 0;
  // The first row has none above.
  for (let from = slab.coded; from < pixels; from += apart) {
    const to = min(pixels, from + RUN);
    looked += look(from, to);
    all += to - from;
  }
  if (looked < LEAST) return MOST_BITS;
  const single = min(bitsOf(plain), bitsOf(cached)) / <f32>looked;
  return min(MOST_BITS, max(single, bitsOf(every) / <f32>all));
}

/** Counts the pixels from one to before another; how many were no repeats. */
function look(from: u32, to: u32): u32 {
  let looked: u32 = 0;
  const row = (<usize>slab.coded) << 2;
  const end = slab.pixels + ((<usize>to) << 2);
  for (let at = slab.pixels + ((<usize>from) << 2); at < end; at += 4) {
    const pixel = load<u32>(at);
    countLiteral(every, pixel);
    if (pixel == load<u32>(at - 4) || pixel == load<u32>(at - row)) continue;
    looked++;
    countLiteral(plain, pixel);
    const place = cachePlace(pixel, MOST_CACHE_BITS);
    const kept = colours + ((<usize>place) << 2);
    if (load<u32>(kept) == pixel) bump(cached, CACHE + place);
    else countLiteral(cached, pixel);
    store<u32>(kept, pixel);
  }
  return looked;
}

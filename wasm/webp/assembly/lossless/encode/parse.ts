/**
 * Chooses literals, colours of the cache and copies so that they cost the least bits: the shortest way through the pixels, strip
 * by strip, by what symbols cost.
 */
import { allocate } from '../../../../shared/memory';
import {
  ALPHA,
  BLUE,
  CACHE,
  cachePlace,
  costsOf,
  DISTANCES,
  distanceCode,
  extraBits,
  LENGTHS,
  prefixOf,
  RED,
  SYMBOLS,
} from './symbols';
import { countSymbol, DISTANCE_MASK, LENGTH_SHIFT, slab, slabCount } from './slab';
import { MOST_LENGTH } from './matches';

/** Pixels of a strip. */
const STRIP: u32 = 1 << 16;
/** Shorter copies than the longest are tried up to this length. */
const MOST_SHORTER: u32 = 96;

/** Costs of the symbols, and of whole lengths with their extra bits. */
export const costs = memory.data(SYMBOLS * 4, 16);
const lengthCosts = memory.data(4096 * 4, 16);
/** For each pixel of the strip the least cost of all before it, and the symbol that leads there, as the slab has them. */
let sums: usize = 0;
let steps: usize = 0;
let cache: usize = 0;
let cacheBits: u32 = 0;
let next: u32 = 0;
/** True when the way is kept, else it is only counted. */
let keeps: bool = false;
const counts = memory.data(SYMBOLS * 4, 16);

export function openParse(): void {
  sums = allocate((STRIP + 1) << 2);
  steps = allocate((STRIP + 1) << 2);
  cache = allocate(4 << 10);
}

/** Begins a picture's cache, empty. */
export function startCache(bits: u32): void {
  cacheBits = bits;
  memory.fill(cache, 0, 4 << 10);
}

/** Begins to count a slab's symbols, after costs were made. */
export function startCount(): void {
  memory.fill(counts, 0, SYMBOLS << 2);
  startParse();
  keeps = false;
}

/** Makes costs of what was counted. */
export function learnCosts(): void {
  costsOf(counts, costs);
}

/** Begins a slab, after costs were made. */
export function startParse(): void {
  next = 0;
  keeps = true;
  slab.symbols = 0;
  for (let length: u32 = 1; length <= MOST_LENGTH; length++) {
    const symbol = prefixOf(length);
    store<f32>(lengthCosts + ((<usize>length) << 2), costAt(LENGTHS + symbol) + <f32>extraBits(symbol));
  }
}

// @ts-ignore: decorator
@inline
function costAt(symbol: u32): f32 {
  return load<f32>(costs + ((<usize>symbol) << 2));
}

// @ts-ignore: decorator
@inline
function literalCost(pixel: u32): f32 {
  return (
    costAt((pixel >> 8) & 255) +
    costAt(RED + ((pixel >> 16) & 255)) +
    costAt(BLUE + (pixel & 255)) +
    costAt(ALPHA + (pixel >> 24))
  );
}

/** Parses the next strip; false when there is none. */
export function parseStrip(): bool {
  const count = min(STRIP, slabCount() - next);
  if (count == 0) return false;
  memory.fill(sums, 0x7f, (count + 1) << 2);
  store<f32>(sums, 0);
  let reach: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    if (i < reach) {
      // Inside a long copy: nothing is chosen, and without a cache nothing is remembered.
      if (cacheBits == 0) i = reach - 1;
      else enterCache(i);
      continue;
    }
    const single = stepSingle(i);
    offer(i + 1, load<f32>(sums + ((<usize>i) << 2)) + single, stepOf);
    reach = offerCopies(i, count);
  }
  keepWay(count);
  next += count;
  return next < slabCount();
}

/** How the pixel would be written alone: a literal, or a colour of the cache. */
let stepOf: u32 = 0;

/** A pixel enters the cache. */
// @ts-ignore: decorator
@inline
function enterCache(i: u32): void {
  const pixel = load<u32>(slab.pixels + ((<usize>(next + i)) << 2));
  store<u32>(cache + ((<usize>cachePlace(pixel, cacheBits)) << 2), pixel);
}

/** What a pixel costs alone; it enters the cache. */
function stepSingle(i: u32): f32 {
  const pixel = load<u32>(slab.pixels + ((<usize>(next + i)) << 2));
  stepOf = 0;
  let cost: f32 = -1;
  if (cacheBits > 0) {
    const place = cachePlace(pixel, cacheBits);
    const at = cache + ((<usize>place) << 2);
    if (load<u32>(at) == pixel) {
      stepOf = place + 1;
      cost = costAt(CACHE + place);
    } else store<u32>(at, pixel);
  }
  return cost < 0 ? literalCost(pixel) : cost;
}

// @ts-ignore: decorator
@inline
function offer(to: u32, cost: f32, step: u32): void {
  const at = (<usize>to) << 2;
  if (cost >= load<f32>(sums + at)) return;
  store<f32>(sums + at, cost);
  store<u32>(steps + at, step);
}

/** Offers the copies from a pixel on; where the next pixel is that is looked at. */
function offerCopies(i: u32, count: u32): u32 {
  const match = load<u32>(slab.found + ((<usize>(next + i)) << 2));
  const length = min(match >> LENGTH_SHIFT, count - i);
  if (length < 2) return 0;
  const distance = match & DISTANCE_MASK;
  const code = distanceCode(distance, slab.coded);
  const symbol = prefixOf(code);
  const base = load<f32>(sums + ((<usize>i) << 2)) + costAt(DISTANCES + symbol) + <f32>extraBits(symbol);
  for (let n = min(length, MOST_SHORTER); n >= 2; n--) {
    offer(i + n, base + load<f32>(lengthCosts + ((<usize>n) << 2)), (n << LENGTH_SHIFT) | distance);
  }
  if (length <= MOST_SHORTER) return 0;
  offer(
    i + length,
    base + load<f32>(lengthCosts + ((<usize>length) << 2)),
    (length << LENGTH_SHIFT) | distance,
  );
  return i + length;
}

/** Goes back along the cheapest way, and appends its symbols to the slab's, or counts them. */
function keepWay(count: u32): void {
  let first = count + 1;
  for (let at = count; at > 0;) {
    const step = load<u32>(steps + ((<usize>at) << 2));
    // What was read is free: the way in order, from the end.
    store<u32>(sums + ((<usize>--first) << 2), step);
    at -= max<u32>(1, step >> LENGTH_SHIFT);
  }
  const symbols = count + 1 - first;
  if (!keeps) return countWay(first, count);
  memory.copy(slab.found + ((<usize>slab.symbols) << 2), sums + ((<usize>first) << 2), (<usize>symbols) << 2);
  slab.symbols += symbols;
}

function countWay(first: u32, last: u32): void {
  for (let i = first, position = next; i <= last; i++) {
    const symbol = load<u32>(sums + ((<usize>i) << 2));
    countSymbol(counts, symbol, position);
    position += max<u32>(1, symbol >> LENGTH_SHIFT);
  }
}

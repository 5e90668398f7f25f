/**
 * The five alphabets of a group (RFC 9649, section 3.7.2.2) one behind the other: green with lengths and cache, red, blue,
 * alpha, distance. Counts, costs, lengths and codes of a group are arrays over all of them.
 */
import { NEAR, NEAR_COUNT } from '../image';

export const LENGTHS: u32 = 256;
export const CACHE: u32 = 256 + 24;
/** Caches of up to 1024 colours. */
export const MOST_CACHE_BITS: u32 = 10;
export const RED: u32 = CACHE + (1 << MOST_CACHE_BITS);
export const BLUE: u32 = RED + 256;
export const ALPHA: u32 = BLUE + 256;
export const DISTANCES: u32 = ALPHA + 256;
export const SYMBOLS: u32 = DISTANCES + 40;

/** Symbol of a number of 1 or more; `extraBits` of it follow (section 3.6.2.2). */
// @ts-ignore: decorator
@inline
export function prefixOf(value: u32): u32 {
  const offset = value - 1;
  if (offset < 4) return offset;
  const bits = 30 - clz(offset);
  return 2 * (bits + 1) + ((offset >> bits) & 1);
}

// @ts-ignore: decorator
@inline
export function extraBits(symbol: u32): u32 {
  return symbol < 4 ? 0 : (symbol >> 1) - 1;
}

/** What the bits after the symbol say. */
// @ts-ignore: decorator
@inline
export function extraOf(value: u32, bits: u32): u32 {
  return (value - 1) & ((1 << bits) - 1);
}

/** For rows up times 16 plus 8 less columns to the left, the code of that place, or 0. */
const codes = memory.data(128);

export function prepareDistances(): void {
  for (let code: u32 = 0; code < NEAR_COUNT; code++) store<u8>(codes + load<u8>(NEAR + code), <u8>(code + 1));
}

/** The code of a distance in pixels, in a picture of this width. */
// @ts-ignore: decorator
@inline
export function distanceCode(distance: u32, width: u32): u32 {
  const up = distance / width;
  if (up < 8) {
    const left = distance - up * width;
    if (left <= 8) {
      const code = load<u8>(codes + (up << 4) + 8 - left);
      if (code) return code;
    } else if (up < 7 && width - left < 8) {
      const code = load<u8>(codes + ((up + 1) << 4) + 8 + (width - left));
      if (code) return code;
    }
  }
  return distance + NEAR_COUNT;
}

// @ts-ignore: decorator
@inline
export function bump(counts: usize, symbol: u32): void {
  const at = counts + ((<usize>symbol) << 2);
  store<u32>(at, load<u32>(at) + 1);
}

/** Counts the four channels of a pixel. */
// @ts-ignore: decorator
@inline
export function countLiteral(counts: usize, pixel: u32): void {
  bump(counts, (pixel >> 8) & 255);
  bump(counts, RED + ((pixel >> 16) & 255));
  bump(counts, BLUE + (pixel & 255));
  bump(counts, ALPHA + (pixel >> 24));
}

// @ts-ignore: decorator
@inline
export function countCopy(counts: usize, length: u32, code: u32): void {
  bump(counts, LENGTHS + prefixOf(length));
  bump(counts, DISTANCES + prefixOf(code));
}

/** Place of a colour in a cache (section 3.6.3). */
// @ts-ignore: decorator
@inline
export function cachePlace(pixel: u32, bits: u32): u32 {
  return (pixel * 0x1e35a7bd) >> (32 - bits);
}

/** What a symbol costs that did not occur, beyond one that occurred once. */
const UNSEEN: f32 = 3;

/** Bits of each symbol of one alphabet if codes could have any length. */
function alphabetCosts(counts: usize, costs: usize, from: u32, to: u32): void {
  let total: u32 = 0;
  for (let symbol = from; symbol < to; symbol++) total += load<u32>(counts + ((<usize>symbol) << 2));
  const all = Mathf.log2(<f32>max<u32>(total, 1));
  for (let symbol = from; symbol < to; symbol++) {
    const count = load<u32>(counts + ((<usize>symbol) << 2));
    const cost = count == 0 ? all + UNSEEN : all - Mathf.log2(<f32>count);
    store<f32>(costs + ((<usize>symbol) << 2), cost);
  }
}

/** Bits of each symbol of a group by their counts. */
export function costsOf(counts: usize, costs: usize): void {
  alphabetCosts(counts, costs, 0, RED);
  alphabetCosts(counts, costs, RED, BLUE);
  alphabetCosts(counts, costs, BLUE, ALPHA);
  alphabetCosts(counts, costs, ALPHA, DISTANCES);
  alphabetCosts(counts, costs, DISTANCES, SYMBOLS);
}

/** Bits that all counted symbols take, those between `from` and `to` being one alphabet; and what describing the code takes. */
function alphabetBits(counts: usize, from: u32, to: u32): f32 {
  let total: u32 = 0;
  let sum: f32 = 0;
  let used: u32 = 0;
  for (let symbol = from; symbol < to; symbol++) {
    const count = load<u32>(counts + ((<usize>symbol) << 2));
    if (count == 0) continue;
    total += count;
    used++;
    if (count > 1) sum += <f32>count * Mathf.log2(<f32>count);
  }
  if (used <= 1) return 4;
  return <f32>total * Mathf.log2(<f32>total) - sum + DESCRIPTION + <f32>used * SYMBOL_DESCRIPTION;
}

const DESCRIPTION: f32 = 50;
const SYMBOL_DESCRIPTION: f32 = 3.3;

/** Bits that the counted symbols of a group take, description of the codes included. */
export function bitsOf(counts: usize): f32 {
  return (
    alphabetBits(counts, 0, RED) +
    alphabetBits(counts, RED, BLUE) +
    alphabetBits(counts, BLUE, ALPHA) +
    alphabetBits(counts, ALPHA, DISTANCES) +
    alphabetBits(counts, DISTANCES, SYMBOLS)
  );
}

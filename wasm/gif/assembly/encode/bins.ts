/**
 * The colours of an area, counted in bins: of one colour each if there are few enough, else of colours that share the
 * highest seven, six, five or four bits of each channel. A bin is 16 bytes, the sums of red, green, blue and alpha of its
 * pixels as floats; alpha is 255 for each, so its sum counts them. Their mean colours lie beside them, RGBA.
 */
import { areaHeight, areaWidth, drawnAt, rowOf, shownFrom } from './area';

export const BIN: usize = 16;
/** The most bins: more take longer and do not make a palette better. */
const MOST_BINS: u32 = 1 << 15;
/** More pixels than these are counted by every second, third … row: their colours hardly differ from all. */
const MOST_COUNTED: u32 = 1 << 21;
/** Open addressing at half of its room. */
const SLOT_BITS: u32 = 16;

/** Colour of the bin in each slot, as far as bins tell them apart, and its number. */
let slots: usize = 0;
export let bins: usize = 0;
export let means: usize = 0;
export let binCount: u32 = 0;

export const SLOT_BYTES: usize = 8 << 16;
export const BINS_BYTES: usize = <usize>MOST_BINS * BIN;
export const MEANS_BYTES: usize = <usize>MOST_BINS * 4;

export function placeBins(table: usize, list: usize, colours: usize): void {
  slots = table;
  bins = list;
  means = colours;
}

/** Counts the area's drawn pixels in `most` bins or fewer, of at least 4096. */
export function countColours(most: u32): void {
  let mask: u32 = 0xff;
  while (!count((mask * 0x10101) | 0xff000000, min(most, MOST_BINS))) mask = (mask << 1) & 0xff;
  for (let i: u32 = 0; i < binCount; i++) {
    const at = bins + <usize>i * BIN;
    const sums = f32x4.convert_i32x4_u(v128.load(at));
    v128.store(at, sums);
    store<u32>(means + ((<usize>i) << 2), meanOf(sums));
  }
}

/** False when that makes more than `most` bins. */
function count(mask: u32, most: u32): bool {
  memory.fill(slots, 0, SLOT_BYTES);
  binCount = 0;
  const toShown = shownFrom();
  const step = 1 + (areaWidth * areaHeight) / MOST_COUNTED;
  for (let y: u32 = 0; y < areaHeight; y += step) {
    let at = rowOf(y);
    for (const end = at + ((<usize>areaWidth) << 2); at < end; at += 4) {
      const colour = drawnAt(at, toShown);
      if (colour) add(colour, binOf(colour & mask));
    }
    if (binCount > most) return false;
    // A row may bring as many bins as it has pixels, and none may be without a place.
    if (binCount + areaWidth > MOST_BINS && mask != 0xfff0f0f0) return false;
  }
  return true;
}

// @ts-ignore: decorator
@inline
function add(colour: u32, bin: usize): void {
  const channels = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(i32x4.splat(colour)));
  v128.store(bin, i32x4.add(v128.load(bin), channels));
}

/** The bin of a masked colour, a new one if need be. */
// @ts-ignore: decorator
@inline
function binOf(key: u32): usize {
  let slot = (key * 0x9e3779b1) >> (32 - SLOT_BITS);
  while (true) {
    const at = slots + ((<usize>slot) << 3);
    const held = load<u32>(at);
    if (held == key) return bins + <usize>load<u32>(at, 4) * BIN;
    if (held == 0) return newBin(key, at);
    slot = (slot + 1) & ((1 << SLOT_BITS) - 1);
  }
}

function newBin(key: u32, slot: usize): usize {
  store<u32>(slot, key);
  store<u32>(slot, binCount, 4);
  const bin = bins + <usize>binCount * BIN;
  binCount++;
  v128.store(bin, i32x4.splat(0));
  return bin;
}

/** The mean colour of sums as bins have them: RGBA, rounded. */
// @ts-ignore: decorator
@inline
export function meanOf(sums: v128): u32 {
  const scale = f32x4.splat(255 / f32x4.extract_lane(sums, 3));
  const mean = i32x4.trunc_sat_f32x4_u(f32x4.add(f32x4.mul(sums, scale), f32x4.splat(0.5)));
  const words = i16x8.narrow_i32x4_u(mean, mean);
  return i32x4.extract_lane(i8x16.narrow_i16x8_u(words, words), 0);
}

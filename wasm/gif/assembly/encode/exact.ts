/**
 * Indices of pictures that have no more colours than a palette: each colour is found again as it was, or, where that is
 * asked for, as one that nobody can tell from it.
 */
import { areaHeight, areaWidth, drawnAt, rowOf, shownFrom } from './area';
import { countPalette, paletteAddress, paletteCount, setPaletteCount, UNDRAWN } from './palette';

/** Open addressing at a quarter of its room. */
const SLOTS: u32 = 1024;
const EMPTY: u32 = 0xffff;
/** Index of the colour in each slot, and the colour itself, for both palettes. */
const slots: usize = memory.data(2 * 1024 * 2, 16);
const slotColours: usize = memory.data(2 * 1024 * 4, 16);
/** Slots that colours may take which are shown as others, and how many of each palette do. */
const MOST_ALIASES: u32 = 512;
const aliases: usize = memory.data(2 * 4, 4);

/** To be called for an emptied palette. */
export function clearSlots(palette: u32): void {
  memory.fill(slotsOf(palette), 0xff, SLOTS * 2);
  store<u32>(aliases + ((<usize>palette) << 2), 0);
}

function slotsOf(palette: u32): usize {
  return slots + <usize>palette * (SLOTS * 2);
}

/**
 * Writes the area's indices to `to`, with colours that the palette does not have added to it, up to `most` in all; with
 * `alike` only those that differ by more than one step of a channel. False, and the indices are worth nothing, when there
 * are more. `to` may be where the area's own pixels begin, unless `alike`: they are as they were where the answer is false.
 */
export function indexExactly(palette: u32, most: u32, alike: bool, to: usize): bool {
  const table = slotsOf(palette);
  const toShown = shownFrom();
  const before = paletteCount(palette);
  let last: u32 = 0;
  let index = UNDRAWN;
  const first = to;
  for (let y: u32 = 0; y < areaHeight; y++) {
    let at = rowOf(y);
    for (const end = at + ((<usize>areaWidth) << 2); at < end; at += 4, to++) {
      const colour = drawnAt(at, toShown);
      if (colour != last) {
        index = colour ? indexOf(colour, palette, table, most, alike) : UNDRAWN;
        if (index == EMPTY) {
          if (first == rowOf(0)) restore(palette, first, <u32>(to - first));
          return false;
        }
        last = colour;
      }
      store<u8>(to, <u8>index);
    }
  }
  if (paletteCount(palette) > before) setPaletteCount(palette, paletteCount(palette));
  return true;
}

/** Makes indices the pixels again that they were written over: the last first, which lie behind all other indices. */
function restore(palette: u32, at: usize, pixels: u32): void {
  const colours = paletteAddress(palette);
  const count = paletteCount(palette);
  for (let i = pixels; i-- > 0;) {
    const index = <u32>load<u8>(at + i);
    store<u32>(at + ((<usize>i) << 2), index < count ? load<u32>(colours + ((<usize>index) << 2)) : 0);
  }
}

/** Makes a palette the first `count` of its colours. */
export function shortenPalette(palette: u32, count: u32): void {
  clearSlots(palette);
  countPalette(palette, 0);
  const colours = paletteAddress(palette);
  const table = slotsOf(palette);
  for (let i: u32 = 0; i < count; i++)
    add(load<u32>(colours + ((<usize>i) << 2)), palette, freeSlot(table, palette, i), count);
  setPaletteCount(palette, count);
}

/** Adds the colours of one palette to another, up to `most`. */
export function joinPalette(from: u32, palette: u32, most: u32): void {
  const count = paletteCount(palette);
  const added = min(paletteCount(from), most - count);
  memory.copy(paletteAddress(palette) + ((<usize>count) << 2), paletteAddress(from), (<usize>added) << 2);
  shortenPalette(palette, count + added);
}

/** The slot where a colour of the palette belongs. */
function freeSlot(table: usize, palette: u32, index: u32): usize {
  const colour = load<u32>(paletteAddress(palette) + ((<usize>index) << 2));
  let slot = (colour * 0x9e3779b1) >> 22;
  while (load<u16>(table + ((<usize>slot) << 1)) != EMPTY) slot = (slot + 1) & (SLOTS - 1);
  return table + ((<usize>slot) << 1);
}

function indexOf(colour: u32, palette: u32, table: usize, most: u32, alike: bool): u32 {
  let slot = (colour * 0x9e3779b1) >> 22;
  while (true) {
    const at = table + ((<usize>slot) << 1);
    const index = <u32>load<u16>(at);
    if (index == EMPTY) {
      const found = alike ? findAlike(colour, palette, at) : EMPTY;
      return found != EMPTY ? found : add(colour, palette, at, most);
    }
    if (load<u32>(colourOf(at)) == colour) return index;
    slot = (slot + 1) & (SLOTS - 1);
  }
}

/** Index of a colour that is no more than a step away in any channel, remembered in `slot`; EMPTY when there is none. */
function findAlike(colour: u32, palette: u32, slot: usize): u32 {
  const colours = paletteAddress(palette);
  const count = paletteCount(palette);
  const wanted = i32x4.splat(colour);
  const step = i8x16.splat(1);
  for (let i: u32 = 0; i < count; i += 4) {
    const four = v128.load(colours + ((<usize>i) << 2));
    const apart = v128.or(i8x16.sub_sat_u(four, wanted), i8x16.sub_sat_u(wanted, four));
    const alike = i32x4.bitmask(i32x4.eq(i8x16.gt_u(apart, step), i32x4.splat(0)));
    if (alike == 0) continue;
    const index = i + ctz<u32>(alike);
    if (index >= count) return EMPTY;
    remember(colour, index, palette, slot);
    return index;
  }
  return EMPTY;
}

function remember(colour: u32, index: u32, palette: u32, slot: usize): void {
  const count = aliases + ((<usize>palette) << 2);
  if (load<u32>(count) >= MOST_ALIASES) return;
  store<u32>(count, load<u32>(count) + 1);
  store<u16>(slot, <u16>index);
  store<u32>(colourOf(slot), colour);
}

/** Where the colour of a slot is. */
// @ts-ignore: decorator
@inline
function colourOf(slot: usize): usize {
  return slotColours + ((slot - slots) << 1);
}

function add(colour: u32, palette: u32, slot: usize, most: u32): u32 {
  const count = paletteCount(palette);
  if (count >= most) return EMPTY;
  store<u16>(slot, <u16>count);
  store<u32>(colourOf(slot), colour);
  store<u32>(paletteAddress(palette) + ((<usize>count) << 2), colour);
  countPalette(palette, count + 1);
  return count;
}

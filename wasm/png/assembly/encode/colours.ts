/**
 * Holds a picture as indices while it has no more than 256 colours. A palette picture is a quarter or less of the other
 * kinds, but only the last row tells that it is one.
 */
import { allocate, extend } from '../../../shared/memory';

const MOST_COLOURS: u32 = 256;
/** Open addressing at a quarter of its room. */
const SLOTS: u32 = 1024;
const EMPTY: u32 = 0xffff;

/** The palette, RGBA. */
const palette: usize = memory.data(256 * 4, 16);
/** Index of the colour in each slot. */
const slots: usize = memory.data(SLOTS * 2, 16);
let count: u32 = 0;
let width: u32 = 0;
let held: u32 = 0;
let indices: usize = 0;

/** Begins a picture; its indices take the memory from here on, so nothing else may be allocated after. */
export function startColours(columns: u32): void {
  memory.fill(slots, 0xff, SLOTS * 2);
  count = 0;
  width = columns;
  held = 0;
  indices = allocate(0);
}

/** Where the palette lies. */
export function paletteAddress(): usize {
  return palette;
}

/** Colours in the palette. */
export function paletteCount(): u32 {
  return count;
}

/** Indices of a held row. */
function indexRow(row: u32): usize {
  return indices + <usize>row * width;
}

/** Holds a row of RGBA; false, and nothing is held of it, when it brings the 257th colour. */
export function holdRow(pixels: usize): bool {
  const to = indexRow(held);
  extend(to + width);
  let last = ~load<u32>(pixels);
  let index: u32 = 0;
  for (let i: u32 = 0; i < width; i++) {
    const colour = load<u32>(pixels + ((<usize>i) << 2));
    if (colour != last) {
      index = indexOf(colour);
      if (index == EMPTY) return false;
      last = colour;
    }
    store<u8>(to + i, <u8>index);
  }
  held++;
  return true;
}

function indexOf(colour: u32): u32 {
  let slot = (colour * 0x9e3779b1) >> 22;
  while (true) {
    const at = slots + ((<usize>slot) << 1);
    const index = <u32>load<u16>(at);
    if (index == EMPTY) return addColour(colour, at);
    if (load<u32>(palette + ((<usize>index) << 2)) == colour) return index;
    slot = (slot + 1) & (SLOTS - 1);
  }
}

function addColour(colour: u32, slot: usize): u32 {
  if (count == MOST_COLOURS) return EMPTY;
  store<u16>(slot, <u16>count);
  store<u32>(palette + ((<usize>count) << 2), colour);
  return count++;
}

/** Packs the indices of a held row, `depth` bits each, the first in the highest bits. */
export function packIndices(row: u32, depth: u32, to: usize): void {
  const from = indexRow(row);
  if (depth == 8) {
    memory.copy(to, from, width);
    return;
  }
  let byte: u32 = 0;
  let bits: u32 = 0;
  for (let i: u32 = 0; i < width; i++) {
    byte = (byte << depth) | load<u8>(from + i);
    bits += depth;
    if (bits == 8) {
      store<u8>(to++, <u8>byte);
      byte = bits = 0;
    }
  }
  if (bits) store<u8>(to, <u8>(byte << (8 - bits)));
}

/** Turns a held row back into RGBA. */
export function restoreRow(row: u32, to: usize): void {
  const from = indexRow(row);
  for (let i: u32 = 0; i < width; i++) {
    store<u32>(to + ((<usize>i) << 2), load<u32>(palette + ((<usize>load<u8>(from + i)) << 2)));
  }
}

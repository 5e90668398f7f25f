/**
 * Two palettes: that of the file and that of the frame at hand. Each has its colours, and remembers the indices of colours
 * that were looked for: a photograph has more of these than are worth a table, so a place in it is the last one's.
 */
import { nearest } from './nearest';

/** Index of pixels that are not drawn. */
export const UNDRAWN: u32 = 255;

/** RGBA, one palette behind the other. */
const colours: usize = memory.data(2 * 256 * 4, 16);
const counts: usize = memory.data(2 * 4, 16);

const PLACE_BITS: u32 = 14;
/** Red, green and blue of the colour last looked for in each place, and its index above them; 0 for none yet. */
const places: usize = memory.data((2 * 4) << 14, 16);

/** Takes all colours out of a palette. */
export function clearPalette(palette: u32): void {
  setPaletteCount(palette, 0);
}

/** Where a palette's colours lie, RGBA. */
export function paletteAddress(palette: u32): usize {
  return colours + <usize>palette * 1024;
}

export function paletteCount(palette: u32): u32 {
  return load<u32>(counts + ((<usize>palette) << 2));
}

/** Says how many colours there are. */
// @ts-ignore: decorator
@inline
export function countPalette(palette: u32, count: u32): void {
  store<u32>(counts + ((<usize>palette) << 2), count);
}

/** Says how many colours there are, and that they have changed. */
export function setPaletteCount(palette: u32, count: u32): void {
  countPalette(palette, count);
  memory.fill(placesOf(palette), 0, 4 << PLACE_BITS);
}

// @ts-ignore: decorator
@inline
export function placesOf(palette: u32): usize {
  return places + (((<usize>palette) << PLACE_BITS) << 2);
}

/** Index of the colour nearest to an opaque one, in the palette that the search is prepared for. */
// @ts-ignore: decorator
@inline
export function indexIn(known: usize, colour: u32): u32 {
  const at = known + ((<usize>((colour * 0x9e3779b1) >> (32 - PLACE_BITS))) << 2);
  const entry = load<u32>(at);
  if ((entry ^ colour) << 8 == 0 && entry != 0) return entry >> 24;
  const index = nearest(colour) & 255;
  store<u32>(at, (colour & 0xffffff) | (index << 24));
  return index;
}

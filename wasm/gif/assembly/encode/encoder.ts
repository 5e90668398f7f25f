/** Memory and order of an encoding: frames come in whole, indices and then codes go out. */
import { allocate, reset } from '../../../shared/memory';
import { BINS_BYTES, MEANS_BYTES, placeBins, SLOT_BYTES } from './bins';
import { startCodes } from './compress';
import { clearSlots, indexExactly } from './exact';
import { indexNearest } from './map';
import { clearPalette } from './palette';
import { assign, refinePalette } from './refine';
import { splitBins } from './split';

/** Indices that are compressed before the codes are taken. */
export const PIECE: u32 = 1 << 16;

/** Frames held side by side. */
const MOST_FRAMES: u32 = 3;
const frames: usize = memory.data(3 * 4, 16);
let indices: usize = 0;
let codes: usize = 0;

/**
 * Makes room for `held` frames of this size; what was before is gone. A frame that is alone is written once and whole, so its
 * indices take the place of its pixels.
 */
export function startEncode(width: u32, height: u32, held: u32): void {
  reset();
  const pixels = <usize>width * height;
  for (let i: u32 = 0; i < min(held, MOST_FRAMES); i++)
    store<u32>(frames + ((<usize>i) << 2), allocate(pixels << 2));
  indices = held > 1 ? allocate(pixels) : frameAddress(0);
  codes = allocate((PIECE * 3) / 2 + PIECE / 128 + 1024);
  placeBins(allocate(SLOT_BYTES), allocate(BINS_BYTES), allocate(MEANS_BYTES));
  emptyPalette(0);
}

/** Where the pixels of a held frame lie. */
export function frameAddress(index: u32): usize {
  return load<u32>(frames + ((<usize>index) << 2));
}

/** Indices by a palette, and colours that it lacks, or that are not `alike` one it has, up to `most`; false when there are more. */
export function indexColours(palette: u32, most: u32, alike: bool): bool {
  return indexExactly(palette, most, alike, indices);
}

/** Empties a palette. */
export function emptyPalette(palette: u32): void {
  clearPalette(palette);
  clearSlots(palette);
}

/** Mean squared error, in a palette as it is, of the pixels that were counted last. */
export function errorIn(palette: u32): f64 {
  return assign(palette);
}

/** Makes a palette of up to `most` colours for the pixels that were counted last; gives its mean squared error. */
export function fitPalette(palette: u32, most: u32, rounds: u32): f64 {
  splitBins(palette, most);
  return refinePalette(palette, rounds);
}

/** Indices of the nearest colours. */
export function indexPixels(palette: u32): void {
  indexNearest(palette, indices);
}

/** Begins to compress the area's indices. */
export function startCompress(bits: u32, transparent: u32): void {
  startCodes(codes, bits, transparent);
}

/** Where indices and codes lie. */
export function indicesAddress(): usize {
  return indices;
}

export function codesAddress(): usize {
  return codes;
}

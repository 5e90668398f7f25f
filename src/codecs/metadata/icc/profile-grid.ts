/** The grid of colours that a CMYK profile describes. */
import { readSignature } from '../profile.ts';
import { readInkTable } from './lookup.ts';
import { type InkGrid, SCALE } from './simplex.ts';
import { CONNECTION_SPACE_AT, encodedToSrgb, type Encoding } from './srgb.ts';
import { findTag, ProfileError } from './tags.ts';

/** Perceptual first, as libvips converts; then relative colorimetric, which every profile with tables has. */
const TABLES = ['A2B0', 'A2B1'];
const BYTE = 255;
/** The major version stands in this byte of the header. */
const VERSION_AT = 8;

/** Reads a profile into a grid in sRGB. Throws `ProfileError` when it is none for four inks, or broken. */
export function profileGrid(icc: Uint8Array): InkGrid {
  const space = readSignature(icc, CONNECTION_SPACE_AT);
  if (space !== 'Lab ' && space !== 'XYZ ') throw new ProfileError('unknown connection space');
  const { grid, inks, node, legacyLab } = readInkTable(findTag(icc, TABLES));
  const encoding: Encoding = { space, legacyLab, referenceBlack: (icc[VERSION_AT] ?? 0) >= 4 };
  const nodes = grid.reduce((product, points) => product * points, 1);
  const colours = new Int16Array(nodes * 3);
  for (let index = 0; index < nodes; index++) {
    storeColour(colours, index, encodedToSrgb(node(index), encoding));
  }
  const positions = inks.map((curve) => Float64Array.from({ length: 256 }, (_, byte) => curve(byte / BYTE)));
  return { points: grid, positions, colours };
}

/** Stores a colour of 0 to 1 as a node, cut off where twice the gamut ends. */
export function storeColour(
  colours: Int16Array,
  index: number,
  colour: readonly [number, number, number],
): void {
  for (const [channel, value] of colour.entries()) {
    const scaled = Math.round(value * BYTE * SCALE);
    colours[index * 3 + channel] = Math.min(32_767, Math.max(-32_768, scaled));
  }
}

/** The grid of colours that a CMYK profile describes. */
import { readSignature } from '../profile.ts';
import { readInkTable } from './lookup.ts';
import { type InkGrid, SCALE } from './simplex.ts';
import {
  CONNECTION_SPACE_AT,
  encodedToSrgb,
  encodedToXyz,
  type Encoding,
  neutral,
  REFERENCE_BLACK,
} from './srgb.ts';
import { findTag, ProfileError } from './tags.ts';

/** Perceptual first, as libvips converts; then relative colorimetric, which every profile with tables has. */
const TABLES = ['A2B0', 'A2B1'];
const BYTE = 255;
/** Luminance of the lightest colour that is taken for a black: a lightness of 50. */
const MOST_BLACK = 0.184;
/** The major version stands in this byte of the header. */
const VERSION_AT = 8;

/** Reads a profile into a grid in sRGB. Throws `ProfileError` when it is none for four inks, or broken. */
export function profileGrid(icc: Uint8Array): InkGrid {
  const space = readSignature(icc, CONNECTION_SPACE_AT);
  if (space !== 'Lab ' && space !== 'XYZ ') throw new ProfileError('unknown connection space');
  const { grid, inks, node, legacyLab } = readInkTable(findTag(icc, TABLES));
  const nodes = grid.reduce((product, points) => product * points, 1);
  const isReference = (icc[VERSION_AT] ?? 0) >= 4;
  // Before version 4 black lies where the press puts it: at all inks in full, the last node.
  const [, darkest] = encodedToXyz(node(nodes - 1), { space, legacyLab });
  const black = isReference ? REFERENCE_BLACK : neutral(Math.min(MOST_BLACK, Math.max(0, darkest)));
  const encoding: Encoding = { space, legacyLab, black };
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

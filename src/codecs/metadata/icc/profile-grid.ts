/** The grid of colours that the table of a CMYK or RGB profile describes. */
import { readSignature } from '../profile.ts';
import { readColourTable } from './lookup.ts';
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

/**
 * Reads a profile into a grid in sRGB. Throws `ProfileError` when it has no table for this model, or is broken. The grid of
 * red, green and blue has a fourth axis along which nothing changes.
 */
export function profileGrid(icc: Uint8Array, model: 'cmyk' | 'rgb'): InkGrid {
  const space = readSignature(icc, CONNECTION_SPACE_AT);
  if (space !== 'Lab ' && space !== 'XYZ ') throw new ProfileError('unknown connection space');
  const inks = model === 'cmyk';
  const { grid, curves, node, legacyLab } = readColourTable(findTag(icc, TABLES), inks ? 4 : 3);
  const nodes = grid.reduce((product, points) => product * points, 1);
  const isReference = (icc[VERSION_AT] ?? 0) >= 4;
  // Before version 4 black lies where the device puts it: at all inks in full, the last node, or at no light, the first.
  const [, darkest] = encodedToXyz(node(inks ? nodes - 1 : 0), { space, legacyLab });
  const black = isReference ? REFERENCE_BLACK : neutral(Math.min(MOST_BLACK, Math.max(0, darkest)));
  const encoding: Encoding = { space, legacyLab, black };
  const copies = inks ? 1 : 2;
  const colours = new Int16Array(nodes * copies * 3);
  for (let index = 0; index < nodes; index++) {
    const colour = encodedToSrgb(node(index), encoding);
    for (let copy = 0; copy < copies; copy++) storeColour(colours, index * copies + copy, colour);
  }
  const positions = curves.map((curve) =>
    Float64Array.from({ length: 256 }, (_, byte) => curve(byte / BYTE)),
  );
  if (inks) return { points: grid, positions, colours };
  return { points: [...grid, copies], positions: [...positions, new Float64Array(256)], colours };
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

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { window } from '../raster/pictures.ts';
import { decode, decodeBySharp, sourceOf } from './decode.ts';
import { type Recipe, writePng } from './files.ts';

const TYPES = [
  [0, 1],
  [0, 2],
  [0, 4],
  [0, 8],
  [0, 16],
  [2, 8],
  [2, 16],
  [3, 1],
  [3, 2],
  [3, 4],
  [3, 8],
  [4, 8],
  [4, 16],
  [6, 8],
  [6, 16],
] as const;

const PALETTE = new Uint8Array(768).map((_, i) => (i * 37 + (i >> 3)) & 255);

/** A picture with slopes, edges and repeats, in any type. */
function recipe(colour: number, depth: number, changes: Partial<Recipe> = {}): Recipe {
  const most = 2 ** depth - 1;
  return {
    width: 53,
    height: 41,
    colour,
    depth,
    filter: (row) => row % 5,
    sample: (x, y, channel) =>
      (x + y) % 11 < 5
        ? Math.floor(((x * 5 + y * 3 + channel * 29) * most) / 500) & most
        : (x * x * 7 + y * 131) & most,
    extra: colour === 3 ? [['PLTE', PALETTE.subarray(0, 3 * 2 ** depth)]] : [],
    ...changes,
  };
}

const transparency: Record<number, Uint8Array> = {
  0: new Uint8Array([0, 1]),
  2: new Uint8Array([0, 3, 0, 10, 0, 0]),
  3: new Uint8Array([0, 128, 255, 7]),
};

describe('PNG decoder', () => {
  describe.each(TYPES)('colour type %i with %i bits', (colour, depth) => {
    it.each([false, true])('equals libvips, interlaced: %s', async (interlaced) => {
      const bytes = writePng(recipe(colour, depth, { interlaced }));
      expect(await decode(bytes)).toEqual(await decodeBySharp(bytes));
    });

    it.skipIf(!transparency[colour])('equals libvips with tRNS', async () => {
      const plain = recipe(colour, depth);
      const bytes = writePng({
        ...plain,
        extra: [
          ...(plain.extra ?? []),
          ['tRNS', transparency[colour]!.subarray(0, 2 ** (colour === 3 ? depth : 8))],
        ],
      });
      expect(sourceOf(bytes).alpha).toBe(true);
      expect(await decode(bytes)).toEqual(await decodeBySharp(bytes));
    });
  });
});

import { constants, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rect } from '../../../src/core/image/picture.ts';
import { window } from '../raster/pictures.ts';
import { cropped, decode, decodeBySharp, sourceOf } from './decode.ts';
import { PALETTE, type Recipe, recipe, TYPES, writePng } from './files.ts';
import { eachOutside, outsideFiles } from '../../support/outside.ts';

const transparency: Readonly<Record<number, Uint8Array>> = {
  0: new Uint8Array([0, 1]),
  2: new Uint8Array([0, 3, 0, 10, 0, 0]),
  3: new Uint8Array([0, 128, 255, 7]),
};

describe.each(TYPES)('colour type %i with %i bits', (colour, depth) => {
  it.each([false, true])('equals libvips, interlaced: %s', async (interlaced) => {
    const bytes = writePng(recipe(colour, depth, { interlaced }));
    expect(await decode(bytes)).toEqual(await decodeBySharp(bytes));
  });

  it('gives any region of itself, plain or interlaced', async () => {
    const [plain, interlaced] = [false, true].map((interlaced) =>
      writePng(recipe(colour, depth, { interlaced })),
    ) as [Uint8Array, Uint8Array];
    const whole = await decode(plain);
    await fc.assert(
      fc.asyncProperty(window({ width: 53, height: 41 }), async (cut) => {
        const expected = cropped(whole, 53, cut);
        expect(await decode(plain, cut)).toEqual(expected);
        expect(await decode(interlaced, cut)).toEqual(expected);
      }),
      { numRuns: 12 },
    );
  });
});

describe('tRNS', () => {
  const types = TYPES.filter(([colour]) => transparency[colour]);
  it.each(types)('of colour type %i with %i bits equals libvips', async (colour, depth) => {
    const plain = recipe(colour, depth);
    const key = transparency[colour]?.subarray(0, colour === 3 ? 2 ** depth : 6) ?? new Uint8Array();
    const bytes = writePng({ ...plain, extra: [...(plain.extra ?? []), ['tRNS', key]] });
    expect(sourceOf(bytes).alpha).toBe(true);
    expect(await decode(bytes)).toEqual(await decodeBySharp(bytes));
  });
});

describe('sizes', () => {
  it('equal libvips from 1 × 1 on, plain and interlaced', async () => {
    for (let width = 1; width <= 9; width++) {
      for (let height = 1; height <= 9; height++) {
        for (const interlaced of [false, true]) {
          const bytes = writePng(recipe(2, 8, { width, height, interlaced }));
          expect(await decode(bytes), `${width} × ${height}`).toEqual(await decodeBySharp(bytes));
        }
      }
    }
  });

  it('hold rows wider than the window of the inflater', async () => {
    const bytes = writePng(recipe(6, 16, { width: 29_000, height: 5 }));
    expect(await decode(bytes)).toEqual(await decodeBySharp(bytes));
  });
});

describe('filters', () => {
  const orders: readonly (readonly [string, (row: number) => number])[] = [
    ['none', () => 0],
    ['Sub', () => 1],
    ['Up', () => 2],
    ['Average', () => 3],
    ['Paeth', () => 4],
    ['Paeth and Up by turns', (row) => (row % 3 === 0 ? 2 : 4)],
  ];
  it.each(orders)('%s', async (_, filter) => {
    for (const [colour, depth] of TYPES) {
      const bytes = writePng(recipe(colour, depth, { filter }));
      expect(await decode(bytes)).toEqual(await decode(writePng(recipe(colour, depth))));
    }
  });

  it('end the picture where the type is unknown', async () => {
    const bytes = writePng(recipe(2, 8, { filter: (row) => (row === 20 ? 5 : 0) }));
    const whole = await decode(writePng(recipe(2, 8)));
    expect(rowsEqual(await decode(bytes), whole, 53 * 4)).toBe(20);
  });
});

describe('deflate streams', () => {
  const ways: readonly (readonly [string, (rows: Uint8Array) => Uint8Array])[] = [
    ['stored', (rows) => deflateSync(rows, { level: 0 })],
    ['fixed codes', (rows) => deflateSync(rows, { strategy: constants.Z_FIXED })],
    ['literals only', (rows) => deflateSync(rows, { strategy: constants.Z_HUFFMAN_ONLY })],
    ['runs', (rows) => deflateSync(rows, { strategy: constants.Z_RLE })],
    ['fast', (rows) => deflateSync(rows, { level: 1 })],
    ['best', (rows) => deflateSync(rows, { level: 9, memLevel: 9 })],
    ['small blocks', (rows) => deflateSync(rows, { memLevel: 1 })],
    ['a small window', (rows) => deflateSync(rows, { windowBits: 9 })],
  ];
  it.each(ways)('%s, in chunks of any length', async (_, compress) => {
    const changes: Partial<Recipe> = { width: 401, height: 307, compress };
    const expected = await decode(writePng(recipe(2, 8, { ...changes, compress: deflateSync })));
    for (const piece of [1 << 30, 8192, 333, 1]) {
      expect(await decode(writePng(recipe(2, 8, { ...changes, piece })))).toEqual(expected);
    }
  });

  it('of any bytes, with codes of every length', async () => {
    const rows = fc.uint8Array({ minLength: 1, maxLength: 3000 });
    const skewed = fc
      .tuple(rows, fc.integer({ min: 1, max: 255 }))
      .map(([bytes, most]) => bytes.map((b) => b % most));
    await fc.assert(
      fc.asyncProperty(skewed, fc.integer({ min: 0, max: 9 }), async (bytes, level) => {
        const sample = (x: number): number => bytes[x] ?? 0;
        const compress = (rows: Uint8Array): Uint8Array => deflateSync(rows, { level });
        const file = writePng({ width: bytes.length, height: 1, colour: 0, depth: 8, sample, compress });
        const grey = (await decode(file)).filter((_, at) => at % 4 === 0);
        expect(grey).toEqual(bytes);
      }),
      { numRuns: 200 },
    );
  });
});

describe('damaged files', () => {
  it.each([false, true])('show what came, cut at any byte, interlaced: %s', async (interlaced) => {
    const bytes = writePng(recipe(2, 8, { interlaced, width: 19, height: 23 }));
    const whole = await decode(bytes);
    const ends: number[] = [];
    for (let length = 33; length < bytes.length; length++) {
      const shown = await decode(bytes.subarray(0, length)).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'BadRequest' });
      });
      ends.push(shown ? rowsEqual(shown, whole, 19 * 4) : 0);
    }
    expect(ends.at(-1)).toBe(23);
    if (!interlaced) expect(ends).toEqual(ends.toSorted((a, b) => a - b));
  });

  it('have black rows, or clear ones where there is alpha, in place of missing ones', async () => {
    for (const colour of [2, 6]) {
      const bytes = writePng(recipe(colour, 8, { width: 60, height: 400 }));
      const shown = await decode(bytes.subarray(0, bytes.length >> 1));
      expect([...shown.subarray(-4)]).toEqual([0, 0, 0, colour === 2 ? 255 : 0]);
      expect(shown.subarray(0, 60 * 4).some((value) => value > 0)).toBe(true);
    }
  });

  it('fill an interlaced picture from the pixels they have', async () => {
    const flat = recipe(2, 8, { interlaced: true, width: 64, height: 64, sample: () => 77 });
    const bytes = writePng({ ...flat, compress: (rows) => deflateSync(rows, { level: 0 }) });
    const quarter = await decode(bytes.subarray(0, 33 + bytes.length / 4));
    expect(new Set(quarter)).toEqual(new Set([77, 255]));
  });

  it('are refused when nothing can be shown', async () => {
    const bytes = writePng(recipe(2, 8, { compress: () => new Uint8Array(40).fill(0xff) }));
    await expect(decode(bytes)).rejects.toMatchObject({
      code: 'BadRequest',
      detail: { ec: '0040-00000005' },
    });
    const bare = writePng(recipe(3, 8, { extra: [] }));
    await expect(decode(bare)).rejects.toMatchObject({ code: 'BadRequest' });
  });

  it('leave the codec as it was', async () => {
    const good = writePng(recipe(6, 8));
    const expected = await decode(good);
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 0, max: 255 }), async (seed, value) => {
        const bad = good.slice();
        bad[33 + (seed % (bad.length - 33))] = value;
        await decode(bad).catch(() => {});
        expect(await decode(good)).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });
});

describe('palettes', () => {
  it('are black beyond their last colour', async () => {
    const bytes = writePng(recipe(3, 8, { extra: [['PLTE', PALETTE.subarray(0, 6)]], sample: () => 9 }));
    expect([...(await decode(bytes)).subarray(0, 4)]).toEqual([0, 0, 0, 255]);
  });
});

describe('files of others', () => {
  const files = outsideFiles('corpus', /\.png$/);
  const isBad = (path: string) => path.startsWith('corpus/bad');
  const regions: readonly Rect[] = [{ x: 3, y: 5, width: 17, height: 20 }];

  const good = files.filter((path) => !isBad(path));
  eachOutside('%s equals libvips, whole and in part', good, async (bytes) => {
    expect(await decode(bytes)).toEqual(await decodeBySharp(bytes));
    for (const cut of regions) expect(await decode(bytes, cut)).toEqual(await decodeBySharp(bytes, cut));
  });

  eachOutside('%s is refused or shown in part', files.filter(isBad), async (bytes) => {
    const refused = { code: 'BadRequest' };
    try {
      const source = sourceOf(bytes);
      if (source.width * source.height > 250e6) return;
      expect((await decode(bytes)).length).toBe(source.width * source.height * 4);
    } catch (error) {
      expect(error).toMatchObject(refused);
    }
  });
});

/** Number of rows at the start that are equal. */
function rowsEqual(a: Uint8Array, b: Uint8Array, pitch: number): number {
  const first = a.findIndex((value, at) => value !== b[at]);
  return Math.floor((first < 0 ? a.length : first) / pitch);
}

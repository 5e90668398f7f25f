/** What chunks say of colours and transparency, wherever they stand. */
import { describe, expect, it } from 'vitest';
import { srgbConverter } from '../../../src/codecs/metadata/icc/to-srgb.ts';
import { decode, sourceOf } from './decode.ts';
import { PALETTE, recipe, type Recipe, TYPES, writePng } from './files.ts';

type Extra = Recipe['extra'];

function uint32(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [i, value] of values.entries()) bytes.writeUInt32BE(value, i * 4);
  return bytes;
}

/** cHRM of Display P3, and of sRGB. */
const P3 = uint32(31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6000);
const REC709 = uint32(31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6000);
const SRGB_GAMMA = uint32(45_455);
const cicp = (...values: readonly number[]) => new Uint8Array(values);

/** What a viewer shows of one colour: 8-bit sRGB. */
function shown(extra: Extra, colour: readonly [number, number, number], model: 0 | 2 = 2): number[] {
  const { icc, colour: stored } = sourceOf(writePng(recipe(model, 8, { extra: extra ?? [] })));
  const pixel = new Uint8ClampedArray([...colour, 77]);
  if (icc && stored !== 'cmyk') srgbConverter(icc, stored)?.(pixel);
  expect(pixel[3]).toBe(77);
  return [...pixel.subarray(0, 3)];
}

describe('the transparent colour', () => {
  const keyed = TYPES.filter(([colour]) => colour === 0 || colour === 2);
  it.each(keyed)('of colour type %i with %i bits has no more bits than that', async (colour, depth) => {
    const most = 2 ** depth - 1;
    const key = (value: number) =>
      new Uint8Array(Array.from({ length: colour === 0 ? 1 : 3 }, () => [value >> 8, value & 255]).flat());
    const sample = (x: number) => (x % 2 ? most : 0);
    const fileOf = (value: number) =>
      writePng(recipe(colour, depth, { sample, extra: [['tRNS', key(value)]] }));
    const shown = await decode(fileOf(0xffff));
    expect(shown).toEqual(await decode(fileOf(most)));
    expect([shown[3], shown[7]]).toEqual([255, 0]);
  });

  it.each([
    ['of a wrong length', 0, new Uint8Array(6)],
    ['of a wrong length', 2, new Uint8Array(2)],
    ['for a picture that has an alpha channel', 6, new Uint8Array(6)],
  ])('%s counts for nothing: colour type %i', (_, colour, chunk) => {
    const plain = sourceOf(writePng(recipe(colour, 8)));
    expect(sourceOf(writePng(recipe(colour, 8, { extra: [['tRNS', chunk]] }))).alpha).toBe(plain.alpha);
  });
});

describe('chunks out of place', () => {
  it('count for nothing: alphas before their palette', () => {
    const palette = ['PLTE', PALETTE.subarray(0, 768)] as const;
    const alphas = ['tRNS', new Uint8Array([0, 9])] as const;
    expect(sourceOf(writePng(recipe(3, 8, { extra: [palette, alphas] }))).alpha).toBe(true);
    expect(sourceOf(writePng(recipe(3, 8, { extra: [alphas, palette] }))).alpha).toBe(false);
  });

  it('count for nothing: what is said of colours behind the palette', () => {
    const palette = ['PLTE', PALETTE.subarray(0, 768)] as const;
    const wide = ['cICP', cicp(12, 13, 0, 1)] as const;
    expect(sourceOf(writePng(recipe(3, 8, { extra: [wide, palette] }))).icc).toBeDefined();
    expect(sourceOf(writePng(recipe(3, 8, { extra: [palette, wide] }))).icc).toBeUndefined();
  });
});

describe('what is said of colours', () => {
  // Display P3 to sRGB of (100, 150, 200) and of pure green, by the two spaces' definitions.
  const inP3 = [
    [
      [100, 150, 200],
      [83, 152, 205],
    ],
    [
      [0, 255, 0],
      [0, 255, 0],
    ],
  ] as const;

  it.each([
    ['cICP', [['cICP', cicp(12, 13, 0, 1)]]],
    [
      'cHRM beside the gamma of sRGB',
      [
        ['gAMA', SRGB_GAMMA],
        ['cHRM', P3],
      ],
    ],
    [
      'cICP, whatever the others say',
      [
        ['cICP', cicp(12, 13, 0, 1)],
        ['sRGB', new Uint8Array(1)],
        ['gAMA', uint32(100_000)],
      ],
    ],
  ] as const)('%s gives Display P3', (_, extra) => {
    for (const [stored, colour] of inP3) {
      for (const [i, value] of shown(extra, stored).entries())
        expect(Math.abs(value - colour[i]!)).toBeLessThan(3);
    }
  });

  it.each([
    ['nothing', []],
    [
      'sRGB over gAMA',
      [
        ['sRGB', new Uint8Array(1)],
        ['gAMA', uint32(100_000)],
      ],
    ],
    [
      'gamma and chromaticities of sRGB',
      [
        ['gAMA', SRGB_GAMMA],
        ['cHRM', REC709],
      ],
    ],
    [
      'cICP of sRGB',
      [
        ['cICP', cicp(1, 13, 0, 1)],
        ['gAMA', uint32(100_000)],
      ],
    ],
    ['a gamma that is none', [['gAMA', uint32(0)]]],
    ['cICP of YCbCr', [['cICP', cicp(9, 16, 9, 1)]]],
  ] as const)('%s: as it is stored, and without a profile', (_, extra) => {
    expect(sourceOf(writePng(recipe(2, 8, { extra }))).icc).toBeUndefined();
    expect(sourceOf(writePng(recipe(0, 8, { extra }))).icc).toBeUndefined();
  });

  it('a gamma of 1 is linear light, in colour and in grey', () => {
    for (const model of [0, 2] as const) {
      expect(shown([['gAMA', uint32(100_000)]], [55, 55, 55], model)).toEqual([128, 128, 128]);
    }
  });

  it('high dynamic range is shown with white at paper white, and never washed out', () => {
    for (const transfer of [16, 18]) {
      const levels = [0, 64, 100, 128, 150, 255].map(
        (level) => shown([['cICP', cicp(9, transfer, 0, 1)]], [level, level, level])[0]!,
      );
      expect(levels[0]).toBe(0);
      expect(levels.at(-1)).toBeGreaterThan(250);
      expect(levels).toEqual(levels.toSorted((a, b) => a - b));
      expect(new Set(levels).size).toBe(6);
    }
  });
});

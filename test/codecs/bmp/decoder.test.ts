import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bmpCodec } from '../../../src/codecs/bmp/index.ts';
import { ProcessError } from '../../../src/core/spec/error.ts';
import { headerOf } from '../headers.ts';
import { pixels, window } from '../raster/pictures.ts';
import { type Bitmap, bmpOf, decode, encode } from './files.ts';
import { eachOutside, outsideFiles } from '../../support/outside.ts';

const RED = [255, 0, 0, 255];
const GREEN = [0, 255, 0, 255];
const BLUE = [0, 0, 255, 255];
const PALETTE = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
] as const;

/** Red and green above green and blue, in every form there is. */
const FORMS: Record<string, Omit<Bitmap, 'width' | 'height'>> = {
  '4 bits': { depth: 4, palette: PALETTE, stored: [0x12, 0, 0, 0, 0x01, 0, 0, 0] },
  '8 bits': { depth: 8, palette: PALETTE, stored: [1, 2, 0, 0, 0, 1, 0, 0] },
  '2 bits': { depth: 2, palette: PALETTE, stored: [0x60, 0, 0, 0, 0x10, 0, 0, 0] },
  '5 bits a channel': { depth: 16, stored: [0xe0, 0x03, 0x1f, 0, 0, 0x7c, 0xe0, 0x03] },
  '5, 6 and 5 bits': {
    depth: 16,
    compression: 3,
    masks: [0xf800, 0x07e0, 0x001f],
    stored: [0xe0, 0x07, 0x1f, 0, 0, 0xf8, 0xe0, 0x07],
  },
  '24 bits': { depth: 24, stored: [0, 255, 0, 255, 0, 0, 0, 0, 0, 0, 255, 0, 255, 0, 0, 0] },
  '32 bits': { depth: 32, stored: [0, 255, 0, 0, 255, 0, 0, 0, 0, 0, 255, 0, 0, 255, 0, 0] },
  '10 bits a channel': {
    depth: 32,
    compression: 3,
    masks: [0x3ff00000, 0x000ffc00, 0x000003ff],
    stored: [0, 0xfc, 0x0f, 0, 0xff, 0x03, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0xfc, 0x0f, 0],
  },
  'runs of 8 bits': {
    depth: 8,
    compression: 1,
    palette: PALETTE,
    stored: [1, 1, 1, 2, 0, 0, 1, 0, 1, 1, 0, 1],
  },
  'runs of 4 bits': { depth: 4, compression: 2, palette: PALETTE, stored: [2, 0x12, 0, 0, 2, 0x01, 0, 1] },
};

describe('BMP decoder', () => {
  it.each(Object.entries(FORMS))('%s', async (_, form) => {
    const file = bmpOf({ width: 2, height: 2, ...form });
    expect([...(await decode(file))]).toEqual([...RED, ...GREEN, ...GREEN, ...BLUE]);
  });

  it.each(Object.entries(FORMS))(
    '%s, of which the file says that they begin in front of their palette',
    async (_, form) => {
      const file = bmpOf({ width: 2, height: 2, ...form });
      for (const place of [0, 54]) {
        file.writeUInt32LE(place, 10);
        expect([...(await decode(file))]).toEqual([...RED, ...GREEN, ...GREEN, ...BLUE]);
      }
    },
  );

  it.each([
    [5, 0b10110, 181],
    [8, 0b10110010, 178],
    [10, 0b1011001011, 178],
    [16, 0b1011001011111111, 178],
  ])(
    'of a channel of %i bits shows the highest 8, spread where there are fewer',
    async (bits, value, level) => {
      const pixel = (value << 9) >>> 0;
      const stored = [pixel, pixel >>> 8, pixel >>> 16, pixel >>> 24];
      const masks = [(2 ** bits - 1) * 512, 0, 0];
      const file = bmpOf({ width: 1, height: 1, depth: 32, compression: 3, masks, stored });
      expect([...(await decode(file))]).toEqual([level, 0, 0, 255]);
    },
  );

  it('reads rows from the top when the file is stored so', async () => {
    const file = bmpOf({ width: 2, height: -2, ...FORMS['24 bits']! });
    expect([...(await decode(file))]).toEqual([...GREEN, ...BLUE, ...RED, ...GREEN]);
  });

  it('reads literals, steps and the rest of a run that leaves its row', async () => {
    // Three literals and their padding; a step of one right and one up; a run of nine in a row of four.
    const stored = [0, 3, 2, 1, 2, 0, 0, 2, 0, 1, 9, 1, 0, 1];
    const file = bmpOf({ width: 4, height: 2, depth: 8, compression: 1, palette: PALETTE, stored });
    expect([...(await decode(file))]).toEqual(
      [0, 0, 0, 1, 2, 1, 2, 0].flatMap((index) => [RED, GREEN, BLUE][index]!),
    );
  });

  it.each([
    ['4 bits', { depth: 4, compression: 2, stored: [9, 0x11, 0, 0, 1, 0x20, 0, 1] }],
    ['8 bits', { depth: 8, compression: 1, stored: [9, 1, 0, 0, 1, 2, 0, 1] }],
    ['literals', { depth: 8, compression: 1, stored: [0, 5, 1, 1, 1, 1, 1, 0, 0, 0, 1, 2, 0, 1] }],
  ] as const)('leaves the next row clean where a run of %s leaves its own', async (_, form) => {
    const file = bmpOf({ width: 4, height: 2, palette: PALETTE, ...form });
    expect([...(await decode(file))]).toEqual(
      [2, 0, 0, 0, 1, 1, 1, 1].flatMap((index) => [RED, GREEN, BLUE][index]!),
    );
  });

  it('shows black where a palette or the data ends early', async () => {
    const palette = bmpOf({
      width: 2,
      height: 1,
      depth: 8,
      palette: PALETTE.slice(0, 1),
      stored: [0, 1, 0, 0],
    });
    expect([...(await decode(palette))]).toEqual([...RED, 0, 0, 0, 255]);
    const cut = bmpOf({ width: 2, height: 2, depth: 24, stored: [0, 255, 0, 255, 0, 0, 0, 0] });
    expect([...(await decode(cut))]).toEqual([0, 0, 0, 255, 0, 0, 0, 255, ...GREEN, ...BLUE]);
  });

  it('gives any part as it is in the whole', async () => {
    const size = { width: 37, height: 23 };
    const drawn = pixels(size, 4, false);
    const file = await encode(drawn, size, false);
    await fc.assert(
      fc.asyncProperty(window(size), async (part) => {
        const rows = Array.from({ length: part.height }, (_, row) => {
          const from = ((part.y + row) * size.width + part.x) * 4;
          return [...drawn.subarray(from, from + part.width * 4)];
        });
        expect([...(await decode(file, part))]).toEqual(rows.flat());
      }),
      { numRuns: 60 },
    );
  });

  it('refuses a file without pixels and one that wraps another format', async () => {
    const file = bmpOf({ width: 2, height: 2, depth: 24, stored: [] });
    await expect(decode(file)).rejects.toMatchObject({ code: 'BadRequest' });
    const jpeg = bmpOf({ width: 2, height: 2, depth: 24, compression: 4, stored: [1, 2, 3] });
    await expect(decode(jpeg)).rejects.toMatchObject({ code: 'BadRequest', detail: { ec: '0040-00000005' } });
    // OS/2 gives the number of masks to the Huffman codes of facsimiles.
    const huffman = bmpOf({
      width: 8,
      height: 1,
      depth: 1,
      compression: 3,
      masks: [0, 0, 0],
      stored: [1, 2, 3, 4],
    });
    await expect(decode(huffman)).rejects.toMatchObject({
      code: 'BadRequest',
      detail: { ec: '0040-00000005' },
    });
  });

  it('withstands any damage', async () => {
    const form = fc.constantFrom(...Object.values(FORMS));
    await fc.assert(
      fc.asyncProperty(form, fc.nat(90), fc.nat(255), fc.nat(90), async (bitmap, at, byte, length) => {
        const file = bmpOf({ width: 2, height: 2, ...bitmap });
        if (at < file.length) file[at] = byte;
        const broken = file.subarray(0, Math.max(2, length));
        try {
          const { width, height } = headerOf(bmpCodec, broken);
          if (width * height < 10_000) await decode(broken);
        } catch (error) {
          expect(error).toBeInstanceOf(ProcessError);
        }
      }),
      { numRuns: 600 },
    );
  });

  const striped = outsideFiles('corpus/formats', /^Info_(4_Bit|8_Bit_Top_Down|R8_G8_B8|X1_R5_G5_B5)\.bmp$/);
  eachOutside('%s: red, green and blue stripes', striped, async (file) => {
    const stripes = [RED, GREEN, BLUE].flatMap((colour) => Array(12).fill(colour).flat());
    expect([...(await decode(file))]).toEqual(stripes);
  });
});

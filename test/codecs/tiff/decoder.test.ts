import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp, { type TiffOptions } from 'sharp';
import { describe, expect, it } from 'vitest';
import { ProcessError } from '../../../src/core/spec/error.ts';
import { keep } from '../../../src/core/image/geometry.ts';
import { headerOf } from '../headers.ts';
import { cropped } from '../png/decode.ts';
import { pixels, window } from '../raster/pictures.ts';
import { basic, codec, decode, decodeBySharp, decoder, type Field, numbers, writeTiff } from './files.ts';
import { eachOutside, outsideFiles } from '../../support/outside.ts';

const SIZE = { width: 61, height: 47 };
const opaque = pixels(SIZE, 7, true);
const clear = pixels(SIZE, 9, false);
const rgb = opaque.filter((_, i) => i % 4 !== 3);
const drawn = sharp(opaque, { raw: { ...SIZE, channels: 4 } }).removeAlpha();
const smooth = sharp(rgb, { raw: { ...SIZE, channels: 3 } }).blur(3);

/** How far apart two pictures are at most, byte by byte. */
function distance(a: Uint8Array, b: Uint8Array): number {
  expect(a).toHaveLength(b.length);
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return most;
}

const COMPRESSIONS: TiffOptions[] = (['none', 'lzw', 'deflate', 'packbits'] as const).flatMap((compression) =>
  [false, true].flatMap((tile) =>
    (['none', 'horizontal'] as const).map((predictor) => ({
      compression,
      tile,
      tileWidth: 16,
      tileHeight: 32,
      predictor,
    })),
  ),
);

describe('what libvips writes', () => {
  it.each(COMPRESSIONS)('$compression, tiles $tile, predictor $predictor', async (options) => {
    for (const image of [drawn, sharp(clear, { raw: { ...SIZE, channels: 4 } })]) {
      const file = await image.clone().tiff(options).toBuffer();
      expect(await decode(file)).toEqual(await decodeBySharp(file));
    }
  });

  it.each([1, 2, 4] as const)('%i bits of grey', async (bitdepth) => {
    for (const miniswhite of [false, true]) {
      const grey = drawn.clone().greyscale();
      const file = await grey.tiff({ bitdepth, miniswhite, compression: 'none' }).toBuffer();
      expect(await decode(file)).toEqual(await decodeBySharp(file));
    }
  });

  it('fax lines, in both senses of black', async () => {
    const grey = smooth.clone().greyscale().toColourspace('b-w');
    for (const miniswhite of [false, true]) {
      const file = await grey.clone().tiff({ bitdepth: 1, miniswhite, compression: 'ccittfax4' }).toBuffer();
      expect(await decode(file)).toEqual(await decodeBySharp(file));
    }
  });

  it('JPEG and WebP inside, in strips and tiles', async () => {
    for (const tile of [false, true]) {
      const jpeg = await smooth
        .clone()
        .tiff({ compression: 'jpeg', tile, tileWidth: 32, tileHeight: 16 })
        .toBuffer();
      expect(distance(await decode(jpeg), await decodeBySharp(jpeg))).toBeLessThanOrEqual(4);
      const webp = await smooth
        .clone()
        .tiff({ compression: 'webp', tile, tileWidth: 32, tileHeight: 16 })
        .toBuffer();
      expect(await decode(webp)).toEqual(await decodeBySharp(webp));
    }
  });

  it('16 bits, floats as linear light, BigTIFF', async () => {
    const deep = await drawn
      .clone()
      .toColourspace('rgb16')
      .tiff({ predictor: 'horizontal', compression: 'lzw' })
      .toBuffer();
    expect(await decode(deep)).toEqual(await decodeBySharp(deep));
    const light = await drawn
      .clone()
      .toColourspace('scrgb')
      .tiff({ predictor: 'float', compression: 'deflate' })
      .toBuffer();
    expect(distance(await decode(light), await decodeBySharp(light))).toBeLessThanOrEqual(1);
    const big = await drawn.clone().tiff({ bigtiff: true, compression: 'lzw' }).toBuffer();
    expect(await decode(big)).toEqual(await decodeBySharp(big));
  });

  it('any region is that part of the whole', async () => {
    const files = await Promise.all(
      COMPRESSIONS.filter(({ predictor }) => predictor === 'horizontal').map((options) =>
        drawn.clone().tiff(options).toBuffer(),
      ),
    );
    await fc.assert(
      fc.asyncProperty(window(SIZE), fc.constantFrom(...files), async (cut, file) => {
        expect(await decode(file, cut)).toEqual(cropped(opaque, SIZE.width, cut));
      }),
      { numRuns: 60 },
    );
  });
});

/** A picture of two pixels in one row, by its samples. */
function two(
  fields: { photometric: number; bits?: number; samples?: number },
  more: Field[],
  ...bytes: number[]
) {
  const size = { width: 2, height: 1 };
  return writeTiff({ fields: [...basic(size, fields), ...more], segments: [Uint8Array.from(bytes)] });
}

describe('meaning of samples', () => {
  const cases: [name: string, file: Uint8Array, expected: number[]][] = [
    ['white is zero', two({ photometric: 0, samples: 1 }, [], 0, 200), [255, 255, 255, 255, 55, 55, 55, 255]],
    [
      '12 bits',
      two({ photometric: 1, samples: 1, bits: 12 }, [], 0xab, 0xcd, 0xef),
      [0xab, 0xab, 0xab, 255, 0xde, 0xde, 0xde, 255],
    ],
    [
      'signed',
      two({ photometric: 1, samples: 1 }, [[339, 3, 2]], 0x80, 0x7f),
      [0, 0, 0, 255, 255, 255, 255, 255],
    ],
    [
      '32 bits',
      two({ photometric: 1, samples: 1, bits: 32 }, [], 0, 0, 0, 1, 9, 9, 9, 254),
      [1, 1, 1, 255, 254, 254, 254, 255],
    ],
    [
      'a palette of 16 bits',
      two(
        { photometric: 3, samples: 1, bits: 1 },
        [[320, 3, 0x1100, 0xff00, 0x2200, 0xee00, 0x3300, 0xdd00]],
        0x40,
      ),
      [0x11, 0x22, 0x33, 255, 0xff, 0xee, 0xdd, 255],
    ],
    [
      'premultiplied alpha',
      two({ photometric: 2, samples: 4 }, [[338, 3, 1]], 64, 32, 0, 128, 7, 7, 7, 0),
      [128, 64, 0, 128, 7, 7, 7, 0],
    ],
    [
      'straight alpha of grey',
      two({ photometric: 1, samples: 2 }, [[338, 3, 2]], 9, 5, 8, 6),
      [9, 9, 9, 5, 8, 8, 8, 6],
    ],
    ['Lab, signed', two({ photometric: 8 }, [], 255, 0, 0, 0, 0, 0), [255, 255, 255, 255, 0, 0, 0, 255]],
    [
      'Lab from -128',
      two({ photometric: 9 }, [], 255, 128, 128, 0, 128, 128),
      [255, 255, 255, 255, 0, 0, 0, 255],
    ],
    [
      'YCbCr of two pixels a unit',
      two({ photometric: 6 }, [[530, 3, 2, 1]], 76, 150, 85, 255),
      [254, 0, 0, 255, 255, 74, 73, 255],
    ],
    ...[
      [Number.NaN, Number.NaN, Number.NaN],
      [0.3, 0, 0.7],
      [Number.POSITIVE_INFINITY, 0.6, 0.1],
    ].map((named): [string, Uint8Array, number[]] => {
      const fields: Field[] = [
        [529, 5, ...named],
        [530, 3, 1, 1],
        [532, 5, 0, Number.NaN, 128, 255, 128, 255],
      ];
      const name = `YCbCr by ${named.join(', ')}, which is no way to make colours`;
      return [
        name,
        two({ photometric: 6 }, fields, 76, 85, 255, 9, 128, 128),
        [254, 0, 0, 255, 9, 9, 9, 255],
      ];
    }),
    ['planes apart', two({ photometric: 2 }, [[284, 3, 2]], 1, 4), [1, 0, 0, 255, 4, 0, 0, 255]],
  ];
  it.each(cases)('%s', async (_name, file, expected) => {
    expect(distance(await decode(file), Uint8Array.from(expected))).toBeLessThanOrEqual(1);
  });

  it('inks have no colour where there are none', async () => {
    const file = two({ photometric: 5, samples: 4 }, [], 0, 0, 0, 0, 0, 0, 0, 255);
    const [white, black] = [await decode(file), (await decode(file)).subarray(4)];
    expect([...white.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
    expect(Math.max(...black.subarray(0, 3))).toBeLessThan(60);
  });

  it('bits from the lowest on', async () => {
    const file = two({ photometric: 1, samples: 1, bits: 1 }, [[266, 3, 2]], 0b10);
    expect([...(await decode(file))]).toEqual([0, 0, 0, 255, 255, 255, 255, 255]);
  });

  it('differences of 16 and 32 bits, and of planes, in both byte orders', async () => {
    for (const little of [true, false]) {
      for (const bytes of [2, 4]) {
        const size = { width: 3, height: 1 };
        const values = [1, 2 ** (bytes * 8) - 2, 300].map((value): [number, number] => [bytes, value]);
        const file = writeTiff({
          fields: [
            ...basic(size, { photometric: 1, samples: 1, bits: bytes * 8, compression: 8 }),
            [317, 3, 2],
          ],
          segments: [deflateSync(numbers(little, ...values))],
          little,
        });
        expect([...(await decode(file))].filter((_, i) => i % 4 === 0)).toEqual([
          0,
          255,
          bytes === 2 ? 1 : 0,
        ]);
      }
    }
  });
});

/** Six pixels of two lines, a run of three and three turned by the second: coded by hand from the tables of T.4. */
describe('fax by hand', () => {
  const size = { width: 6, height: 2 };
  const bits = (text: string) => {
    const all = text.replaceAll(' ', '').padEnd(Math.ceil(text.replaceAll(' ', '').length / 8) * 8, '0');
    return Uint8Array.from(all.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
  };
  const EOL = '000000000001';
  const [white3, black3, white2, black4] = ['1000', '10', '0111', '011'];
  const expected = [0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1].map((black) => (black ? 0 : 255));
  const cases: [string, number, Field[], Uint8Array][] = [
    ['Modified Huffman, each line from a whole byte', 2, [], bits(`${white3}${black3}00 ${white2}${black4}`)],
    ['T.4 in one dimension', 3, [[292, 4, 0]], bits(`${EOL}${white3}${black3}${EOL}${white2}${black4}`)],
    [
      'T.4 with filling zeros',
      3,
      [[292, 4, 4]],
      bits(`0000${EOL}${white3}${black3}000000${EOL}${white2}${black4}`),
    ],
    ['T.4 in two dimensions', 3, [[292, 4, 1]], bits(`${EOL}1${white3}${black3}${EOL}0 010 1`)],
    ['T.6', 4, [], bits(`001${white3}${black3} 010 1`)],
  ];
  it.each(cases)('%s', async (_name, compression, more, data) => {
    const fields = [...basic(size, { photometric: 0, samples: 1, bits: 1, compression }), ...more];
    const file = writeTiff({ fields, segments: [data] });
    expect([...(await decode(file))].filter((_, i) => i % 4 === 0)).toEqual(expected);
  });
});

describe('broken files', () => {
  const striped = (segments: Uint8Array[], compression = 1) =>
    writeTiff({
      fields: basic({ width: 4, height: 4 }, { photometric: 1, samples: 1, rows: 2, compression }),
      segments,
    });

  it('show what is there, and zeros for what is not', async () => {
    const whole = new Uint8Array(8).fill(9);
    const grey = async (file: Uint8Array) => [...(await decode(file))].filter((_, i) => i % 4 === 0);
    expect(await grey(striped([whole, whole.subarray(0, 3)]))).toEqual([...whole, 9, 9, 9, 0, 0, 0, 0, 0]);
    expect(await grey(striped([whole]))).toEqual([...whole, 0, 0, 0, 0, 0, 0, 0, 0]);
    const cut = deflateSync(Uint8Array.from({ length: 8 }, (_, i) => i * 31)).subarray(0, 8);
    expect((await grey(striped([cut, cut], 8))).length).toBe(16);
  });

  const refused: [string, Uint8Array][] = [
    ['an unknown compression', striped([new Uint8Array(8)], 34_712)],
    ['no pixels at all', striped([new Uint8Array(0)])],
    ['a strip that is no stream', striped([new Uint8Array(8).fill(255)], 8)],
    [
      '17 samples',
      writeTiff({ fields: basic({ width: 1, height: 1 }, { samples: 17 }), segments: [new Uint8Array(17)] }),
    ],
    [
      'tiles without a size',
      writeTiff({
        fields: [...basic({ width: 1, height: 1 }, {}), [322, 3, 0], [323, 3, 0]],
        segments: [new Uint8Array(3)],
        tiled: true,
      }),
    ],
    [
      'too few samples',
      writeTiff({ fields: basic({ width: 1, height: 1 }, { samples: 2 }), segments: [new Uint8Array(3)] }),
    ],
  ];
  it.each(refused)('%s', async (_name, file) => {
    const error = await decode(file).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProcessError);
    expect(error).toMatchObject({ status: 400, detail: { ec: '0040-00000005' } });
  });
});

/** Files that libvips cannot read, or reads in another sense: signed samples, 12 bits, Lab, LZMA; and inks, by a model. */
const OTHERWISE = /\/(16bit\.s|12bit|hopper\.Lab|hopper_lzma|[^/]*cmyk)/;
/** Compressions and damages that are refused. */
const REFUSED = /\/crash/;

describe('files of others', () => {
  const files = outsideFiles('corpus/tiff');
  const [refusedOnes, shown] = [true, false].map((is) => files.filter((path) => REFUSED.test(path) === is));

  eachOutside('%s is refused', refusedOnes!, async (file) => {
    await expect(decode(file)).rejects.toBeInstanceOf(ProcessError);
  });

  eachOutside('%s is shown', shown!, async (file, path) => {
    const pixels = await decode(file);
    if (!OTHERWISE.test(path)) expect(distance(pixels, await decodeBySharp(file))).toBeLessThanOrEqual(3);
  });
});

describe('memory', () => {
  it('is a few rows for strips, and a row of tiles for tiles', async () => {
    const size = { width: 4000, height: 3000 };
    for (const tiled of [false, true]) {
      const more: Field[] = tiled
        ? [
            [322, 3, 256],
            [323, 3, 256],
          ]
        : [];
      const fields = [...basic(size, { compression: 5 }), ...more];
      const source = headerOf(codec, writeTiff({ fields, segments: [new Uint8Array(9)], tiled }));
      const whole = { x: 0, y: 0, ...size };
      const { peakBytes } = decoder.plan(source, { cut: whole, scale: size, window: whole });
      expect(peakBytes).toBeLessThan(tiled ? 5e6 : 1e6);
    }
  });

  it('counts a copy of the file where bits are read from the lowest on', () => {
    const size = { width: 400, height: 300 };
    const [plain, reversed] = [1, 2].map((order) => {
      const fields = [...basic(size, { compression: 5 }), [266, 3, order] as Field];
      const file = writeTiff({ fields, segments: [new Uint8Array(1_000_000)] });
      return { file, ...decoder.plan(headerOf(codec, file), keep(size)) };
    });
    expect(reversed!.peakBytes - plain!.peakBytes).toBe(reversed!.file.length);
  });
});

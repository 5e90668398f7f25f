/** JPEG inside: the old kind in all its forms, planes, and memory that does not grow with a strip. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { ProcessError } from '../../../src/core/spec/error.ts';
import { headerOf } from '../headers.ts';
import { pixels } from '../raster/pictures.ts';
import { basic, codec, decode, decoder, type Field, writeTiff } from './files.ts';
import { jpegOf, oldForms, oldTiles } from './old-jpegs.ts';

const forms = [...(await oldForms()), await oldTiles()];

describe('old-style JPEG', () => {
  it.each(forms)('$name', async ({ file, newer }) => {
    expect(await decode(file)).toEqual(await decode(newer));
    const cut = { x: 9, y: 20, width: 37, height: 33 };
    expect(await decode(file, cut)).toEqual(await decode(newer, cut));
  });

  it.each(forms)('$name, cut off: shown in part or refused', async ({ file }) => {
    for (let end = 9; end < file.length; end += 61) {
      const error = await Promise.resolve()
        .then(() => decode(file.subarray(0, end)))
        .catch((thrown: unknown) => thrown);
      if (error instanceof Error) expect(error).toMatchObject({ name: ProcessError.name, status: 400 });
    }
  });

  it('has black and white where the file says', async () => {
    const [size, grey] = [{ width: 16, height: 16 }, 126];
    const flat = Uint8Array.from({ length: 16 * 16 * 4 }, (_, i) => (i % 4 === 3 ? 255 : grey));
    const fields: Field[] = [
      ...basic(size, { compression: 6, photometric: 6 }),
      [532, 4, 16, 235, 128, 240, 128, 240],
    ];
    const shown = await decode(writeTiff({ fields, segments: [await jpegOf(flat, size)] }));
    const wanted = Math.round(((grey - 16) * 255) / 219);
    expect([...new Set(shown)].toSorted((a, b) => a - b)).toEqual([wanted, 255]);
  });

  it('without loss is refused', async () => {
    const { file } = forms.find(({ name }) => name === 'tables, and a strip')!;
    const source = headerOf(codec, file);
    const fields: Field[] = [...basic(source, { compression: 6, photometric: 6 }), [512, 3, 14]];
    const lossless = writeTiff({ fields, segments: [new Uint8Array(9)] });
    await expect(decode(lossless)).rejects.toMatchObject({ message: 'This image format is not supported.' });
  });
});

it('old-style JPEG of more samples than there are is refused by its header', async () => {
  const fields = basic({ width: 8, height: 8 }, { compression: 6, photometric: 6 });
  for (const samples of [4, 1e8, 0xffff_ffff]) {
    const many: Field[] = [...fields.filter(([tag]) => tag !== 277), [277, 4, samples]];
    const file = writeTiff({ fields: many, segments: [new Uint8Array(9)] });
    await expect(decode(file)).rejects.toMatchObject({ message: 'This image format is not supported.' });
  }
});

describe('JPEG planes', () => {
  it('are put together, transparency too', async () => {
    const size = { width: 40, height: 24 };
    const rgba = pixels(size, 4, false);
    const planes = await Promise.all(
      [0, 1, 2, 3].map((channel) => {
        const grey = { raw: { ...size, channels: 1 } } as const;
        const plane = rgba.filter((_, i) => i % 4 === channel);
        return sharp(plane, grey).toColourspace('b-w').jpeg({ quality: 90 }).toBuffer();
      }),
    );
    const greys = await Promise.all(planes.map((jpeg) => sharp(jpeg).toColourspace('b-w').raw().toBuffer()));
    const fields: Field[] = [...basic(size, { compression: 7, samples: 4 }), [284, 3, 2], [338, 3, 2]];
    const shown = await decode(writeTiff({ fields, segments: planes }));
    greys.forEach((grey, channel) => {
      const plane = shown.filter((_, i) => i % 4 === channel);
      expect(Math.max(...plane.map((value, i) => Math.abs(value - grey[i]!)))).toBeLessThanOrEqual(1);
    });
  });
});

it('a strip that cannot be read, or has too few rows, is black and shifts nothing', async () => {
  const flat = (height: number, grey: number) =>
    sharp({ create: { width: 16, height, channels: 3, background: { r: grey, g: grey, b: grey } } })
      .jpeg()
      .toBuffer();
  const segments = [await flat(16, 200), new Uint8Array(9), await flat(7, 150), await flat(16, 100)];
  const fields = basic({ width: 16, height: 64 }, { compression: 7, photometric: 6, rows: 16 });
  const file = writeTiff({ fields, segments });
  const shown = await decode(file);
  const rows = Array.from({ length: 64 }, (_, y) => shown[(y * 16 + 5) * 4]);
  const runs = [
    [16, 200],
    [16, 0],
    [7, 150],
    [9, 0],
    [16, 100],
  ] as const;
  expect(rows).toEqual(runs.flatMap(([count, grey]) => Array.from({ length: count }, () => grey)));
  // Of the third strip only rows that it does not have.
  await expect(decode(file, { x: 3, y: 41, width: 9, height: 6 })).rejects.toMatchObject({
    message: 'The image file may be damaged: none of its pixels can be read.',
  });
});

describe('memory', () => {
  const plan = (file: Uint8Array) => {
    const source = headerOf(codec, file);
    const whole = { x: 0, y: 0, width: source.width, height: source.height };
    return decoder.plan(source, { cut: whole, scale: source, window: whole });
  };

  it('does not grow with a strip: it flows through', () => {
    const size = { width: 4000, height: 3000 };
    for (const compression of [6, 7]) {
      const fields = basic(size, { compression, photometric: 6 });
      expect(plan(writeTiff({ fields, segments: [new Uint8Array(9)] })).peakBytes).toBeLessThan(9e6);
    }
  });

  it.each([
    ['strip', {}, []],
    [
      'tile',
      { tiled: true },
      [
        [322, 3, 2000],
        [323, 3, 64],
      ],
    ],
  ] as [string, object, Field[]][])(
    'is refused to a %s that wants more than the first one',
    async (_, form, more) => {
      const size = { width: 2000, height: 64 };
      const image = sharp({ create: { ...size, channels: 3, background: '#888' } });
      const [once, often] = await Promise.all(
        [false, true].map((progressive) => image.clone().jpeg({ progressive }).toBuffer()),
      );
      const file = (...segments: Uint8Array[]) => {
        const both = more.length > 0 ? { width: 4000, height: 64 } : { width: 2000, height: 128 };
        const fields = [...basic(both, { compression: 7, photometric: 6, rows: 64 }), ...more];
        return writeTiff({ fields, segments, ...form });
      };
      expect(new Set(await decode(file(often!, once!)))).toEqual(new Set([0x88, 255]));
      await expect(decode(file(once!, often!))).rejects.toMatchObject({
        code: 'MemLimitExceeded',
        status: 400,
      });
    },
  );
});

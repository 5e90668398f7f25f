import { describe, expect, it } from 'vitest';
import { bmpCodec } from '../../../src/codecs/bmp/index.ts';
import { expectCalm, expectPatience, headerOf } from '../headers.ts';
import { pixels } from '../raster/pictures.ts';
import { bmpOf, encode } from './files.ts';
import { eachOutside } from '../../support/outside.ts';

const SIZE = { width: 13, height: 7 };
const opaque = await encode(pixels(SIZE, 1, true), SIZE, true);
const alpha = await encode(pixels(SIZE, 1, false), SIZE, false);

describe('BMP header', () => {
  it('tells size and transparency', () => {
    expect(headerOf(bmpCodec, opaque)).toMatchObject({ format: 'bmp', ...SIZE, frames: 1, alpha: false });
    expect(headerOf(bmpCodec, alpha)).toMatchObject({ format: 'bmp', ...SIZE, alpha: true });
  });

  it('reads the short header of OS/2 and files that are stored from the top', () => {
    const os2 = Buffer.from(`424d1e00000000000000190000000c0000000300020001001800${'00'.repeat(24)}`, 'hex');
    expect(headerOf(bmpCodec, os2)).toMatchObject({ width: 3, height: 2 });
    const topDown = bmpOf({ width: 2, height: -5, depth: 24, stored: Array(40).fill(0) });
    expect(headerOf(bmpCodec, topDown)).toMatchObject({ width: 2, height: 5 });
  });

  it.each([
    ['no width', { width: 0, height: 2, depth: 24 }],
    ['a negative width', { width: -3, height: 2, depth: 24 }],
    ['no height', { width: 2, height: 0, depth: 24 }],
    ['a depth nobody knows', { width: 2, height: 2, depth: 13 }],
  ])('refuses %s', (_, bitmap) => {
    const file = bmpOf({ ...bitmap, stored: Array(16).fill(0) });
    expect(() => headerOf(bmpCodec, file)).toThrow(
      expect.objectContaining({ code: 'BadRequest', status: 400 }),
    );
  });

  it('tells the resolution, which is stored a metre, a centimetre', () => {
    const file = bmpOf({ width: 2, height: 2, depth: 24, stored: Array(16).fill(0) });
    expect(headerOf(bmpCodec, file).density).toBeUndefined();
    file.writeInt32LE(2835, 38);
    file.writeInt32LE(3780, 42);
    expect(headerOf(bmpCodec, file).density).toEqual({ unit: 3, x: 28.35, y: 37.8 });
  });

  it('asks on until the header is there, and survives damage', () => {
    for (const file of [opaque, alpha]) {
      expectPatience(bmpCodec, file);
      expectCalm(bmpCodec, file);
    }
  });

  const sizes: Readonly<Record<string, readonly [width: number, height: number]>> = {
    'corpus/formats/pal8rle.bmp': [127, 64],
    'corpus/formats/rgba32.bmp': [127, 64],
    'corpus/formats/V5_A8_R8_G8_B8_Rgb.bmp': [32, 32],
    'corpus/bad/Bad_reallybig.bmp': [3_000_000, 2_000_000],
  };
  eachOutside('%s has its size', Object.keys(sizes), (file, path) => {
    const [width, height] = sizes[path]!;
    expect(headerOf(bmpCodec, file)).toMatchObject({ width, height });
  });
});

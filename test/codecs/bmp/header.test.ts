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

  /** A file with a header of so many bytes, and four masks where those of the shortest Windows header are. */
  function headed(length: number, compression: number): Buffer {
    const file = Buffer.alloc(14 + length + 64);
    file.write('BM', 'latin1');
    file.writeUInt16LE(32, 28);
    const masks = [0xff00, 0xff0000, 0xff000000, 0xff];
    const fields = [
      [14, length],
      [18, 3],
      [22, 2],
      [30, compression],
      [38, 100],
      [42, 100],
    ] as const;
    for (const [at, value] of [...fields, ...masks.map((mask, i) => [54 + i * 4, mask] as const)])
      file.writeUInt32LE(value, at);
    return file;
  }

  const USUAL = [0xff0000, 0xff00, 0xff, 0];
  const OWN = [0xff00, 0xff0000, 0xff000000, 0];
  const CLEAR = [0xff00, 0xff0000, 0xff000000, 0xff];
  // Where masks begin to be read, to lie inside, and to be four (Microsoft, "Bitmap Header Types").
  it.each([
    [39, 3, { masks: USUAL, at: 53 }],
    [40, 0, { masks: USUAL, at: 54 }],
    [40, 3, { masks: OWN, at: 66 }],
    [40, 6, { masks: CLEAR, at: 70 }],
    [51, 3, { masks: OWN, at: 77 }],
    [51, 6, { masks: CLEAR, at: 81 }],
    [52, 3, { masks: OWN, at: 66 }],
    [52, 6, { masks: CLEAR, at: 66 }],
    [55, 3, { masks: OWN, at: 69 }],
    [56, 3, { masks: CLEAR, at: 70 }],
    [57, 3, { masks: CLEAR, at: 71 }],
    [124, 3, { masks: CLEAR, at: 138 }],
    [256, 0, { masks: USUAL, at: 270 }],
  ])('of %i bytes and compression %i has its masks and its palette', (length, compression, { masks, at }) => {
    const { alpha: clear, density, details } = headerOf(bmpCodec, headed(length, compression));
    expect(details).toMatchObject({ masks, palette: { at }, pixelsAt: at });
    expect(clear).toBe(masks[3] !== 0);
    expect(density).toEqual(length < 40 ? undefined : { unit: 3, x: 1, y: 1 });
  });

  it.each([0, 11, 13, 15, 257, 0xffffffff])('of %i bytes is refused', (length) => {
    const file = headed(256, 0);
    file.writeUInt32LE(length, 14);
    expect(() => headerOf(bmpCodec, file)).toThrow(expect.objectContaining({ code: 'BadRequest' }));
  });

  it('tells the resolution, which is stored a metre, a centimetre', () => {
    const file = bmpOf({ width: 2, height: 2, depth: 24, stored: Array(16).fill(0) });
    expect(headerOf(bmpCodec, file).density).toBeUndefined();
    file.writeInt32LE(2835, 38);
    file.writeInt32LE(3780, 42);
    expect(headerOf(bmpCodec, file).density).toEqual({ unit: 3, x: 28.35, y: 37.8 });
  });

  it.each([
    [1, 1, true],
    [0, 1, false],
    [1, 0, false],
    [-1, 1, false],
    [1, -1, false],
    [-1, -1, false],
  ])('tells a resolution that is one both ways: %i across, %i down', (x, y, known) => {
    const file = bmpOf({ width: 2, height: 2, depth: 24, stored: Array(16).fill(0) });
    file.writeInt32LE(x, 38);
    file.writeInt32LE(y, 42);
    expect(headerOf(bmpCodec, file).density).toEqual(known ? { unit: 3, x: 0.01, y: 0.01 } : undefined);
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

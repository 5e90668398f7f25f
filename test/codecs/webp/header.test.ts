import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { ProcessError } from '../../../src/core/spec/error.ts';
import { scene } from '../jpeg/encode-pictures.ts';
import { pixels } from '../raster/pictures.ts';
import { freshCodec, headerOf, webpOf } from './files.ts';
import { eachOutside, outsideFiles } from '../../support/outside.ts';

const SIZE = { width: 37, height: 23 };
const lossy = await webpOf(scene(SIZE), SIZE);
const lossyAlpha = await webpOf(pixels(SIZE, 5, false), SIZE);
const lossless = await webpOf(scene(SIZE), SIZE, { lossless: true });
const losslessAlpha = await webpOf(pixels(SIZE, 5, false), SIZE, { lossless: true });
const rotated = await sharp(lossy).withMetadata({ orientation: 6 }).webp().toBuffer();
const profiled = await sharp(lossy).withIccProfile('p3').webp().toBuffer();
const animated = await sharp(Buffer.concat([scene(SIZE), pixels(SIZE, 1, false), scene(SIZE, 60)]), {
  raw: { width: SIZE.width, height: SIZE.height * 3, channels: 4, pageHeight: SIZE.height },
})
  .webp()
  .toBuffer();

const FILES = { lossy, lossyAlpha, lossless, losslessAlpha, rotated, profiled, animated };

describe('WebP header', () => {
  it.each([
    ['lossy', { alpha: false, details: { lossless: false }, frames: 1, orientation: 1 }],
    ['lossyAlpha', { alpha: true, details: { lossless: false }, frames: 1, orientation: 1 }],
    ['lossless', { alpha: false, details: { lossless: true }, frames: 1, orientation: 1 }],
    ['losslessAlpha', { alpha: true, details: { lossless: true }, frames: 1, orientation: 1 }],
    ['rotated', { alpha: false, details: { lossless: false }, frames: 1, orientation: 6 }],
    ['animated', { alpha: true, details: { lossless: false }, frames: 3, orientation: 1 }],
  ] as const)('%s', (name, facts) => {
    const file = FILES[name];
    expect(headerOf(file)).toMatchObject({ ...SIZE, ...facts, format: 'webp', bytes: file.length });
  });

  it('tells what transparency takes, where that is a chunk of its own', () => {
    const { buffer, byteOffset } = lossyAlpha;
    const chunk = Buffer.from(lossyAlpha).indexOf('ALPH');
    const length = new DataView(buffer, byteOffset).getUint32(chunk + 4, true);
    expect(headerOf(lossyAlpha).alphaBytes).toBe(length);
    for (const file of [lossy, lossless, losslessAlpha]) expect(headerOf(file).alphaBytes).toBeUndefined();
  });

  it('tells the resolution of its Exif', async () => {
    const dense = await sharp(lossy).withMetadata({ density: 300 }).webp().toBuffer();
    expect(headerOf(dense).density).toEqual({ unit: 2, x: 300, y: 300 });
    expect(headerOf(lossy).density).toBeUndefined();
  });

  it('keeps the colour profile whole', async () => {
    const { icc } = await sharp(profiled).metadata();
    expect(headerOf(profiled).icc).toEqual(new Uint8Array(icc!));
    expect(headerOf(lossy).icc).toBeUndefined();
  });

  it.each(Object.entries(FILES))('%s: any beginning tells all or asks for more', (_, file) => {
    const codec = freshCodec();
    const all = headerOf(file);
    for (let length = 12; length < file.length; length++) {
      const told = codec.readHeader(file.subarray(0, length), file.length);
      if (told !== 'more') expect(told).toEqual(all);
    }
  });

  it('needs no more than the first 30 bytes of a simple file', () => {
    for (const file of [lossy, lossless]) {
      expect(freshCodec().readHeader(file.subarray(0, 30), file.length)).not.toBe('more');
    }
  });

  it('knows its files by their first bytes alone', () => {
    const codec = freshCodec();
    expect(codec.sniff(lossy.subarray(0, 32))).toBe(true);
    expect(codec.sniff(lossy.subarray(0, 11))).toBe(false);
    expect(codec.sniff(Buffer.from('RIFF0000WAVEfmt '))).toBe(false);
  });

  it('reads or refuses any damage', () => {
    const damage = fc.record({
      name: fc.constantFrom(...(Object.keys(FILES) as (keyof typeof FILES)[])),
      at: fc.nat(80),
      byte: fc.nat(255),
      length: fc.integer({ min: 12, max: 400 }),
    });
    fc.assert(
      fc.property(damage, ({ name, at, byte, length }) => {
        const file = Uint8Array.from(FILES[name].subarray(0, length));
        if (12 + at < file.length) file[12 + at] = byte;
        try {
          const source = freshCodec().readHeader(file, file.length);
          expect(source).toMatchObject({ format: 'webp' });
        } catch (error) {
          expect(error).toBeInstanceOf(ProcessError);
          expect(error).toMatchObject({ code: 'BadWebPImage', detail: { ec: '0040-00000010' } });
        }
      }),
      { numRuns: 400 },
    );
  });

  eachOutside('counts the frames of %s', outsideFiles('corpus/animated', /\.webp$/), async (file) => {
    const { pages, width, height } = await sharp(file).metadata();
    expect(headerOf(file)).toMatchObject({ frames: pages, width, height });
  });
});

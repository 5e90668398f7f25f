import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { keptBytes } from '../../../src/codecs/instance.ts';
import { whole } from '../../../src/core/image/geometry.ts';
import type { Size } from '../../../src/core/image/picture.ts';
import { scene } from '../jpeg/encode-pictures.ts';
import { collect, pixels } from '../raster/pictures.ts';
import { animationOf, decode, freshCodec, headerOf, reference, webpOf } from './files.ts';
import { eachOutside, outsideFiles } from '../../support/outside.ts';

const SIZE = { width: 211, height: 97 };
/** All of a picture at full size. */
const allOf = (size: Size) => ({ cut: whole(size), scale: size, window: whole(size) });

/** Prefix codes and tiles that a lossless bitstream may have and seldom has. */
const MOST_TABLES = 16 << 20;

describe('WebP decoder', () => {
  it.each([
    ['lossy', true, {}],
    ['lossy with transparency', false, {}],
    ['lossless', true, { lossless: true }],
    ['lossless with transparency', false, { lossless: true, exact: true }],
  ] as const)('%s: every byte as libvips decodes it', async (_, opaque, options) => {
    const file = await webpOf(opaque ? scene(SIZE) : pixels(SIZE, 3, false), SIZE, options);
    const ours = Buffer.from(await decode(file));
    expect(ours.equals(await reference(file))).toBe(true);
  });

  eachOutside('%s as libvips decodes it', outsideFiles('corpus/formats', /\.webp$/), async (file) => {
    expect(Buffer.from(await decode(file)).equals(await reference(file))).toBe(true);
  });

  it('shows the first frame of an animation', async () => {
    const first = pixels(SIZE, 9, false);
    const file = await sharp(Buffer.concat([first, scene(SIZE)]), {
      raw: { width: SIZE.width, height: SIZE.height * 2, channels: 4, pageHeight: SIZE.height },
    })
      .webp({ lossless: true, exact: true })
      .toBuffer();
    expect(headerOf(file).frames).toBe(2);
    expect(Buffer.from(await decode(file)).equals(Buffer.from(first))).toBe(true);
  });

  it('lays a first frame that is smaller than its canvas onto a clear one', async () => {
    const frame = await webpOf(
      scene({ width: 20, height: 10 }),
      { width: 20, height: 10 },
      { lossless: true },
    );
    const place = { x: 8, y: 6, width: 20, height: 10 };
    const file = animationOf({ width: 40, height: 30 }, [{ place, chunks: frame.subarray(12) }]);
    const expected = await sharp({ create: { width: 40, height: 30, channels: 4, background: '#0000' } })
      .composite([{ input: frame, left: 8, top: 6 }])
      .raw()
      .toBuffer();
    expect(Buffer.from(await decode(file)).equals(expected)).toBe(true);
  });

  it('refuses a frame that leaves its canvas', async () => {
    const frame = await webpOf(scene({ width: 20, height: 10 }), { width: 20, height: 10 });
    const place = { x: 8, y: 6, width: 20, height: 10 };
    const file = animationOf({ width: 24, height: 30 }, [{ place, chunks: frame.subarray(12) }]);
    await expect(decode(file)).rejects.toMatchObject({ code: 'BadWebPImage' });
  });

  it('refuses what is cut off, and shows the next file rightly', async () => {
    const file = await webpOf(scene(SIZE), SIZE);
    const codec = freshCodec();
    for (const length of [40, 200, file.length >> 1, file.length - 40]) {
      const cut = file.subarray(0, length);
      await expect(decode(cut, codec)).rejects.toMatchObject({
        code: 'BadWebPImage',
        status: 400,
        message: 'The webp image file may be damaged.',
        detail: { ec: '0040-00000010' },
      });
    }
    expect(Buffer.from(await decode(file, codec)).equals(await reference(file))).toBe(true);
  });

  it.each([
    ['lossy', { width: 2600, height: 1800 }, true, {}],
    ['lossy with transparency', { width: 2600, height: 1800 }, false, {}],
    ['lossless', { width: 1800, height: 1300 }, true, { lossless: true }],
  ] as const)('%s: plans what it holds, and hardly more', async (_, size, opaque, options) => {
    const file = await webpOf(opaque ? scene(size) : pixels(size, 3, false), size, { effort: 0, ...options });
    const before = keptBytes();
    await decode(file);
    const held = keptBytes() - before;
    const planned = freshCodec().decoder!.plan(headerOf(file), allOf(size)).peakBytes;
    expect(planned).toBeGreaterThanOrEqual(held);
    expect(planned).toBeLessThanOrEqual(held + MOST_TABLES);
  });

  it.each([10, 30, 80])(
    'averages what no filter has smoothed, quality %i, as libwebp does',
    async (quality) => {
      const size = { width: 640, height: 480 };
      const file = await webpOf(scene(size), size, { quality });
      const scale = { width: 160, height: 120 };
      const { decoder } = freshCodec();
      const source = headerOf(file);
      const wish = { cut: whole(size), scale, window: whole(scale) };
      expect(decoder!.plan(source, wish).route).toBe('rows 1/2');
      const means = await collect(decoder!.decode(file, source, wish));
      const theirs = await sharp(file).resize(320).ensureAlpha().raw().toBuffer();
      const off = means.reduce((sum, mean, i) => sum + Math.abs(mean - theirs[i]!), 0);
      expect(off / means.length).toBeLessThan(1);
    },
  );

  it('decodes any number of pictures, read to their end or not, in the same memory', async () => {
    const size = { width: 700, height: 500 };
    const file = await webpOf(scene(size), size, { effort: 0 });
    const source = headerOf(file);
    const codec = freshCodec();
    const expected = await reference(file);
    expect(Buffer.from(await decode(file, codec)).equals(expected)).toBe(true);
    const before = keptBytes();
    for (let round = 0; round < 150; round++) {
      for await (const band of codec.decoder!.decode(file, source, allOf(size)).bands()) {
        expect(Buffer.from(band).equals(expected.subarray(0, band.length))).toBe(true);
        break;
      }
    }
    expect(Buffer.from(await decode(file, codec)).equals(expected)).toBe(true);
    expect(keptBytes()).toBe(before);
  });
});

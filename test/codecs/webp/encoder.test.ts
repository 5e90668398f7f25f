import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { keptBytes } from '../../../src/codecs/instance.ts';
import type { Picture } from '../../../src/core/image/picture.ts';
import { scene, shades, withoutAlpha } from '../jpeg/encode-pictures.ts';
import { pixels, psnr } from '../raster/pictures.ts';
import { chunkOf, decode, encode, freshCodec, reference, WEBP, webpOf } from './files.ts';
import { itIsLikeLibvips } from './likeness.ts';

const codec = freshCodec();

describe('WebP encoder', () => {
  itIsLikeLibvips(codec);

  it('writes every small size', async () => {
    for (let side = 1; side <= 17; side++) {
      for (const size of [
        { width: side, height: 18 - side },
        { width: side, height: side },
      ]) {
        const file = await encode(shades(size), size, { opaque: true, quality: 95, codec });
        const back = await reference(file);
        expect(psnr(withoutAlpha(back), withoutAlpha(shades(size)))).toBeGreaterThan(24);
      }
    }
  });

  it('keeps transparency to the bit', async () => {
    for (const size of [
      { width: 1, height: 1 },
      { width: 2, height: 31 },
      { width: 173, height: 90 },
    ]) {
      const drawn = pixels(size, 11, false);
      const back = await reference(await encode(drawn, size, { opaque: false, codec }));
      expect(back.filter((_, at) => at % 4 === 3)).toEqual(
        Buffer.from(drawn.filter((_, at) => at % 4 === 3)),
      );
    }
  });

  it('leaves transparency out where there is none', async () => {
    const size = { width: 30, height: 20 };
    const file = await encode(scene(size), size, { opaque: false, codec });
    expect(chunkOf(file, 'ALPH')).toBeUndefined();
    expect(chunkOf(file, 'VP8X')).toBeUndefined();
  });

  it('does not let what is unseen ring into what is seen', async () => {
    const size = { width: 96, height: 96 };
    const drawn = disc(size, [230, 40, 30]);
    const back = await reference(await encode(drawn, size, { opaque: false, quality: 60, codec }));
    let worst = 0;
    for (let at = 0; at < drawn.length; at += 4) {
      if (drawn[at + 3] === 255)
        worst = Math.max(worst, Math.abs(back[at]! - 230), Math.abs(back[at + 1]! - 40));
    }
    expect(worst).toBeLessThan(8);
  });

  it('carries profile and orientation', async () => {
    const size = { width: 40, height: 30 };
    const { icc } = await sharp(
      await sharp(await webpOf(scene(size), size))
        .withIccProfile('p3')
        .webp()
        .toBuffer(),
    ).metadata();
    for (const opaque of [true, false]) {
      const drawn = opaque ? scene(size) : pixels(size, 2, false);
      const file = await encode(drawn, size, { opaque, codec, icc: new Uint8Array(icc!), orientation: 6 });
      const told = await sharp(file).metadata();
      expect(told).toMatchObject({ ...size, orientation: 6, hasAlpha: !opaque });
      expect(told.icc!.equals(icc!)).toBe(true);
    }
  });

  it('writes what libvips and our decoder read alike, and near to what was drawn, at any size, quality and busyness', async () => {
    const side = fc.integer({ min: 1, max: 70 });
    await fc.assert(
      fc.asyncProperty(
        fc.record({ width: side, height: side }),
        fc.integer({ min: 0, max: 100 }),
        fc.constantFrom('noise', 'shades', 'scene'),
        fc.boolean(),
        async (size, quality, kind, opaque) => {
          const drawn = kind === 'noise' ? pixels(size, quality, opaque) : { shades, scene }[kind](size);
          const file = await encode(drawn, size, { opaque, quality, codec });
          const back = await reference(file);
          expect(Buffer.from(await decode(file)).equals(back)).toBe(true);
          // Noise leaves nothing but the mean at the lowest quality, and a few pixels are shared by few colours.
          const least =
            kind === 'noise'
              ? quality === 100
                ? 10
                : 6
              : quality < 10 || size.width * size.height < 16
                ? 15
                : 20;
          if (opaque) expect(psnr(withoutAlpha(back), withoutAlpha(drawn))).toBeGreaterThan(least);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('does not stray over a long picture: its last rows are as near as its first', async () => {
    const size = { width: 48, height: 4000 };
    const drawn = scene(size);
    const back = withoutAlpha(
      await reference(await encode(drawn, size, { opaque: true, quality: 100, codec })),
    );
    const rows = (of: Uint8Array, from: number) =>
      of.subarray(from * size.width * 3, (from + 400) * size.width * 3);
    for (const from of [0, 3600]) {
      expect(psnr(rows(back, from), rows(withoutAlpha(drawn), from))).toBeGreaterThan(36);
    }
  });

  it('writes the longest sides', async () => {
    for (const size of [
      { width: 16_383, height: 3 },
      { width: 3, height: 16_383 },
    ]) {
      const file = await encode(shades(size), size, { opaque: true, codec });
      expect(await sharp(file).metadata()).toMatchObject(size);
      expect(psnr(withoutAlpha(await reference(file)), withoutAlpha(shades(size)))).toBeGreaterThan(20);
    }
  });

  it.each([
    ['scene', 80, { width: 1200, height: 900 }],
    ['noise', 80, { width: 1500, height: 1100 }],
    ['noise', 100, { width: 1500, height: 1100 }],
    // More than the records hold: probabilities are chosen before the picture ends.
    ['noise', 100, { width: 2400, height: 2000 }],
  ] as const)('%s at %d: plans what it holds', async (kind, quality, size) => {
    const drawn = kind === 'noise' ? pixels(size, 7, true) : scene(size);
    const own = freshCodec();
    const planned = own.encoder!.peakBytes(size, { ...WEBP, quality }, true);
    const plannedResult = own.encoder!.resultBytes!(size, { ...WEBP, quality }, true);
    const before = keptBytes();
    const result = await encode(drawn, size, { opaque: true, quality, codec: own });
    const held = keptBytes() - before;
    expect(plannedResult).toBeGreaterThanOrEqual(result.length);
    expect(planned - plannedResult).toBeGreaterThanOrEqual(held);
    expect(planned - plannedResult).toBeLessThanOrEqual(held * 1.25 + 256 * 1024);
    expect(await sharp(result).metadata()).toMatchObject(size);
  });

  it('plans a picture of the longest sides within 96 MiB', () => {
    const size = { width: 16_383, height: 16_383 };
    expect(codec.encoder!.peakBytes(size, WEBP, true)).toBeLessThan(96 * 1024 * 1024);
  });

  it('serves on after a picture that broke off', async () => {
    const size = { width: 400, height: 300 };
    const broken: Picture = {
      ...size,
      opaque: true,
      async *bands() {
        yield new Uint8ClampedArray(size.width * 40);
        throw new RangeError('broken off');
      },
    };
    const reading = async () => {
      for await (const chunk of codec.encoder!.encode(broken, WEBP)) expect(chunk.length).toBe(0);
    };
    await expect(reading()).rejects.toThrow('broken off');
    const first = await encode(scene(size), size, { opaque: true, codec: freshCodec() });
    expect(await encode(scene(size), size, { opaque: true, codec })).toEqual(first);
  });
});

/** An opaque disc on clear black, as drawing tools leave it. */
function disc(
  { width, height }: { width: number; height: number },
  colour: number[],
): Uint8Array<ArrayBuffer> {
  const drawn = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const inside = Math.hypot((i % width) - width / 2, Math.floor(i / width) - height / 2) < width / 3;
    if (inside) drawn.set([...colour, 255], i * 4);
  }
  return drawn;
}

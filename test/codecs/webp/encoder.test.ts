import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { keptBytes } from '../../../src/codecs/instance.ts';
import type { Picture, Size } from '../../../src/core/image/picture.ts';
import { scene, shades, withoutAlpha } from '../jpeg/encode-pictures.ts';
import { pixels, psnr } from '../raster/pictures.ts';
import { chunkOf, encode, freshCodec, reference, watchMemory, WEBP, webpOf } from './files.ts';

const codec = freshCodec();

describe('WebP encoder', () => {
  it.each([
    [{ width: 640, height: 480 }, 80, 1.03, 0.2],
    [{ width: 640, height: 480 }, 40, 1.03, 0.2],
    [{ width: 1200, height: 900 }, 80, 1.12, 0.6],
  ])('%o at quality %d: about the size and the likeness of libvips', async (size, quality, more, less) => {
    const drawn = scene(size);
    const ours = await encode(drawn, size, { opaque: true, quality, codec });
    const theirs = await webpOf(drawn, size, { quality });
    expect(ours.length).toBeLessThan(theirs.length * more);
    const likeness = async (file: Buffer) => psnr(withoutAlpha(await reference(file)), withoutAlpha(drawn));
    expect(await likeness(ours)).toBeGreaterThan((await likeness(theirs)) - less);
  });

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

  it.each([
    ['photograph', 80],
    ['photograph', 95],
    ['noise', 80],
    ['noise', 95],
    ['noise', 98],
    ['noise', 100],
  ])('%s at %d: plans what it holds, and hardly more', async (kind, quality) => {
    const size = { width: 1500, height: 1100 };
    const drawn = kind === 'noise' ? pixels(size, 7, true) : scene(size);
    const { file, held, planned } = await weigh(drawn, size, { opaque: true, quality });
    expect(planned).toBeGreaterThanOrEqual(held + file.length);
    expect(planned).toBeLessThanOrEqual((held + file.length) * 1.5);
  });

  it('counts the planes of transparency', async () => {
    const size = { width: 2000, height: 1500 };
    const { file, held, planned } = await weigh(pixels(size, 7, false), size, { opaque: false, quality: 80 });
    const plane = size.width * size.height;
    expect(planned).toBeGreaterThanOrEqual(held + plane + file.length);
    expect(planned).toBeLessThanOrEqual((held + plane + file.length) * 1.5);
  });

  it('writes twelve megapixels within 96 MiB, the reading of a photograph included', async () => {
    const size = { width: 4000, height: 3000 };
    const { file, held, planned } = await weigh(scene(size), size, { opaque: true, quality: 80 });
    expect(await sharp(file).metadata()).toMatchObject(size);
    expect(planned).toBeGreaterThanOrEqual(held + file.length);
    expect(planned).toBeLessThanOrEqual(88 * 1024 * 1024);
  });

  it('refuses more detail than the planned memory holds, and goes on', async () => {
    const size = { width: 3600, height: 2700 };
    const own = freshCodec();
    const busy = encode(pixels(size, 7, true), size, { opaque: true, quality: 100, codec: own });
    await expect(busy).rejects.toMatchObject({ code: 'ImageTooLarge', status: 400 });
    const small = { width: 60, height: 40 };
    const file = await encode(scene(small), small, { opaque: true, codec: own });
    expect(await sharp(file).metadata()).toMatchObject(small);
  });

  it('gives the heap back when a picture breaks off', async () => {
    const size = { width: 1000, height: 800 };
    const own = freshCodec();
    const before = keptBytes();
    for (let round = 0; round < 8; round++) {
      const broken: Picture = {
        ...size,
        opaque: true,
        async *bands() {
          yield new Uint8ClampedArray(size.width * 4);
          throw new RangeError('broken off');
        },
      };
      await expect(own.encoder!.encode(broken, WEBP)[Symbol.asyncIterator]().next()).rejects.toThrow(
        'broken off',
      );
    }
    expect(keptBytes() - before).toBeLessThanOrEqual(16 * 1024 * 1024);
  });
});

/** A file, the most memory the encoder had meanwhile, and the peak it planned. */
async function weigh(
  drawn: Uint8Array<ArrayBuffer>,
  size: Size,
  options: { opaque: boolean; quality: number },
) {
  const codec = freshCodec();
  const planned = codec.encoder!.peakBytes(size, { ...WEBP, quality: options.quality }, options.opaque);
  const { result: file, held } = await watchMemory(() => encode(drawn, size, { ...options, codec }));
  return { file, held, planned };
}

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

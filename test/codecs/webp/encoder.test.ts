import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { keptBytes } from '../../../src/codecs/instance.ts';
import { scene, shades, withoutAlpha } from '../jpeg/encode-pictures.ts';
import { pixels, psnr } from '../raster/pictures.ts';
import { chunkOf, encode, freshCodec, reference, WEBP, webpOf } from './files.ts';

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
    ['photograph', 80, 1.5],
    ['photograph', 95, 1.5],
    ['noise', 80, 1.5],
    ['noise', 95, 1.5],
    ['noise', 100, 1.5],
  ])('%s at %d: plans what it holds', async (kind, quality, spare) => {
    const size = { width: 1500, height: 1100 };
    const drawn = kind === 'noise' ? pixels(size, 7, true) : scene(size);
    const own = freshCodec();
    const before = keptBytes();
    const file = await encode(drawn, size, { opaque: true, quality, codec: own });
    const held = keptBytes() - before + file.length;
    const planned = own.encoder!.peakBytes(size, { ...WEBP, quality }, true);
    expect(planned).toBeGreaterThanOrEqual(held);
    expect(planned).toBeLessThanOrEqual(held * spare);
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

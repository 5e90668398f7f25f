import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { keptBytes } from '../../../src/codecs/instance.ts';
import type { Picture, Size } from '../../../src/core/image/picture.ts';
import { scene } from '../jpeg/encode-pictures.ts';
import { pixels } from '../raster/pictures.ts';
import { encode, freshCodec, watchMemory, WEBP } from './files.ts';
import { itIsLikeLibvips } from './likeness.ts';

const codec = freshCodec('small');

describe('libwebp as the WebP encoder', () => {
  itIsLikeLibvips(codec);

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
    // What the kernel needs at most for transparency is planned, whatever it shows.
    expect(planned).toBeLessThanOrEqual((held + plane + file.length) * 1.6);
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
    const own = freshCodec('small');
    const busy = encode(pixels(size, 7, true), size, { opaque: true, quality: 100, codec: own });
    await expect(busy).rejects.toMatchObject({ code: 'ImageTooLarge', status: 400 });
    const small = { width: 60, height: 40 };
    const file = await encode(scene(small), small, { opaque: true, codec: own });
    expect(await sharp(file).metadata()).toMatchObject(small);
  });

  it('gives the heap back when a picture breaks off', async () => {
    const size = { width: 1000, height: 800 };
    const own = freshCodec('small');
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
  const codec = freshCodec('small');
  const planned = codec.encoder!.peakBytes(size, { ...WEBP, quality: options.quality }, options.opaque);
  const { result: file, held } = await watchMemory(() => encode(drawn, size, { ...options, codec }));
  return { file, held, planned };
}

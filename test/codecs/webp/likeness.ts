/** What every encoder of WebP is held to: about the bytes and the likeness of libvips. */
import { expect, it } from 'vitest';
import { scene, withoutAlpha } from '../jpeg/encode-pictures.ts';
import { psnr } from '../raster/pictures.ts';
import { encode, type freshCodec, reference, webpOf } from './files.ts';

export function itIsLikeLibvips(codec: ReturnType<typeof freshCodec>): void {
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
}

import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { codec as gifCodec } from './codec.ts';
import { gifOf } from './files.ts';
import { expectCalm, expectPatience, headerOf } from '../headers.ts';
import { pixels } from '../raster/pictures.ts';

const SIZE = { width: 31, height: 17 };
const still = await sharp(pixels(SIZE, 1, true), { raw: { ...SIZE, channels: 4 } })
  .removeAlpha()
  .gif()
  .toBuffer();
const animated = await sharp(pixels({ width: 31, height: 51 }, 1, false), {
  raw: { width: 31, height: 51, channels: 4, pageHeight: 17 },
})
  .gif()
  .toBuffer();

describe('GIF header', () => {
  it('tells size, frames and transparency', () => {
    expect(headerOf(gifCodec, still)).toMatchObject({ format: 'gif', ...SIZE, frames: 1, alpha: false });
    expect(headerOf(gifCodec, animated)).toMatchObject({ format: 'gif', ...SIZE, frames: 3, alpha: true });
  });

  it.each([undefined, 0, 5])(
    'tells transparency by a frame’s clear colour, the first one too: %s',
    (transparent) => {
      const place = { x: 0, y: 0, width: 3, height: 2 };
      const file = gifOf({ width: 3, height: 2 }, [
        { place, indices: 1, ...(transparent !== undefined && { transparent }) },
      ]);
      expect(headerOf(gifCodec, file).alpha).toBe(transparent !== undefined);
    },
  );

  it('counts the frames that have begun of a file that is cut off', () => {
    const cut = animated.subarray(0, animated.length - 20);
    expect(headerOf(gifCodec, cut).frames).toBe(3);
  });

  it('asks on until the last frame is there, and survives damage', () => {
    for (const file of [still, animated]) {
      expectPatience(gifCodec, file);
      expectCalm(gifCodec, file);
    }
  });

  it('knows its files by their first bytes', () => {
    expect(gifCodec.sniff(still.subarray(0, 32))).toBe(true);
    expect(gifCodec.sniff(Buffer.from('GIF88a'))).toBe(false);
  });
});

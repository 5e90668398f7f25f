import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { sharpenPicture } from '../../../../src/core/image/kernels/sharpen.ts';
import { at, drawn, flowing, held, levels, painted, scene } from '../../support/pictures.ts';
import { eachOutside } from '../../../support/outside.ts';

describe('sharpenPicture', () => {
  it('adds to a spot what a small blur takes away, and takes it from its neighbours', async () => {
    const spot = drawn([
      [100, 100, 100],
      [100, 150, 100],
      [100, 100, 100],
    ]);
    // Blur of the spot's 50: 50 × 0.547² = 15 in the middle, 6.2 beside it, 2.6 at the corners.
    expect(levels(await held(sharpenPicture(flowing(spot), 1)))).toEqual([
      [97, 94, 97],
      [94, 185, 94],
      [97, 94, 97],
    ]);
  });

  eachOutside(
    "makes a JPEG as large as the vendor's of its sample, within 0.1 %%: %s",
    ['corpus/photos/example.jpg'],
    async (file) => {
      const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
      const picture = { width: info.width, height: info.height, pixels: new Uint8ClampedArray(data) };
      const { pixels } = await held(sharpenPicture(flowing(picture), 1));
      const raw = { raw: { width: info.width, height: info.height, channels: 4 } } as const;
      const { length } = await sharp(pixels, raw)
        .removeAlpha()
        .jpeg({ quality: 82, optimiseCoding: true })
        .toBuffer();
      // Operations reference, section 13, row 26; nothing else of the vendor's mask is known.
      expect(Math.abs(length - 23_015)).toBeLessThan(24);
    },
  );

  it('sharpens what is visible: one colour stays, whatever its alpha does', async () => {
    const picture = painted({ width: 8, height: 8 }, (x, y) => [40, 90, 160, (x * 37 + y * 11) % 255]);
    const { pixels } = await held(sharpenPicture(flowing(picture), 3.99));
    for (let i = 0; i < pixels.length; i += 4) {
      expect(pixels[i + 3]).toBe(picture.pixels[i + 3]);
      if (pixels[i + 3]! > 0) expect([...pixels.subarray(i, i + 3)]).toEqual([40, 90, 160]);
    }
  });

  it('takes no notice of what is clear', async () => {
    const row = (hidden: number) =>
      painted({ width: 4, height: 1 }, (x) => (x < 2 ? [hidden, hidden, hidden, 0] : [90 + x, 90, 90, 255]));
    const [a, b] = await Promise.all(
      [row(0), row(255)].map((picture) => held(sharpenPicture(flowing(picture), 1))),
    );
    expect(at(a!, 2, 0)).toEqual(at(b!, 2, 0));
  });

  it('does the same to an opaque picture on either way, within rounding', async () => {
    const picture = scene({ width: 17, height: 13 });
    const opaque = await held(sharpenPicture(flowing(picture), 1.5));
    const straight = await held(sharpenPicture(flowing(picture, { opaque: false }), 1.5));
    expect(
      Math.max(...opaque.pixels.map((value, i) => Math.abs(value - straight.pixels[i]!))),
    ).toBeLessThanOrEqual(1);
  });

  it('gives the same in bands of any height', async () => {
    const picture = scene({ width: 9, height: 11 });
    const whole = await held(sharpenPicture(flowing(picture), 2));
    for (const rows of [[1], [2, 3], [10, 1]])
      expect(await held(sharpenPicture(flowing(picture, { rows }), 2))).toEqual(whole);
  });
});

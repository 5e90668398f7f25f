import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { blend } from '../../../../src/core/image/kernels/blend.ts';

const SIZE = { width: 16, height: 8 };

/** Pixels whose four bytes are given by a function of their number. */
function pixels(
  of: (index: number) => readonly [number, number, number, number],
): Uint8ClampedArray<ArrayBuffer> {
  return Uint8ClampedArray.from(
    Array.from({ length: SIZE.width * SIZE.height }, (_, index) => of(index)).flat(),
  );
}

function premultiplied(straight: Uint8ClampedArray): Uint8ClampedArray<ArrayBuffer> {
  return Uint8ClampedArray.from(straight, (value, at) =>
    at % 4 === 3 ? value : (value * straight[at - (at % 4) + 3]!) / 255,
  );
}

const top = pixels((index) => [
  (index * 37) & 255,
  (index * 91) & 255,
  255 - (index & 255),
  (index * 2) & 255,
]);

describe.each([
  ['an opaque ground', pixels((index) => [index & 255, 200, (index * 5) & 255, 255]), true, 1.5],
  [
    'a ground that is clear in parts',
    pixels((index) => [index & 255, 200, 40, (index * 29) & 255]),
    false,
    6,
  ],
] as const)('blend on %s', (_, ground, opaque, tolerance) => {
  it('gives what libvips composes', async () => {
    const raw = { ...SIZE, channels: 4 as const };
    const composed = sharp(ground, { raw }).composite([{ input: Buffer.from(top), raw }]);
    const expected = await composed.raw().toBuffer();
    const band = Uint8ClampedArray.from(ground);
    blend({ ...SIZE, pixels: premultiplied(top) }, { band, width: SIZE.width, opaque }, 0, 0, 1);
    for (let at = 0; at < band.length; at++) {
      // A colour that is hardly seen is hardly known.
      const alpha = expected[at - (at % 4) + 3]!;
      if (at % 4 !== 3 && alpha < 40) continue;
      expect(Math.abs(band[at]! - expected[at]!)).toBeLessThanOrEqual(tolerance);
    }
  });
});

describe('blend', () => {
  const white = { width: 1, height: 1, pixels: Uint8ClampedArray.of(255, 255, 255, 255) };

  it.each([
    [0, [10, 20, 30, 255]],
    [0.5, [132, 138, 142, 255]],
    [1, [255, 255, 255, 255]],
  ])('weighs by an opacity of %f', (opacity, pixel) => {
    const band = Uint8ClampedArray.of(10, 20, 30, 255);
    blend(white, { band, width: 1, opaque: true }, 0, 0, opacity);
    expect([...band]).toEqual(pixel);
  });

  it('changes only the rows and columns of the layer', () => {
    const band = new Uint8ClampedArray(4 * 3 * 4);
    blend(white, { band, width: 4, opaque: false }, 2, 1, 1);
    const expected = new Uint8ClampedArray(4 * 3 * 4);
    expected.set([255, 255, 255, 255], (1 * 4 + 2) * 4);
    expect(band).toEqual(expected);
  });

  it('gives the same on an opaque ground, whichever way is taken', () => {
    const byte = fc.nat(255);
    fc.assert(
      fc.property(
        byte,
        byte,
        byte,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (level, alpha, below, opacity) => {
          const share = Math.round((level * alpha) / 255);
          const layer = { width: 1, height: 1, pixels: Uint8ClampedArray.of(share, share, share, alpha) };
          const [short, long] = [
            Uint8ClampedArray.of(below, 0, 9, 255),
            Uint8ClampedArray.of(below, 0, 9, 255),
          ];
          blend(layer, { band: short, width: 1, opaque: true }, 0, 0, opacity);
          blend(layer, { band: long, width: 1, opaque: false }, 0, 0, opacity);
          for (let at = 0; at < 4; at++) expect(Math.abs(short[at]! - long[at]!)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { blurPicture, gaussian } from '../../../../src/core/image/kernels/blur.ts';
import { at, drawn, flowing, held, levels, painted, scene, type Held } from '../../support/pictures.ts';

/** The definition: a truncated Gaussian over premultiplied colour, edges repeated, in real numbers. */
function reference({ width, height, pixels }: Held, radius: number, sigma: number): Held {
  const weights = Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  );
  const total = weights.reduce((a, b) => a + b) ** 2;
  return painted({ width, height }, (x, y) => {
    const sums = [0, 0, 0, 0];
    for (let j = -radius; j <= radius; j++) {
      for (let i = -radius; i <= radius; i++) {
        const column = Math.min(Math.max(x + i, 0), width - 1);
        const row = Math.min(Math.max(y + j, 0), height - 1);
        const from = (row * width + column) * 4;
        const weight = (weights[i + radius]! * weights[j + radius]!) / total;
        for (let c = 0; c < 3; c++) sums[c]! += weight * pixels[from + c]! * pixels[from + 3]!;
        sums[3]! += weight * pixels[from + 3]!;
      }
    }
    const [red = 0, green = 0, blue = 0, alpha = 0] = sums;
    return alpha === 0 ? [0, 0, 0, 0] : [red / alpha, green / alpha, blue / alpha, alpha];
  });
}

function worst(a: Held, b: Held): number {
  return a.pixels.reduce((most, value, i) => Math.max(most, Math.abs(value - b.pixels[i]!)), 0);
}

describe('gaussian', () => {
  it('adds up to exactly one, mirrored, and falls from the middle', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }), (radius, sigma) => {
        const [middle = 0, ...side] = gaussian(radius, sigma);
        expect(middle + 2 * side.reduce((a, b) => a + b, 0)).toBe(1 << 14);
        for (const [i, weight] of side.slice(1).entries()) expect(weight).toBeLessThanOrEqual(side[i]!);
      }),
    );
  });
});

describe('blurPicture', () => {
  it('spreads one bright pixel by the weights', async () => {
    const spot = drawn([
      [0, 0, 0],
      [0, 255, 0],
      [0, 0, 0],
    ]);
    // Weights 0.274 and 0.452 of a Gaussian of deviation 1 cut off at distance 1.
    expect(levels(await held(blurPicture(flowing(spot), 1, 1)))).toEqual([
      [19, 32, 19],
      [32, 52, 32],
      [19, 32, 19],
    ]);
  });

  it.each([
    [1, 1],
    [3, 2],
    [5, 30],
    [12, 4],
  ])('is within one level of the definition for radius %i and deviation %i', async (radius, sigma) => {
    const opaque = scene({ width: 33, height: 21 });
    expect(
      worst(await held(blurPicture(flowing(opaque), radius, sigma)), reference(opaque, radius, sigma)),
    ).toBeLessThanOrEqual(1);
    const clear = scene({ width: 33, height: 21 }, (x, y) => (x * 7 + y * 3) % 256);
    expect(
      worst(await held(blurPicture(flowing(clear), radius, sigma)), reference(clear, radius, sigma)),
    ).toBeLessThanOrEqual(1);
  });

  it('lends no colour of clear pixels to their neighbours', async () => {
    const picture = painted({ width: 9, height: 1 }, (x) => (x < 5 ? [255, 0, 0, 0] : [0, 200, 0, 255]));
    const blurred = await held(blurPicture(flowing(picture), 2, 2));
    // Two of five weights see the green: 0.222 + 0.152.
    expect(at(blurred, 4, 0)).toEqual([0, 200, 0, 95]);
  });

  it('gives the same in bands of any height', async () => {
    const picture = scene({ width: 13, height: 29 });
    const whole = await held(blurPicture(flowing(picture), 6, 3));
    for (const rows of [[1], [2, 7, 1], [28, 1], [29]]) {
      expect(await held(blurPicture(flowing(picture, { rows }), 6, 3))).toEqual(whole);
    }
  });

  it('blurs as libvips does where its kernel is no shorter than the Gaussian', async () => {
    const picture = scene({ width: 80, height: 60 });
    const raw = { raw: { width: 80, height: 60, channels: 4 } } as const;
    const theirs = await sharp(picture.pixels, raw)
      .removeAlpha()
      .blur({ sigma: 2, precision: 'approximate' })
      .ensureAlpha()
      .raw()
      .toBuffer();
    const ours = await held(blurPicture(flowing(picture), 6, 2));
    const mean = ours.pixels.reduce((sum, value, i) => sum + Math.abs(value - theirs[i]!), 0) / theirs.length;
    // libvips cuts its kernel off where it falls below 20 % (precision `approximate`) or 10 %: close, not equal.
    expect(mean).toBeLessThan(2);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blurPicture, type Gaussian } from '../../../../src/core/image/kernels/blur.ts';
import { extendEdges } from '../../../../src/core/image/kernels/extend.ts';
import { plainKernels } from '../../../../src/core/image/kernels/plain.ts';
import { soften } from '../../../../src/core/image/kernels/soften.ts';
import type { Picture } from '../../../../src/core/image/picture.ts';
import { at, drawn, flowing, held, levels, painted, scene, type Held } from '../../support/pictures.ts';

/** Squares with hard edges, and a bright frame that the border repeats. */
function squares(width: number, height: number, alpha = 255): Held {
  return painted({ width, height }, (x, y) => {
    const level = x < 3 || y < 2 || ((x >> 5) + (y >> 5)) % 2 === 1 ? 255 : 0;
    return [level, x % 256, 255 - level, x > width / 2 ? alpha : 255];
  });
}

function compare(a: Held, b: Held): { mean: number; worst: number } {
  const apart = Array.from(a.pixels, (value, i) => Math.abs(value - b.pixels[i]!));
  return {
    mean: apart.reduce((x, y) => x + y, 0) / apart.length,
    worst: apart.reduce((x, y) => Math.max(x, y)),
  };
}

/** The first rows of a picture, which is not read to its end. */
async function firstRows({ width, bands }: Picture, rows: number): Promise<Held['pixels']> {
  const pixels = new Uint8ClampedArray(rows * width * 4);
  let at = 0;
  for await (const band of bands()) {
    pixels.set(band.subarray(0, pixels.length - at), at);
    at += band.length;
    if (at >= pixels.length) break;
  }
  return pixels;
}

const WIDE: Gaussian = { radius: 50, sigma: 50 };

describe('soften', () => {
  it.each([
    [24, 24],
    [24, 50],
    [43, 50],
    [44, 12],
    [44, 50],
    [50, 50],
    [50, 6],
  ])(
    'is as the definition is for radius %i and deviation %i',
    async (radius, sigma) => {
      for (const alpha of [255, 128]) {
        const source = squares(131, 118, alpha);
        const expected = await held(blurPicture(flowing(source), radius, sigma));
        const { mean, worst } = compare(
          await held(soften(flowing(source), [{ radius, sigma }], plainKernels)),
          expected,
        );
        expect(mean).toBeLessThan(0.5);
        expect(worst).toBeLessThan(8);
      }
    },
    30_000,
  );

  it('keeps a plain picture plain, whatever its size', async () => {
    const job = fc.record({
      width: fc.integer({ min: 1, max: 70 }),
      height: fc.integer({ min: 1, max: 70 }),
    });
    await fc.assert(
      fc.asyncProperty(job, async (size) => {
        const plain = painted(size, () => [200, 100, 50, 255]);
        for (const blurs of [[WIDE], [WIDE, WIDE, WIDE]])
          expect(await held(soften(flowing(plain), blurs, plainKernels))).toEqual(plain);
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    [[WIDE, WIDE]],
    [[WIDE, { radius: 24, sigma: 24 }, { radius: 3, sigma: 2 }]],
    [[{ radius: 3, sigma: 2 }, WIDE, WIDE, WIDE]],
    [[{ radius: 30, sigma: 20 }, WIDE, { radius: 30, sigma: 20 }]],
  ])(
    'is as one after the other is for %j',
    async (blurs) => {
      for (const alpha of [255, 128]) {
        const source = squares(131, 118, alpha);
        let expected = source;
        for (const { radius, sigma } of blurs) {
          expected = await held(blurPicture(flowing(expected), radius, sigma));
        }
        const { mean, worst } = compare(await held(soften(flowing(source), blurs, plainKernels)), expected);
        expect(mean).toBeLessThan(0.75);
        expect(worst).toBeLessThan(6);
      }
    },
    30_000,
  );

  it.each([
    [5, 50],
    [8, 8],
    [15, 15],
    [16, 50],
    [23, 23],
  ])(
    'is near the definition in a picture of 64 megapixels, for radius %i and deviation %i',
    async (radius, sigma) => {
      const [width, rows] = [16_384, 40];
      const part = squares(width, rows + 2 * radius + 24);
      const huge = { ...flowing(part), height: 4097 };
      const expected = await held(blurPicture(flowing(part), radius, sigma));
      const shown = {
        width,
        height: rows,
        pixels: await firstRows(soften(huge, [{ radius, sigma }], plainKernels), rows),
      };
      const { mean, worst } = compare(shown, {
        ...expected,
        pixels: expected.pixels.slice(0, rows * width * 4),
      });
      expect(mean).toBeLessThan(0.85);
      expect(worst).toBeLessThan(19);
      expect(worst).toBeGreaterThan(0);
    },
    30_000,
  );

  it('is the very blur where that is narrow', async () => {
    const source = scene({ width: 33, height: 21 });
    const narrow = await held(soften(flowing(source), [{ radius: 50, sigma: 5 }], plainKernels));
    expect(narrow).toEqual(await held(blurPicture(flowing(source), 50, 5)));
  });
});

describe('extendEdges', () => {
  it('repeats what is outermost', async () => {
    const small = drawn([
      [1, 2],
      [3, 4],
    ]);
    const wide = await held(
      extendEdges(flowing(small, { rows: [1] }), { left: 1, top: 1, right: 2, bottom: 0 }),
    );
    expect(levels(wide)).toEqual([
      [1, 1, 2, 2, 2],
      [1, 1, 2, 2, 2],
      [3, 3, 4, 4, 4],
    ]);
    expect(at(wide, 0, 0)[3]).toBe(255);
  });
});

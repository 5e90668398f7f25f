import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptBytes } from '../../../src/codecs/instance.ts';
import { createKernels } from '../../../src/codecs/raster/kernels.ts';
import { plainKernels } from '../../../src/core/image/kernels/plain.ts';
import type { Kernels } from '../../../src/core/image/kernels/kernels.ts';
import type { Light } from '../../../src/core/image/light.ts';
import type { Picture, Rect, Size } from '../../../src/core/image/picture.ts';
import { collect, everyLevel, picture, window } from './pictures.ts';

const module = new WebAssembly.Module(
  readFileSync(new URL('../../../wasm/build/raster.wasm', import.meta.url)),
);
const kernels = createKernels(module);

const side = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 400 }));
const size: fc.Arbitrary<Size> = fc.record({ width: side, height: side });
const jobs = fc
  .record({
    from: size,
    to: size,
    seed: fc.integer(),
    opaque: fc.boolean(),
    rows: fc.integer({ min: 1, max: 9 }),
    light: fc.constantFrom<Light>('gamma', 'linear'),
  })
  .chain((job) => window(job.to).map((kept) => ({ ...job, kept })));

/** Both twins' pixels for the same source. */
async function both(
  source: () => Picture,
  to: Size,
  kept: Rect,
  light: Light,
): Promise<[Uint8Array, Uint8Array]> {
  const inTypeScript = await collect(plainKernels.resample(source(), to, kept, light));
  return [inTypeScript, await collect(kernels.resample(source(), to, kept, light))];
}

describe('raster kernel', () => {
  it('resamples like its twin in TypeScript, to the bit', async () => {
    await fc.assert(
      fc.asyncProperty(jobs, async ({ from, to, seed, opaque, rows, kept, light }) => {
        const bytes = everyLevel(from, seed, opaque);
        const [expected, got] = await both(() => picture(bytes, from, opaque, rows), to, kept, light);
        expect(got).toEqual(expected);
      }),
      { numRuns: 250 },
    );
  });

  it('blurs like its twin, to the bit', async () => {
    const job = fc.record({
      from: size,
      seed: fc.integer(),
      opaque: fc.boolean(),
      radius: fc.integer({ min: 1, max: 50 }),
    });
    await fc.assert(
      fc.asyncProperty(
        job,
        fc.integer({ min: 1, max: 50 }),
        async ({ from, seed, opaque, radius }, sigma) => {
          const bytes = everyLevel(from, seed, opaque);
          const blur = ({ blur }: Kernels): Picture => blur(picture(bytes, from, opaque, 5), radius, sigma);
          expect(await collect(blur(kernels))).toEqual(await collect(blur(plainKernels)));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('sharpens like its twin, to the bit', async () => {
    const job = fc.record({ from: size, seed: fc.integer(), opaque: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(job, fc.integer({ min: 50, max: 399 }), async ({ from, seed, opaque }, percent) => {
        const bytes = everyLevel(from, seed, opaque);
        const sharpen = ({ sharpen }: Kernels): Picture =>
          sharpen(picture(bytes, from, opaque, 5), percent / 100);
        expect(await collect(sharpen(kernels))).toEqual(await collect(sharpen(plainKernels)));
      }),
      { numRuns: 100 },
    );
  });

  it('rotates like its twin, to the bit', async () => {
    const job = fc.record({
      from: size,
      seed: fc.integer(),
      opaque: fc.boolean(),
      transparent: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        job,
        fc.integer({ min: 1, max: 359 }),
        async ({ from, seed, opaque, transparent }, degrees) => {
          const bytes = everyLevel(from, seed, opaque);
          const rotate = ({ rotate }: Kernels): Picture =>
            rotate(picture(bytes, from, opaque, 5), degrees, transparent);
          expect(await collect(rotate(kernels))).toEqual(await collect(rotate(plainKernels)));
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each<[string, Size, Size]>([
    ['a row', { width: 30_000, height: 1 }, { width: 3, height: 1 }],
    ['a column', { width: 1, height: 30_000 }, { width: 1, height: 3 }],
    ['a cell of the largest size', { width: 600, height: 520 }, { width: 1, height: 1 }],
    ['a stretch of one pixel', { width: 1, height: 1 }, { width: 500, height: 300 }],
  ])('agrees on %s', async (_, from, to) => {
    const bytes = everyLevel(from, 5, false);
    for (const light of ['gamma', 'linear'] as const) {
      const [expected, got] = await both(
        () => picture(bytes, from, false, 8),
        to,
        { x: 0, y: 0, ...to },
        light,
      );
      expect(got).toEqual(expected);
    }
  });

  it('keeps pictures apart that flow at the same time, one into the other', async () => {
    const bytes = everyLevel({ width: 90, height: 70 }, 11, false);
    const twice = ({ resample }: typeof kernels): Picture => {
      const whole = (to: Size): Rect => ({ x: 0, y: 0, ...to });
      const middle = { width: 61, height: 150 };
      const first = resample(picture(bytes, { width: 90, height: 70 }, false, 3), middle, whole(middle));
      return resample(first, { width: 20, height: 33 }, whole({ width: 20, height: 33 }));
    };
    expect(await collect(twice(kernels))).toEqual(await collect(twice(plainKernels)));
  });

  it('gives its memory back, also when its consumer leaves early', async () => {
    const from = { width: 300, height: 2000 };
    const bytes = everyLevel(from, 2, true);
    const before = keptBytes();
    const own = createKernels(module);
    for (let round = 0; round < 200; round++) {
      const to = { width: 150 + round, height: 900 };
      for await (const band of own
        .resample(picture(bytes, from, true, 4), to, { x: 0, y: 0, ...to })
        .bands()) {
        expect(band.length).toBeGreaterThan(0);
        break;
      }
    }
    expect(keptBytes() - before).toBeLessThan(3 * 65_536);
  });
});

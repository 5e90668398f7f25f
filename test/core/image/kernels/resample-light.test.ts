/** Scaling in linear light: what must hold for any picture, and an independent implementation beside it. */
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { plainKernels } from '../../../../src/core/image/kernels/plain.ts';
import { linearCurve, type Light, WHITE } from '../../../../src/core/image/light.ts';
import type { Rect, Size } from '../../../../src/core/image/picture.ts';
import { collect, picture, pixels, psnr } from '../../../codecs/raster/pictures.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const whole = (size: Size): Rect => ({ x: 0, y: 0, ...size });

async function scale(bytes: Bytes, from: Size, to: Size, opaque = true, light: Light = 'linear') {
  return collect(plainKernels.resample(picture(bytes, from, opaque, 16), to, whole(to), light));
}

/** A picture of one value for each place, in all colours. */
function painted({ width, height }: Size, of: (x: number, y: number) => readonly number[]): Bytes {
  const bytes = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) bytes.set(of(i % width, Math.floor(i / width)), i * 4);
  return bytes;
}

const BLACK = [0, 0, 0, 255];
const SNOW = [255, 255, 255, 255];
const side = fc.integer({ min: 1, max: 70 });
const size = fc.record({ width: side, height: side });

describe('linear light', () => {
  it('brings every byte back as it was, and knows white and black', () => {
    const { light, byte } = linearCurve();
    expect(Array.from(light, (sample) => byte[sample])).toEqual(Array.from({ length: 256 }, (_, i) => i));
    expect([light[0], light[255]]).toEqual([0, WHITE]);
    // IEC 61966-2-1: half of the light is 188.
    expect(byte[WHITE / 2]).toBe(188);
  });

  it('keeps a flat picture flat, at any ratio', async () => {
    const colour = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(size, size, colour, fc.boolean(), async (from, to, [r, g, b], opaque) => {
        const shown = await scale(
          painted(from, () => [r, g, b, 255]),
          from,
          to,
          opaque,
        );
        expect(shown).toEqual(painted(to, () => [r, g, b, 255]));
      }),
    );
  });

  it('keeps the colour of what is half clear, as exactly as its few levels allow', async () => {
    const colour = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(
        size,
        size,
        colour,
        fc.integer({ min: 64, max: 254 }),
        async (from, to, rgb, alpha) => {
          const pixel = [...rgb, alpha];
          const shown = await scale(
            painted(from, () => pixel),
            from,
            to,
            false,
          );
          expect(shown.every((value, i) => Math.abs(value - pixel[i % 4]!) <= 1)).toBe(true);
          expect(shown.every((value, i) => i % 4 < 3 || value === alpha)).toBe(true);
        },
      ),
    );
  });

  it.each([2, 3, 4, 8, 16, 64])('shows stripes of black and white at 1/%i as 188', async (by) => {
    const from = { width: 24 * by, height: 24 * by };
    const to = { width: 24, height: 24 };
    for (const isWhite of [(x: number) => x % 2 === 0, (_: number, y: number) => y % 2 === 1]) {
      const stripes = painted(from, (x, y) => (isWhite(x, y) ? SNOW : BLACK));
      const shown = await scale(stripes, from, to);
      const inner = Array.from(shown).filter((_, i) => {
        const [x, y] = [(i >> 2) % 24, Math.floor(i / 96)];
        return i % 4 < 3 && x > 3 && x < 20 && y > 3 && y < 20;
      });
      expect([Math.min(...inner), Math.max(...inner)].every((value) => Math.abs(value - 188) <= 6)).toBe(
        true,
      );
      expect(inner.reduce((a, b) => a + b) / inner.length).toBeCloseTo(188, -0.5);
    }
  });

  it('makes the transparency that the light of the file makes', async () => {
    await fc.assert(
      fc.asyncProperty(size, size, fc.integer(), async (from, to, seed) => {
        const bytes = pixels(from, seed, false);
        const linear = await scale(bytes, from, to, false);
        const gamma = await scale(bytes, from, to, false, 'gamma');
        // The sums of a cell are rounded at other places.
        expect(linear.every((value, i) => i % 4 < 3 || Math.abs(value - gamma[i]!) <= 1)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('lets no colour of clear pixels through', async () => {
    const from = { width: 40, height: 40 };
    const bytes = painted(from, (x, y) => ((x * y) % 7 > 3 ? [0, 200, 0, 255] : [255, 0, 0, 0]));
    const shown = await scale(bytes, from, { width: 13, height: 11 }, false);
    expect(shown.every((value, i) => i % 4 !== 0 || value === 0)).toBe(true);
  });

  it.each([
    ['a third', { width: 100, height: 80 }],
    ['a tenth', { width: 30, height: 24 }],
    ['seven tenths', { width: 210, height: 168 }],
  ])('is what libvips makes of light in floating point: %s', async (_, to) => {
    const from = { width: 300, height: 240 };
    const raw = { ...from, channels: 4 } as const;
    // Small checks of any colours, as fine as the result and softened, so that there is little to ring.
    const bits = (x: number, y: number) => Math.imul((x >> 2) * 73 + (y >> 2), 0x9e3779b1) >>> 28;
    const checks = painted(from, (x, y) => [...[1, 2, 4].map((bit) => (bits(x, y) & bit ? 250 : 8)), 255]);
    const bytes = new Uint8Array(await sharp(checks, { raw }).blur(1).raw().toBuffer());
    const inLight = await sharp(bytes, { raw })
      .pipelineColourspace('scrgb')
      .resize(to.width, to.height, { kernel: 'lanczos3', fit: 'fill', fastShrinkOnLoad: false })
      .toColourspace('srgb')
      .raw()
      .toBuffer();
    expect(psnr(await scale(bytes, from, to), new Uint8Array(inLight))).toBeGreaterThan(40);
    expect(psnr(await scale(bytes, from, to, true, 'gamma'), new Uint8Array(inLight))).toBeLessThan(33);
  });
});

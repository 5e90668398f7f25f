import { describe, expect, it } from 'vitest';
import { roundCorners } from '../../../../src/core/image/kernels/corners.ts';
import { at, channel, flowing, held, plain, scene } from '../../support/pictures.ts';

/** Share of each pixel inside the rounded shape, from a grid of 32 × 32 points in it. */
function sampledCoverage(width: number, height: number, radius: number, x: number, y: number): number {
  const GRID = 32;
  let inside = 0;
  for (let i = 0; i < GRID; i++) {
    for (let j = 0; j < GRID; j++) {
      const u = x + (i + 0.5) / GRID;
      const v = y + (j + 0.5) / GRID;
      const across = Math.max(0, radius - Math.min(u, width - u));
      const down = Math.max(0, radius - Math.min(v, height - v));
      if (across ** 2 + down ** 2 <= radius ** 2) inside++;
    }
  }
  return inside / GRID ** 2;
}

describe('roundCorners', () => {
  it.each([
    [9, 9, 4.5],
    [40, 40, 20],
    [31, 22, 9],
    [60, 10, 5],
    [3, 3, 1.5],
    [8, 8, 1],
  ])(
    'covers each pixel of %i × %i with radius %d as much as the shape does',
    async (width, height, radius) => {
      const white = plain({ width, height }, [255, 255, 255, 255]);
      const alpha = channel(await held(roundCorners(flowing(white, { rows: [3] }), radius, true)), 3);
      for (const [y, row] of alpha.entries()) {
        for (const [x, covered] of row.entries()) {
          const expected = sampledCoverage(width, height, radius, x, y) * 255;
          // The distance stands for the area: nearer the truth the larger the radius.
          expect(Math.abs(covered - expected), `at ${x}, ${y}`).toBeLessThan(radius < 3 ? 38 : 18);
        }
      }
    },
  );

  it('leaves colours alone and fades alpha', async () => {
    const picture = scene({ width: 20, height: 20 }, () => 200);
    const rounded = await held(roundCorners(flowing(picture), 10, true));
    expect(at(rounded, 10, 10)).toEqual(at(picture, 10, 10));
    expect(at(rounded, 0, 0)).toEqual([0, 0, 0, 0]);
    expect(at(rounded, 3, 2).slice(0, 3)).toEqual(at(picture, 3, 2).slice(0, 3));
    expect(at(rounded, 3, 2)[3]).toBeLessThan(200);
  });

  it('is, on white, what the transparent one is when laid on white', async () => {
    const picture = scene({ width: 21, height: 17 }, (x) => (x * 13) % 256);
    const clear = await held(roundCorners(flowing(picture), 8, true));
    const white = await held(roundCorners(flowing(picture), 8, false));
    const onWhite = (pixel: number[]) => pixel.slice(0, 3).map((v) => 255 + ((v - 255) * pixel[3]!) / 255);
    for (let i = 0; i < 21 * 17; i++) {
      const [a, b] = [
        onWhite(at(clear, i % 21, Math.floor(i / 21))),
        onWhite(at(white, i % 21, Math.floor(i / 21))),
      ];
      for (const c of [0, 1, 2]) expect(Math.abs(a[c]! - b[c]!)).toBeLessThanOrEqual(1.5);
    }
  });

  it('says whether the result can be transparent', () => {
    const picture = flowing(plain({ width: 4, height: 4 }, [1, 2, 3, 255]));
    expect(roundCorners(picture, 2, true).opaque).toBe(false);
    expect(roundCorners(picture, 2, false).opaque).toBe(true);
  });
});

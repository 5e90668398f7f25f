import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutPicture } from '../../../../src/core/image/kernels/cut.ts';
import type { Band } from '../../../../src/core/image/picture.ts';
import { at, flowing, held, scene } from '../../support/pictures.ts';

const SIZE = { width: 23, height: 31 };

describe('cutPicture', () => {
  it('keeps the pixels of the region, in bands of any height', async () => {
    const picture = scene(SIZE);
    const region = fc.tuple(fc.nat(SIZE.width - 1), fc.nat(SIZE.height - 1)).chain(([x, y]) =>
      fc.record({
        x: fc.constant(x),
        y: fc.constant(y),
        width: fc.integer({ min: 1, max: SIZE.width - x }),
        height: fc.integer({ min: 1, max: SIZE.height - y }),
      }),
    );
    const rows = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(region, rows, async (region, rows) => {
        const cut = await held(cutPicture(flowing(picture, { rows }), region));
        for (let y = 0; y < region.height; y++) {
          for (let x = 0; x < region.width; x++) {
            expect(at(cut, x, y)).toEqual(at(picture, region.x + x, region.y + y));
          }
        }
      }),
    );
  });

  it('asks for no row below the region and then ends its input', async () => {
    const seen: string[] = [];
    async function* bands(): AsyncGenerator<Band> {
      try {
        for (let y = 0; y < SIZE.height; y++) {
          seen.push(`${y}`);
          yield new Uint8ClampedArray(SIZE.width * 4);
        }
      } finally {
        seen.push('ended');
      }
    }
    await held(cutPicture({ ...SIZE, opaque: true, bands }, { x: 1, y: 2, width: 3, height: 2 }));
    expect(seen).toEqual(['0', '1', '2', '3', 'ended']);
  });

  it('hands the picture itself on when all of it is kept, so that its native form survives', () => {
    const picture = { ...flowing(scene(SIZE)), native: {} };
    expect(cutPicture(picture, { x: 0, y: 0, ...SIZE })).toBe(picture);
  });
});

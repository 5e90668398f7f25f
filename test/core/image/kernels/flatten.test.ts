import { describe, expect, it } from 'vitest';
import { flatten } from '../../../../src/core/image/kernels/flatten.ts';
import { at, flowing, held, painted, plain } from '../../support/pictures.ts';

describe('flatten', () => {
  it.each<[readonly [number, number, number, number], number[]]>([
    [
      [10, 20, 30, 0],
      [255, 255, 255, 255],
    ],
    [
      [10, 20, 30, 255],
      [10, 20, 30, 255],
    ],
    [
      [0, 0, 0, 51],
      [204, 204, 204, 255],
    ],
    [
      [100, 0, 255, 128],
      [177, 127, 255, 255],
    ],
  ])('lays %j on white', async (colour, shown) => {
    const flat = flatten(flowing(plain({ width: 1, height: 1 }, colour), { opaque: false }));
    expect(flat.opaque).toBe(true);
    expect(at(await held(flat), 0, 0)).toEqual(shown);
  });

  it('is the exact mix, rounded, for every value and alpha', async () => {
    const all = painted({ width: 256, height: 256 }, (value, alpha) => [value, value, value, alpha]);
    const { pixels } = await held(flatten(flowing(all)));
    for (let i = 0; i < pixels.length; i += 4) {
      const [value = 0, alpha = 0] = [all.pixels[i], all.pixels[i + 3]];
      if (pixels[i] !== Math.round((value * alpha + 255 * (255 - alpha)) / 255)) {
        expect.fail(`value ${value}, alpha ${alpha} gives ${pixels[i]}`);
      }
    }
  });

  it('hands an opaque picture on', () => {
    const picture = { ...flowing(plain({ width: 1, height: 1 }, [1, 2, 3, 255])), native: {} };
    expect(flatten(picture)).toBe(picture);
  });
});

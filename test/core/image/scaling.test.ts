import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitInside, fitOutside, scaled, toHeight, toWidth } from '../../../src/core/image/scaling.ts';

const side = fc.integer({ min: 1, max: 30_000 });
const size = fc.record({ width: side, height: side });

describe('scaling', () => {
  it.each([
    [1875, 50, 100, 938],
    [333, 100, 424, 79],
    [424, 100, 333, 127],
    [267, 150, 100, 401],
    [1, 1, 1000, 1],
    [5, 1, 2, 3],
  ])('%i × %i / %i is %i, halves up and at least 1', (value, numerator, denominator, result) => {
    expect(scaled(value, numerator, denominator)).toBe(result);
  });

  it('fits inside a box and touches it, and covers a box and touches it', () => {
    fc.assert(
      fc.property(size, size, (from, box) => {
        const inner = fitInside(from, box);
        const outer = fitOutside(from, box);
        expect(inner.width <= box.width && inner.height <= box.height).toBe(true);
        expect(inner.width === box.width || inner.height === box.height).toBe(true);
        expect(outer.width >= box.width && outer.height >= box.height).toBe(true);
        expect(outer.width === box.width || outer.height === box.height).toBe(true);
      }),
    );
  });

  it('keeps proportions within half a pixel', () => {
    fc.assert(
      fc.property(size, side, (from, target) => {
        const { height } = toWidth(from, target);
        expect(height).toBe(Math.max(1, height));
        expect(height === 1 || Math.abs(height - (from.height * target) / from.width) <= 0.5).toBe(true);
        expect(toHeight({ width: from.height, height: from.width }, target).width).toBe(height);
      }),
    );
  });
});

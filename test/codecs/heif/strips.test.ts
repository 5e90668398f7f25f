import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cellFor, lineEnds, madeSize, storedRows } from '../../../src/codecs/heif/strips.ts';
import { storedRect } from '../../../src/codecs/heif/transforms.ts';
import { turnSize, type Turn, whole } from '../../../src/core/image/geometry.ts';

const side = fc.integer({ min: 1, max: 300 });
const turns = fc.record({ quarters: fc.constantFrom<Turn['quarters']>(0, 1, 2, 3), mirror: fc.boolean() });

it('lines of tiles make up the cut, each row in one of them and none beyond', () => {
  fc.assert(
    fc.property(
      fc.record({ width: side, height: side }),
      turns,
      fc.constantFrom(8, 16, 64),
      fc.constantFrom(1, 2, 4, 8),
      (size, turn, length, most) => {
        const shown = turnSize(size, turn);
        const tile = { width: length, height: length };
        const made = { crop: whole(size), turn, cut: whole(shown) };
        const placed = { ...made, cell: cellFor(made, [tile], most) };
        const ends = lineEnds(placed, tile);
        expect(ends.at(0)).toBe(0);
        expect(ends.at(-1)).toBe(madeSize(placed).height);
        const parts = ends.slice(1).map((end, i) => storedRows(placed, ends[i]!, end));
        const area = parts.reduce((sum, { width, height }) => sum + width * height, 0);
        expect(area).toBe(shown.width * shown.height);
        const all = storedRect(made, made.cut);
        for (const { x, y, width, height } of parts) {
          expect(Math.min(x - all.x, y - all.y, width - 1, height - 1)).toBeGreaterThanOrEqual(0);
          expect(x + width).toBeLessThanOrEqual(all.x + all.width);
          expect(y + height).toBeLessThanOrEqual(all.y + all.height);
        }
      },
    ),
  );
});

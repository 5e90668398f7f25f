import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contentOf } from '../../../../src/core/image/kernels/content.ts';
import { drawn, flowing } from '../../support/pictures.ts';

const GROUND = { colour: { red: 9, green: 9, blue: 9 }, threshold: 3 };

/** The rectangle around all pixels that differ with at least four of their neighbours; at edges the outermost pixels repeat. */
function byNeighbours(rows: readonly (readonly boolean[])[]) {
  const [width, height] = [rows[0]!.length, rows.length];
  const inside = (at: number, side: number) => Math.min(side - 1, Math.max(0, at));
  const isContent = (x: number, y: number) => {
    const around = [-1, 0, 1].flatMap((dy) =>
      [-1, 0, 1].map((dx) => rows[inside(y + dy, height)]![inside(x + dx, width)]!),
    );
    return around.filter(Boolean).length >= 5;
  };
  const found = rows.flatMap((row, y) => row.flatMap((_, x) => (isContent(x, y) ? [{ x, y }] : [])));
  if (found.length === 0) return undefined;
  const [xs, ys] = [found.map(({ x }) => x), found.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x + 1, height: Math.max(...ys) - y + 1 };
}

/** Pictures of which each pixel differs or not: specks, strips along edges, single rows and columns. */
const marked = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .chain(([width, height]) =>
    fc.array(fc.array(fc.boolean(), { minLength: width, maxLength: width }), {
      minLength: height,
      maxLength: height,
    }),
  );

it('is what differs with most of its surroundings, at every edge and in bands of any height', async () => {
  await fc.assert(
    fc.asyncProperty(marked, fc.integer({ min: 1, max: 3 }), async (rows, bandRows) => {
      const picture = drawn(rows.map((row) => row.map((differs) => (differs ? 13 : 12))));
      const found = await contentOf(flowing(picture, { rows: [bandRows] }), GROUND);
      expect(found).toEqual(byNeighbours(rows));
    }),
    { numRuns: 400 },
  );
});

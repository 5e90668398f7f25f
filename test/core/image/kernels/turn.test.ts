import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { turnRect, turnSize } from '../../../../src/core/image/geometry.ts';
import { turnPicture } from '../../../../src/core/image/kernels/turn.ts';
import type { Band } from '../../../../src/core/image/picture.ts';
import { at, flowing, held, scene } from '../../support/pictures.ts';

describe('turnPicture', () => {
  it('moves every pixel to where its rectangle goes, in bands of any height', async () => {
    const turn = fc.record({ quarters: fc.constantFrom(0, 1, 2, 3), mirror: fc.boolean() } as const);
    const side = fc.integer({ min: 1, max: 40 });
    const rows = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(turn, side, side, rows, async (turn, width, height, rows) => {
        const picture = scene({ width, height });
        const turned = await held(turnPicture(flowing(picture, { rows }), turn));
        expect(turned).toMatchObject(turnSize(picture, turn));
        for (const [x, y] of [
          [0, 0],
          [width - 1, 0],
          [0, height - 1],
          [width >> 1, height >> 1],
        ] as const) {
          const to = turnRect({ x, y, width: 1, height: 1 }, picture, turn);
          expect(at(turned, to.x, to.y)).toEqual(at(picture, x, y));
        }
      }),
    );
  });

  it('hands the picture itself on when there is nothing to turn', () => {
    const picture = { ...flowing(scene({ width: 2, height: 2 })), native: {} };
    expect(turnPicture(picture, { quarters: 0, mirror: false })).toBe(picture);
  });
});

it('frees the whole picture once its bands are read, or no longer wanted', async () => {
  const turned = () =>
    turnPicture(flowing(scene({ width: 200, height: 300 })), { quarters: 1, mirror: false });
  for (const wanted of [1, Infinity]) {
    const seen: Band[] = [];
    for await (const band of turned().bands()) {
      seen.push(band);
      if (seen.length >= wanted) break;
    }
    expect(seen.map(({ length }) => length)).toEqual(seen.map(() => 0));
  }
});

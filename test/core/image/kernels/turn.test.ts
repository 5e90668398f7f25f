import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { turnRect, turnSize } from '../../../../src/core/image/geometry.ts';
import { turnBytes, turnPicture } from '../../../../src/core/image/kernels/turn.ts';
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

  it('makes the same picture in strips of any height', async () => {
    for (const quarters of [1, 2, 3] as const) {
      for (const mirror of [false, true]) {
        const turn = { quarters, mirror };
        const picture = scene({ width: 37, height: 23 });
        const whole = await held(turnPicture(flowing(picture), turn));
        const again = { ...flowing(picture), bands: () => flowing(picture).bands() };
        for (const stripBytes of [1, 37 * 4 * 5, 23 * 4 * 10]) {
          const strips = await held(turnPicture(again, turn, stripBytes));
          expect(strips, `${quarters} ${mirror} ${stripBytes}`).toEqual(whole);
        }
      }
    }
  });

  it('holds no more than a strip, whatever the size', () => {
    const turn = { quarters: 1, mirror: false } as const;
    expect(turnBytes({ width: 30_000, height: 8_000 }, turn)).toBeLessThan(25 * 2 ** 20);
    expect(turnBytes({ width: 300, height: 100 }, turn)).toBeLessThan(300 * 100 * 4 + 65_537);
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

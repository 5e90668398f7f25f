import { describe, expect, it } from 'vitest';
import { pad } from '../../../../src/core/image/kernels/pad.ts';
import { at, drawn, flowing, held, levels, plain } from '../../support/pictures.ts';

const BLACK = { red: 0, green: 0, blue: 0 };

describe('pad', () => {
  it('puts the picture in the middle, an odd pixel right and below', async () => {
    const padded = await held(
      pad(
        flowing(
          drawn([
            [1, 2],
            [3, 4],
          ]),
        ),
        { width: 5, height: 3 },
        BLACK,
      ),
    );
    expect(levels(padded)).toEqual([
      [0, 1, 2, 0, 0],
      [0, 3, 4, 0, 0],
      [0, 0, 0, 0, 0],
    ]);
  });

  it.each([1, 2, 5])('gives the same in bands of %i rows', async (rows) => {
    const picture = drawn([[1], [2], [3], [4], [5]]);
    const padded = await held(pad(flowing(picture, { rows: [rows] }), { width: 3, height: 400 }, BLACK));
    expect(
      levels(padded)
        .map((row) => row[1])
        .filter((level) => level !== 0),
    ).toEqual([1, 2, 3, 4, 5]);
    expect(levels(padded)[197]).toEqual([0, 1, 0]);
  });

  it('keeps transparency inside an opaque border', async () => {
    const picture = flowing(plain({ width: 1, height: 1 }, [9, 9, 9, 50]));
    const padded = pad(picture, { width: 3, height: 3 }, { red: 255, green: 128, blue: 1 });
    expect(padded.opaque).toBe(false);
    const pixels = await held(padded);
    expect(at(pixels, 1, 1)).toEqual([9, 9, 9, 50]);
    expect(at(pixels, 2, 2)).toEqual([255, 128, 1, 255]);
  });

  it('pads in one direction only', async () => {
    const wide = await held(pad(flowing(drawn([[1, 2]])), { width: 2, height: 2 }, BLACK));
    expect(levels(wide)).toEqual([
      [1, 2],
      [0, 0],
    ]);
  });
});

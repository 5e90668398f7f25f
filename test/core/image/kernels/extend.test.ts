import { expect, it } from 'vitest';
import { extendEdges } from '../../../../src/core/image/kernels/extend.ts';
import { channel, flowing, held, painted } from '../../support/pictures.ts';

it.each([1, 2, 3])('repeats the outermost pixels on every side, in bands of %i rows', async (rows) => {
  const picture = painted({ width: 3, height: 3 }, (x, y) => [10 * y + x, 0, 0, 255]);
  const wide = extendEdges(flowing(picture, { rows: [rows] }), { left: 2, top: 1, right: 1, bottom: 2 });
  expect([wide.width, wide.height]).toEqual([6, 6]);
  expect(channel(await held(wide), 0)).toEqual([
    [0, 0, 0, 1, 2, 2],
    [0, 0, 0, 1, 2, 2],
    [10, 10, 10, 11, 12, 12],
    [20, 20, 20, 21, 22, 22],
    [20, 20, 20, 21, 22, 22],
    [20, 20, 20, 21, 22, 22],
  ]);
});

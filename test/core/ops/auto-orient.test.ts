import { describe, expect, it } from 'vitest';
import { orient } from '../../../src/core/engine/plan/plan.ts';
import { process } from '../support/engine.ts';
import { plainCodecs } from '../support/codec.ts';
import { drawn, levels } from '../support/pictures.ts';
import { chainOf, invalidValue, refusalOf } from '../support/plan.ts';

describe('auto-orient', () => {
  it.each([
    ['resize,w_1', true],
    ['auto-orient,1', true],
    ['resize,w_1/auto-orient,0', false],
    ['auto-orient,0/auto-orient,1', true],
    ['auto-orient,1/auto-orient,0', false],
  ])('%s: upright is %s', (chain, upright) => {
    expect(chainOf(chain).upright).toBe(upright);
  });

  const STORED = drawn([
    [1, 2, 3],
    [4, 5, 6],
  ]);

  // Exif 2.32, tag 0x0112: what each value says of the stored rows and columns.
  it.each([
    [
      1,
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
    [
      2,
      [
        [3, 2, 1],
        [6, 5, 4],
      ],
    ],
    [
      3,
      [
        [6, 5, 4],
        [3, 2, 1],
      ],
    ],
    [
      4,
      [
        [4, 5, 6],
        [1, 2, 3],
      ],
    ],
    [
      5,
      [
        [1, 4],
        [2, 5],
        [3, 6],
      ],
    ],
    [
      6,
      [
        [4, 1],
        [5, 2],
        [6, 3],
      ],
    ],
    [
      7,
      [
        [6, 3],
        [5, 2],
        [4, 1],
      ],
    ],
    [
      8,
      [
        [3, 6],
        [2, 5],
        [1, 4],
      ],
    ],
  ])('turns orientation %i upright', async (orientation, shown) => {
    const codecs = plainCodecs({ source: { orientation } });
    expect(levels(await process(STORED, 'image/bright,0', 'jpg', { codecs }))).toEqual(shown);
    expect(levels(await process(STORED, 'image/auto-orient,0', 'jpg', { codecs }))).toEqual(levels(STORED));
  });

  it('happens before everything else, wherever it is written', async () => {
    const codecs = plainCodecs({ source: { orientation: 6 } });
    for (const chain of ['crop,w_1,h_1', 'crop,w_1,h_1/auto-orient,1', 'auto-orient,1/crop,w_1,h_1']) {
      expect(levels(await process(STORED, `image/${chain}`, 'jpg', { codecs }))).toEqual([[4]]);
    }
    expect(levels(await process(STORED, 'image/crop,w_1,h_1/auto-orient,0', 'jpg', { codecs }))).toEqual([
      [1],
    ]);
  });

  it('leaves an orientation alone that is none', () => {
    const source = { orientation: 9 } as Parameters<typeof orient>[0];
    expect(orient(source, true)).toEqual({ quarters: 0, mirror: false });
  });

  it.each([
    ['auto-orient', invalidValue('auto-orient', '', '0040-00000214')],
    ['auto-orient,10', invalidValue('auto-orient', '10', '0040-00000215')],
    ['auto-orient,o_1', invalidValue('o', 'o', '0040-00000215')],
  ])('%s is refused', (chain, refusal) => {
    expect(refusalOf(chain)).toEqual(refusal);
  });
});

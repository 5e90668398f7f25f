/** Operations that only other vendors' languages have words for. */
import { describe, expect, it } from 'vitest';
import { parseChain } from '../../../../src/core/engine/chain/parse.ts';
import { EVERY_OPERATION, OPERATIONS } from '../../../../src/core/ops/index.ts';
import { process } from '../../support/engine.ts';
import { drawn, levels } from '../../support/pictures.ts';
import { refusalOf, sizeAfter } from '../../support/plan.ts';

const PICTURE = drawn([
  [1, 2, 3],
  [4, 5, 6],
]);

describe('the language of the original service', () => {
  it.each(['flip,h', 'colorspace,gray', 'trim,t_1', 'scale,x_50'])('has no %s', (action) => {
    expect(() => parseChain(`image/${action}`, OPERATIONS)).toThrow('is invalid');
    expect(parseChain(`image/${action}`, EVERY_OPERATION).text).toBe(`image/${action}`);
  });
});

describe('flip', () => {
  it.each([
    [
      'flip,h',
      [
        [3, 2, 1],
        [6, 5, 4],
      ],
    ],
    [
      'flip,v',
      [
        [4, 5, 6],
        [1, 2, 3],
      ],
    ],
    [
      'flip,h/flip,v',
      [
        [6, 5, 4],
        [3, 2, 1],
      ],
    ],
    [
      'rotate,90/flip,h',
      [
        [1, 4],
        [2, 5],
        [3, 6],
      ],
    ],
  ])('%s', async (chain, rows) => {
    expect(levels(await process(PICTURE, `image/${chain}`))).toEqual(levels(drawn(rows)));
  });
});

describe('colorspace', () => {
  it.each([
    [[255, 0, 0], 76],
    [[0, 255, 0], 150],
    [[0, 0, 255], 29],
    [[255, 255, 255], 255],
    [[7, 7, 7], 7],
  ])('makes %j the luma %i', async ([red, green, blue], luma) => {
    const pixels = Uint8ClampedArray.of(red!, green!, blue!, 255);
    const made = await process({ width: 1, height: 1, pixels }, 'image/colorspace,gray', 'png');
    expect(Array.from(made.pixels)).toEqual([luma, luma, luma, 255]);
  });
});

describe('trim', () => {
  it('takes strips off the edges', async () => {
    const made = await process(PICTURE, 'image/trim,t_1,l_1');
    expect(levels(made)).toEqual(levels(drawn([[5, 6]])));
    expect(sizeAfter('400x300', 'trim,t_20,r_30,b_20,l_0')).toBe('370x260');
  });
  it('leaves something', () => {
    expect(refusalOf('trim,l_200,r_200', '400x300')).toMatchObject({ code: 'InvalidArgument' });
  });
});

describe('scale', () => {
  it.each([
    ['400x300', 'scale,x_50', '200x300'],
    ['400x300', 'scale,y_200', '400x600'],
    ['400x300', 'scale,a_30000', '200x150'],
    ['400x300', 'scale,a_200000', '400x300'],
    ['401x301', 'scale,a_30000', '199x150'],
    ['400x300', 'scale,w_800,h_1200', '800x600'],
    ['400x300', 'scale,w_200,h_100', '400x300'],
    ['3x1', 'scale,x_1', '1x1'],
  ])('%s %s gives %s', (from, chain, to) => {
    expect(sizeAfter(from, chain)).toBe(to);
  });
});

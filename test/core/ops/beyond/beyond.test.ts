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
  it.each([
    'flip,h',
    'colorspace,gray',
    'trim,t_1',
    'scale,x_50',
    'turn,90',
    'extend,w_9',
    'background,FF0000',
    'tone,b_50',
  ])('has no %s', (action) => {
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

describe('turn', () => {
  it.each(['90', '180', '270'])('by %s is what rotate does', async (degrees) => {
    const [one, other] = await Promise.all([
      process(PICTURE, `image/turn,${degrees}`),
      process(PICTURE, `image/rotate,${degrees}`),
    ]);
    expect(levels(one)).toEqual(levels(other));
  });
  it('has no largest side', () => {
    expect(sizeAfter('5000x10', 'turn,90')).toBe('10x5000');
  });
});

describe('extend', () => {
  it.each([
    ['extend,w_5,h_4', '5x4'],
    ['extend,w_2,h_4', '3x4'],
    ['extend,w_1,h_1', '3x2'],
  ])('%s gives %s', (chain, to) => {
    expect(sizeAfter('3x2', chain)).toBe(to);
  });
  it('puts the picture in the middle', async () => {
    const made = await process(PICTURE, 'image/extend,w_5,h_2,color_090909');
    expect(levels(made)).toEqual(
      levels(
        drawn([
          [9, 1, 2, 3, 9],
          [9, 4, 5, 6, 9],
        ]),
      ),
    );
  });
});

describe('background', () => {
  it('lies beneath what is transparent, and beneath nothing else', async () => {
    const pixels = Uint8ClampedArray.of(10, 20, 30, 255, 10, 20, 30, 0, 100, 100, 100, 51);
    const made = await process({ width: 3, height: 1, pixels }, 'image/background,0A64C8', 'png');
    expect(Array.from(made.pixels)).toEqual([10, 20, 30, 255, 10, 100, 200, 255, 28, 100, 180, 255]);
  });
});

describe('tone', () => {
  it.each([
    ['b_50', [100, 50, 20], [50, 25, 10]],
    ['b_300', [100, 50, 20], [255, 150, 60]],
    ['c_200', [100, 128, 200], [72, 128, 255]],
    ['c_0', [100, 128, 200], [128, 128, 128]],
    ['g_200', [64, 0, 255], [128, 0, 255]],
    ['s_0', [255, 0, 0], [76, 76, 76]],
    ['s_200', [120, 100, 100], [134, 94, 94]],
  ])('%s makes %j into %j', async (values, [red, green, blue], expected) => {
    const pixels = Uint8ClampedArray.of(red!, green!, blue!, 255);
    const made = await process({ width: 1, height: 1, pixels }, `image/tone,${values}`, 'png');
    expect(Array.from(made.pixels.subarray(0, 3))).toEqual(expected);
  });
});

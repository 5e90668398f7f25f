/** Operations that only other vendors' languages have words for. */
import { describe, expect, it } from 'vitest';
import { decideQuality } from '../../../../src/core/engine/plan/output.ts';
import { parseChain } from '../../../../src/core/engine/chain/parse.ts';
import { EVERY_OPERATION, OPERATIONS } from '../../../../src/core/ops/index.ts';
import { process } from '../../support/engine.ts';
import { drawn, levels } from '../../support/pictures.ts';
import type { Source } from '../../../../src/core/spec/source.ts';
import { refusalOf, sizeAfter, wishOf } from '../../support/plan.ts';

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
    'cut,w_9',
    'reach,w_9',
    'corners,x_9,y_9',
    'lean,d_45,color_FF0000',
    'border,t_9',
    'level,m_least,v_9',
    'share,s_short,t_9',
    'shave,v_1',
    'pixelate,9',
    'stamp,image_YQ',
    'bytes,9',
    'bytes,source',
    'still,1',
    'exif',
    'traits',
    'likeness',
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
    ['extend,w_16,h_9,m_ratio', '4x2'],
    ['extend,w_9,h_16,m_ratio', '3x5'],
    ['extend,w_3,h_2,m_ratio', '3x2'],
    ['extend,w_9,m_ratio', '3x2'],
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

describe('what is around a picture', () => {
  it.each([
    [
      'extend,w_4,h_3,g_se,color_090909',
      [
        [9, 9, 9, 9],
        [9, 1, 2, 3],
        [9, 4, 5, 6],
      ],
    ],
    [
      'border,t_1,l_2,color_090909',
      [
        [9, 9, 9, 9, 9],
        [9, 9, 1, 2, 3],
        [9, 9, 4, 5, 6],
      ],
    ],
    [
      'border,r_1,b_1,color_090909',
      [
        [1, 2, 3, 9],
        [4, 5, 6, 9],
        [9, 9, 9, 9],
      ],
    ],
  ])('has its colour: %s', async (chain, rows) => {
    expect(levels(await process(PICTURE, `image/${chain}`))).toEqual(levels(drawn(rows)));
  });
  it.each([
    ['png', [0, 0, 0, 0]],
    ['jpg', [255, 255, 255, 255]],
  ] as const)('is clear without one where a %s can be', async (format, pixel) => {
    const made = await process(drawn([[7]]), 'image/border,l_1', format);
    expect(Array.from(made.pixels.subarray(0, 4))).toEqual(pixel);
  });
  it('has a largest size', () => {
    expect(refusalOf('border,l_16384', '10x10')).toMatchObject({ code: 'ImageTooLarge' });
    expect(refusalOf('extend,w_16384,h_16384', '10x10')).toMatchObject({ code: 'ImageTooLarge' });
  });
});

describe('cut', () => {
  it.each([
    ['612x613', 'cut,w_1920,h_1120,m_down', '612x357'],
    ['2000x500', 'cut,w_1000,h_800,m_down', '625x500'],
    ['400x300', 'cut,w_200,h_100,m_down', '200x100'],
    ['400x300', 'cut,w_500,h_100', '400x100'],
    ['400x300', 'cut,w_16,h_9,m_ratio', '400x225'],
    ['400x300', 'cut,w_500t,h_250t', '200x75'],
    ['400x300', 'cut,w_100', '100x300'],
  ])('%s %s gives %s', (from, chain, to) => {
    expect(sizeAfter(from, chain)).toBe(to);
  });
  it.each([
    ['cut,w_1,h_1,x_0,y_0', 1],
    ['cut,w_1,h_1,x_1000,y_0', 3],
    ['cut,w_1,h_1', 5],
    ['cut,w_1,h_1,x_0,y_1000,dx_1', 5],
    ['cut,w_1,h_1,x_1000,y_1000,dx_-1,dy_-1', 2],
    ['cut,w_1,h_1,x_0,y_0,dx_334t', 2],
    ['cut,w_1,h_1,x_0,y_0,dx_-5,dy_9', 4],
  ])('%s keeps the pixel %i', async (chain, level) => {
    expect(levels(await process(PICTURE, `image/${chain}`))).toEqual(levels(drawn([[level]])));
  });
});

describe('reach', () => {
  it.each([
    ['400x300', 'reach,w_300', '300x300'],
    ['500x500', 'reach,w_1000,h_200', '500x100'],
    ['500x500', 'reach,w_1000,h_200,limit_0', '1000x200'],
    ['400x300', 'reach,m_alike,w_200,h_200', '267x200'],
    ['300x400', 'reach,m_alike,w_200,h_100', '75x100'],
    ['300x400', 'reach,m_alike,w_100,h_200', '150x200'],
    ['100x50', 'reach,m_alike,w_200,h_150', '100x50'],
  ])('%s %s gives %s', (from, chain, to) => {
    expect(sizeAfter(from, chain)).toBe(to);
  });
});

describe('corners', () => {
  it('are as rounded as those of a circle where both radii are alike', async () => {
    const white = drawn(Array.from({ length: 20 }, () => Array.from({ length: 20 }, () => 200)));
    const [one, other] = await Promise.all([
      process(white, 'image/corners,x_6,y_6', 'png'),
      process(white, 'image/rounded-corners,r_6', 'png'),
    ]);
    const apart = one.pixels.map((value, at) => Math.abs(value - other.pixels[at]!));
    expect(Math.max(...apart.filter((_, at) => at % 4 === 3))).toBeLessThan(16);
  });
  it('are quarters of an ellipse', async () => {
    const made = await process(
      drawn([
        [9, 9, 9, 9, 9, 9],
        [9, 9, 9, 9, 9, 9],
      ]),
      'image/corners,x_500t,y_500t',
      'png',
    );
    const alphas = Array.from({ length: 6 }, (_, x) => made.pixels[x * 4 + 3]!);
    // Of the first pixel 0.516 lies inside.
    expect(Math.abs(alphas[0]! - 132)).toBeLessThan(12);
    expect(alphas[2]).toBe(255);
    expect(alphas).toEqual(alphas.toReversed());
  });
});

describe('lean', () => {
  it('turns on a colour, and by quarters on none', async () => {
    const square = drawn(Array.from({ length: 8 }, () => Array.from({ length: 8 }, () => 9)));
    const made = await process(square, 'image/lean,d_45,color_0A64C8');
    expect([made.width, made.height, ...made.pixels.subarray(0, 4)]).toEqual([12, 12, 10, 100, 200, 255]);
    const [one, other] = await Promise.all(
      ['lean,d_90,color_FF0000', 'rotate,90'].map((chain) => process(PICTURE, `image/${chain}`)),
    );
    expect(levels(one!)).toEqual(levels(other!));
  });
});

describe('share', () => {
  it.each([
    ['91x61', 'share,s_short,t_100', '37x25'],
    ['91x61', 'share,s_long,t_100', '25x17'],
    ['91x61', 'share,s_width,t_400', '100x67'],
    ['91x61', 'share,s_height,t_400', '149x100'],
    ['100x25', 'share,s_area,t_40', '100x25'],
  ])('makes a mark of %s with %s one of %s', (from, chain, to) => {
    expect(sizeAfter(from, chain, { canvas: { width: 250, height: 250 } })).toBe(to);
  });
  it('is of marks alone', () => {
    expect(refusalOf('share,s_short,t_100')).toMatchObject({ code: 'InvalidArgument' });
  });
});

describe('level', () => {
  const JPEG = { format: 'jpg', defaultQuality: 80 } as const;
  const SOURCE = { format: 'jpg' } as Source;
  it.each([
    ['level,m_exact,v_90', 60, 90],
    ['level,m_least,v_80', 60, 80],
    ['level,m_least,v_80', 85, 85],
    ['level,m_least,v_80', undefined, 80],
    ['level,m_exact,v_90/quality,Q_50', 60, 50],
    ['quality,Q_50/level,m_exact,v_90', 60, 90],
  ])('%s of a picture of quality %s is %i', (chain, quality, expected) => {
    const source = { ...SOURCE, quality };
    expect(decideQuality(source, wishOf(chain), JPEG)).toBe(expected);
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

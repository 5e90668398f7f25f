import { describe, expect, it } from 'vitest';
import { process } from '../support/engine.ts';
import { at, drawn, levels, plain } from '../support/pictures.ts';
import { invalidValue, planOf, refusalOf, sizeAfter, sizeOf } from '../support/plan.ts';

const PICTURE = drawn([
  [1, 2, 3],
  [4, 5, 6],
]);

describe('rotate', () => {
  it.each([
    ['400x267', 'rotate,70', '388x468'],
    ['400x267', 'rotate,90', '267x400'],
    ['400x267', 'rotate,180', '400x267'],
    ['400x267', 'rotate,270', '267x400'],
    ['400x267', 'rotate,0', '400x267'],
    ['400x267', 'rotate,360', '400x267'],
    ['400x267', 'resize,w_200,h_200/rotate,90', '134x200'],
    ['100x100', 'rotate,45', '142x142'],
    ['1x1', 'rotate,30', '2x2'],
    ['400x267', 'rotate,1', '405x274'],
  ])('%s %s gives %s', (from, chain, to) => {
    expect(sizeAfter(from, chain)).toBe(to);
  });

  it.each([
    [0, PICTURE],
    [
      90,
      drawn([
        [4, 1],
        [5, 2],
        [6, 3],
      ]),
    ],
    [
      180,
      drawn([
        [6, 5, 4],
        [3, 2, 1],
      ]),
    ],
    [
      270,
      drawn([
        [3, 6],
        [2, 5],
        [1, 4],
      ]),
    ],
    [360, PICTURE],
  ])('turns clockwise by %i degrees', async (degrees, turned) => {
    expect(levels(await process(PICTURE, `image/rotate,${degrees}`))).toEqual(levels(turned));
  });

  it('is nothing but geometry for quarter turns, and nothing at all for none', () => {
    expect(planOf(sizeOf('4x2'), 'rotate,0')).toEqual({ size: sizeOf('4x2'), paints: false });
    expect(planOf(sizeOf('4x2'), 'rotate,270')).toMatchObject({
      paints: false,
      geometry: { turn: { quarters: 3 } },
    });
  });

  it('fills new corners white, or leaves them clear when the format can be', async () => {
    const picture = plain(sizeOf('40x20'), [0, 0, 200, 255]);
    const jpg = await process(picture, 'image/rotate,30');
    const png = await process(picture, 'image/rotate,30/format,png');
    const middle = [Math.floor(jpg.width / 2), Math.floor(jpg.height / 2)] as const;
    expect(at(jpg, 0, 0)).toEqual([255, 255, 255, 255]);
    expect(at(png, 0, 0)).toEqual([0, 0, 0, 0]);
    expect(at(jpg, ...middle)).toEqual([0, 0, 200, 255]);
    expect(at(png, ...middle)).toEqual([0, 0, 200, 255]);
  });

  it.each([
    ['rotate', invalidValue('rotate', '', '0040-00000216')],
    ['rotate,', invalidValue('rotate', '', '0040-00000216')],
    ['rotate,abc', invalidValue('rotate', 'abc', '0040-00000217')],
    ['rotate,400', invalidValue('rotate', '400', '0040-00000217')],
    ['rotate,-90', invalidValue('rotate', '-90', '0040-00000217')],
    ['rotate,a_90', invalidValue('a', 'a', '0040-00000217')],
    ['rotate,90,200,300', invalidValue('rotate', '90,200,300', '0040-00000203')],
  ])('%s is refused', (chain, refusal) => {
    expect(refusalOf(chain)).toEqual(refusal);
  });

  it.each(['rotate,0', 'rotate,360', 'lean,d_0,color_FF8800', 'lean,d_360,color_FF8800'])(
    '%s leaves a picture of any size as it is',
    (chain) => {
      const size = sizeOf('30000x8000');
      expect(planOf(size, chain)).toMatchObject({ size, paints: false });
      expect(planOf(size, chain).geometry).toBeUndefined();
    },
  );

  it('refuses a side of more than 4096 pixels', () => {
    const refusal = {
      code: 'BadRequest',
      status: 400,
      message: 'Picture exceed the maximum allowable rotation range.',
      ec: '0040-00000006',
    };
    expect(refusalOf('rotate,90', '4097x10')).toEqual(refusal);
    expect(refusalOf('rotate,45', '10x4097')).toEqual(refusal);
    expect(refusalOf('rotate,1', '4097x10')).toEqual(refusal);
    expect(refusalOf('rotate,359', '10x4097')).toEqual(refusal);
    expect(refusalOf('lean,d_45,color_FF8800', '4097x10')).toEqual(refusal);
    expect(sizeAfter('4096x4096', 'rotate,90')).toBe('4096x4096');
    expect(sizeAfter('5000x10', 'resize,m_lfit,h_2000,w_2000,limit_1/rotate,90')).toBe('4x2000');
  });
});

import { describe, expect, it } from 'vitest';
import { process } from '../support/engine.ts';
import { drawn, levels } from '../support/pictures.ts';
import { invalidValue, planOf, refusalOf, sizeOf } from '../support/plan.ts';

describe('indexcrop', () => {
  it.each([
    ['indexcrop,x_100,i_0', '0,0 100x267'],
    ['indexcrop,x_100', '0,0 100x267'],
    ['indexcrop,x_100,i_3', '300,0 100x267'],
    ['indexcrop,x_150,i_2', '300,0 100x267'],
    ['indexcrop,y_100,i_2', '0,200 400x67'],
    ['indexcrop,x_100,y_200,i_1', '0,200 400x67'],
    ['indexcrop,x_100,y_0,i_1', '100,0 100x267'],
    ['indexcrop,x_401,i_0', '0,0 400x267'],
  ])('%s of 400x267 keeps %s', (chain, region) => {
    const { x, y, width, height } = planOf(sizeOf('400x267'), chain).geometry!.cut;
    expect(`${x},${y} ${width}x${height}`).toBe(region);
  });

  it.each([
    'indexcrop,x_100,i_4',
    'indexcrop,x_100,i_100',
    'indexcrop,y_100,i_10',
    'indexcrop,x_999999999,i_999999999',
  ])('%s is past the last slice and keeps the whole picture', (chain) => {
    expect(planOf(sizeOf('400x267'), chain)).toEqual({ size: sizeOf('400x267'), paints: false });
  });

  it('puts the slices together again to the whole picture', async () => {
    const picture = drawn([[1, 2, 3, 4, 5]]);
    const slices = await Promise.all([0, 1, 2].map((i) => process(picture, `image/indexcrop,x_2,i_${i}`)));
    expect(slices.flatMap(levels).flat()).toEqual([1, 2, 3, 4, 5]);
  });

  it.each([
    ['indexcrop', invalidValue('x', '0', '0040-00000230')],
    ['indexcrop,i_1', invalidValue('x', '0', '0040-00000230')],
    ['indexcrop,x_0,i_0', invalidValue('x', '0', '0040-00000230')],
    ['indexcrop,x_0,y_0', invalidValue('x', '0', '0040-00000230')],
    ['indexcrop,y_0', invalidValue('y', '0', '0040-00000230')],
    ['indexcrop,y_0,i_1', invalidValue('y', '0', '0040-00000230')],
    ['indexcrop,x_a', invalidValue('x', 'a')],
    ['indexcrop,y_-1', invalidValue('y', '-1', '0040-00000224')],
    ['indexcrop,x_10,i_-1', invalidValue('i', '-1', '0040-00000229')],
  ])('%s is refused', (chain, refusal) => {
    expect(refusalOf(chain)).toEqual(refusal);
  });
});

import { describe, expect, it } from 'vitest';
import { process } from '../support/engine.ts';
import { drawn, levels } from '../support/pictures.ts';
import { invalidValue, planOf, refusalOf, sizeOf } from '../support/plan.ts';

/** `x,y wxh` of what a crop keeps. */
function kept(size: string, chain: string): string {
  const { geometry, size: result, paints } = planOf(sizeOf(size), chain);
  const { x, y, width, height } = geometry?.cut ?? { x: 0, y: 0, ...result };
  expect({ width, height, paints }).toEqual({ ...result, paints: false });
  return `${x},${y} ${width}x${height}`;
}

describe('crop: regions', () => {
  it.each([
    ['crop,x_100,y_50', '100,50 300x217'],
    ['crop,x_100,y_50,w_100,h_100', '100,50 100x100'],
    ['crop,w_100,h_100,x_100,y_100,r_1', '100,100 100x100'],
    ['crop,w_200,h_200,g_se', '200,67 200x200'],
    ['crop,x_10,y_10,w_200,h_200,g_se', '210,77 190x190'],
    ['crop,w_1000,h_1000', '0,0 400x267'],
    ['crop,x_399,y_266', '399,266 1x1'],
    ['crop,w_0,h_100', '0,0 400x100'],
    ['crop,x_100,w_0', '100,0 300x267'],
    ['crop,w_100,g_center', '150,0 100x267'],
    ['crop,h_100,g_east', '0,83 400x100'],
    ['crop,g_nw', '0,0 400x267'],
    ['crop,nw', '0,0 400x267'],
    ['crop,g_se', '0,0 400x267'],
    ['crop,se,w_100,h_67', '300,200 100x67'],
    ['crop,w_100,h_100,g_nw', '0,0 100x100'],
    ['crop,w_100,h_100,g_north', '150,0 100x100'],
    ['crop,w_100,h_100,g_ne', '300,0 100x100'],
    ['crop,w_100,h_100,g_west', '0,83 100x100'],
    ['crop,w_100,h_100,g_center', '150,83 100x100'],
    ['crop,w_100,h_100,g_east', '300,83 100x100'],
    ['crop,w_100,h_100,g_sw', '0,167 100x100'],
    ['crop,w_100,h_100,g_south', '150,167 100x100'],
    ['crop,w_100,h_100,g_se', '300,167 100x100'],
    ['crop,w_101,h_101,g_center', '150,83 101x101'],
    ['crop,w_100,h_100,g_center,x_5,y_7', '155,90 100x100'],
    ['crop,w_1000,h_1000,g_se,x_1', '1,0 399x267'],
  ])('%s of 400x267 keeps %s', (chain, region) => {
    expect(kept('400x267', chain)).toBe(region);
  });

  it('keeps the pixels it says', async () => {
    const picture = drawn([
      [11, 12, 13],
      [21, 22, 23],
      [31, 32, 33],
    ]);
    const cut = async (chain: string) => levels(await process(picture, `image/${chain}`));
    expect(await cut('crop,x_1,y_1,w_2,h_1')).toEqual([[22, 23]]);
    expect(await cut('crop,w_2,h_2,g_se')).toEqual([
      [22, 23],
      [32, 33],
    ]);
    expect(await cut('crop,w_1,h_0,g_center')).toEqual([[12], [22], [32]]);
  });
});

describe('crop: refusals', () => {
  const outside = {
    code: 'BadRequest',
    status: 400,
    message: "Advance cut's position is out of image.",
    ec: undefined,
  };

  it.each([
    ['crop,x_400,y_0', '400x267'],
    ['crop,x_0,y_267', '400x267'],
    ['crop,x_10,y_10,w_100,h_100', '1x1'],
    ['crop,w_200,h_200,g_se,x_200', '400x267'],
    ['crop,x_999999999', '400x267'],
  ])('%s starts outside %s', (chain, size) => {
    expect(refusalOf(chain, size)).toEqual(outside);
  });

  it.each([
    ['crop', invalidValue('crop', '')],
    ['crop,r_1', invalidValue('crop', 'r_1')],
    ['crop,w_abc', invalidValue('w', 'abc', '0040-00000225')],
    ['crop,h_-1', invalidValue('h', '-1', '0040-00000226')],
    ['crop,x_-1', invalidValue('x', '-1')],
    ['crop,y_1.5', invalidValue('y', '1.5')],
    ['crop,middle', invalidValue('crop', 'middle', '0040-00000209')],
    ['crop,w_500,h_500,g_fac', invalidValue('g', 'fac', '0040-00000209')],
    ['crop,w_500,h_500,g_face', expect.objectContaining({ code: 'NotImplemented', status: 501 })],
    ['crop,g_auto', expect.objectContaining({ code: 'NotImplemented', status: 501 })],
  ])('%s', (chain, refusal) => {
    expect(refusalOf(chain)).toEqual(refusal);
  });

  it('gives no side of more than 16384 pixels', () => {
    expect(refusalOf('crop,h_10', '16385x20')).toMatchObject({ code: 'ImageTooLarge', status: 400 });
    expect(kept('16385x20', 'crop,h_10,w_16384')).toBe('0,0 16384x10');
  });
});

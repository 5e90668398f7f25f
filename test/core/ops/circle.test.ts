import { describe, expect, it } from 'vitest';
import { process } from '../support/engine.ts';
import { at, plain } from '../support/pictures.ts';
import { invalidValue, planOf, refusalOf, sizeAfter, sizeOf } from '../support/plan.ts';

const RED = [255, 0, 0, 255] as const;

describe('circle', () => {
  it.each([
    ['400x267', 'circle,r_100', '201x201'],
    ['400x267', 'circle,r_1000', '267x267'],
    ['400x267', 'circle,r_133', '267x267'],
    ['400x267', 'circle,r_132', '265x265'],
    ['267x400', 'circle,r_4096', '267x267'],
    ['400x267', 'circle,r_1', '3x3'],
    ['1x1', 'circle,r_1', '1x1'],
    ['2x2', 'circle,r_5', '2x2'],
  ])('%s %s gives %s', (from, chain, to) => {
    expect(sizeAfter(from, chain)).toBe(to);
  });

  it('cuts around the middle', () => {
    expect(planOf(sizeOf('400x267'), 'circle,r_100').geometry?.cut).toMatchObject({ x: 99, y: 33 });
  });

  it('leaves the outside clear in PNG and white in JPEG', async () => {
    const picture = plain(sizeOf('400x267'), RED);
    const png = await process(picture, 'image/circle,r_100/format,png');
    expect(at(png, 0, 0)).toEqual([0, 0, 0, 0]);
    expect(at(png, 100, 100)).toEqual([...RED]);
    expect(at(png, 100, 1)).toEqual([...RED]);
    const jpg = await process(picture, 'image/circle,r_100');
    expect(at(jpg, 0, 0)).toEqual([255, 255, 255, 255]);
    expect(at(jpg, 200, 200)).toEqual([255, 255, 255, 255]);
    expect(at(jpg, 100, 100)).toEqual([...RED]);
  });

  it.each([
    ['circle', invalidValue('r', '', '0040-00000233')],
    ['circle,r_0', invalidValue('r', '0', '0040-00000233')],
    ['circle,r_5000', invalidValue('r', '5000', '0040-00000233')],
    ['circle,r_x', invalidValue('r', 'x', '0040-00000233')],
    ['circle,100', invalidValue('r', '100', '0040-00000233')],
  ])('%s is refused', (chain, refusal) => {
    expect(refusalOf(chain)).toEqual(refusal);
  });
});

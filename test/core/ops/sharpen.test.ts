import { describe, expect, it } from 'vitest';
import { process } from '../support/engine.ts';
import { detail, plain, scene } from '../support/pictures.ts';
import { invalidValue, planOf, refusalOf, sizeAfter, sizeOf } from '../support/plan.ts';

async function detailAfter(chain: string): Promise<number> {
  return detail(await process(scene(sizeOf('64x48')), `image/${chain}`));
}

describe('sharpen', () => {
  it('keeps the size and is sharper for larger values', async () => {
    expect(sizeAfter('400x267', 'sharpen,100')).toBe('400x267');
    const seen = await Promise.all(['bright,0', 'sharpen,50', 'sharpen,100', 'sharpen,399'].map(detailAfter));
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  it.each([
    ['sharpen', invalidValue('sharpen', '', '0040-00000279')],
    ['sharpen,10', invalidValue('sharpen', '10', '0040-00000280')],
    ['sharpen,49', invalidValue('sharpen', '49', '0040-00000280')],
    ['sharpen,400', invalidValue('sharpen', '400', '0040-00000280')],
    ['sharpen,a_100', invalidValue('a', 'a', '0040-00000280')],
  ])('%s is refused', (chain, refusal) => {
    expect(refusalOf(chain)).toEqual(refusal);
  });

  it('leaves a picture of one colour as it is', async () => {
    const picture = plain(sizeOf('9x7'), [3, 77, 250, 255]);
    for (const chain of ['sharpen,50', 'sharpen,399'])
      expect(await process(picture, `image/${chain}`)).toEqual(picture);
  });

  it('says that it holds rows as many as its kernel is tall, never the picture', () => {
    expect(planOf(sizeOf('1000x1000'), 'sharpen,100').paintBytes).toBeLessThan(200_000);
  });
});

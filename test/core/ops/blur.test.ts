import { describe, expect, it } from 'vitest';
import { process } from '../support/engine.ts';
import { detail, plain, scene } from '../support/pictures.ts';
import { invalidValue, planOf, refusalOf, sizeAfter, sizeOf } from '../support/plan.ts';

async function detailAfter(chain: string): Promise<number> {
  return detail(await process(scene(sizeOf('64x48')), `image/${chain}`));
}

describe('blur', () => {
  it('keeps the size and is blurrier for larger radius and deviation', async () => {
    expect(sizeAfter('400x267', 'resize,w_200/blur,r_3,s_2')).toBe('200x134');
    const seen = await Promise.all(
      ['bright,0', 'blur,r_1,s_1', 'blur,r_3,s_1', 'blur,r_3,s_2', 'blur,r_9,s_4'].map(detailAfter),
    );
    expect(seen).toEqual(seen.toSorted((a, b) => b - a));
  });

  it.each([
    ['blur', invalidValue('r', '', '0040-00000241')],
    ['blur,g_face,r_3,s_2', expect.objectContaining({ code: 'NotImplemented', status: 501 })],
    ['blur,r_3,s_2,g_faces', expect.objectContaining({ code: 'NotImplemented', status: 501 })],
    ['blur,s_2', invalidValue('r', '', '0040-00000241')],
    ['blur,r_3', invalidValue('s', '', '0040-00000242')],
    ['blur,r_200,s_25', invalidValue('r', '200', '0040-00000241')],
    ['blur,r_0,s_25', invalidValue('r', '0', '0040-00000241')],
    ['blur,r_3,s_51', invalidValue('s', '51', '0040-00000242')],
  ])('%s is refused', (chain, refusal) => {
    expect(refusalOf(chain)).toEqual(refusal);
  });

  it('leaves a picture of one colour as it is', async () => {
    const picture = plain(sizeOf('9x7'), [3, 77, 250, 255]);
    for (const chain of ['blur,r_50,s_50', 'blur,r_1,s_1'])
      expect(await process(picture, `image/${chain}`)).toEqual(picture);
  });

  it('says that it holds rows as many as its kernel is tall, never the picture', () => {
    const held = (height: number) => planOf({ width: 1000, height }, 'blur,r_10,s_5').paintBytes;
    expect(held(100)).toBe(held(10_000));
    expect(held(100)).toBeGreaterThan(21 * 1000 * 3);
  });
});

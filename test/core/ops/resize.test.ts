import { describe, expect, it } from 'vitest';
import { process } from '../support/engine.ts';
import { at, levels, plain, scene } from '../support/pictures.ts';
import { invalidValue, planOf, refusalOf, sizeAfter, sizeOf } from '../support/plan.ts';

describe('resize: sizes', () => {
  // Rows of the operations reference, section 13.
  it.each([
    ['200x100', 'resize,m_lfit,w_150,h_80', '150x75'],
    ['200x100', 'resize,m_mfit,w_150,h_80', '160x80'],
    ['200x100', 'resize,m_fill,w_150,h_80', '150x80'],
    ['200x100', 'resize,m_pad,w_150,h_80', '150x80'],
    ['200x100', 'resize,m_fixed,w_150,h_80', '150x80'],
    ['256x144', 'resize,h_100', '178x100'],
    ['256x144', 'resize,h_100,m_mfit', '178x100'],
    ['256x144', 'resize,h_100,m_fixed', '178x100'],
    ['256x144', 'resize,m_fill,h_100', '100x100'],
    ['256x144', 'resize,m_pad,h_100', '100x100'],
    ['2500x1875', 'resize,p_50', '1250x938'],
    ['2500x1875', 'resize,p_120', '3000x2250'],
    ['2500x1875', 'resize,w_200', '200x150'],
    ['2500x1875', 'resize,w_3000,limit_0', '3000x2250'],
    ['2500x1875', 'resize,w_3000', '2500x1875'],
    ['2500x1875', 'resize,h_100', '133x100'],
    ['2500x1875', 'resize,h_2000,limit_0', '2667x2000'],
    ['2500x1875', 'resize,l_200', '200x150'],
    ['2500x1875', 'resize,s_200', '267x200'],
    ['2500x1875', 'resize,m_pad,w_100,h_100', '100x100'],
    ['2500x1875', 'resize,m_fill,w_100,h_100', '100x100'],
    ['2500x1875', 'resize,m_fixed,w_100,h_100', '100x100'],
    ['3924x2550', 'resize,l_900,h_600', '923x600'],
    ['3924x2550', 'resize,l_923,h_600', '923x600'],
    ['400x267', 'resize,m_fixed,w_100,h_100', '100x100'],
    ['400x267', 'resize,h_100', '150x100'],
    ['400x267', 'resize,h_100,m_lfit', '150x100'],
    ['400x267', 'resize,w_100', '100x67'],
    ['400x267', 'resize,l_100', '100x67'],
    ['400x267', 'resize,s_100', '150x100'],
    ['400x267', 'resize,m_lfit,h_100,w_100', '100x67'],
    ['400x267', 'resize,m_mfit,h_100,w_100', '150x100'],
    ['400x267', 'resize,m_fill,h_100,w_100', '100x100'],
    ['400x267', 'resize,m_pad,h_100,w_100,color_FF0000', '100x100'],
    ['400x267', 'resize,p_50', '200x134'],
    ['400x267', 'resize,p_150', '600x401'],
    ['400x267', 'resize,w_200', '200x134'],
    ['400x267', 'resize,w_300', '300x200'],
    ['400x267', 'resize,w_300,h_300', '300x200'],
    ['400x267', 'resize,w_500', '400x267'],
    ['400x267', 'resize,w_500,limit_0', '500x334'],
    ['400x267', 'resize,m_fill,w_300,h_300,limit_0', '300x300'],
    ['400x267', 'resize,m_fill,w_300,h_300', '400x267'],
    ['1504x1120', 'resize,w_1500,h_1125', '1500x1117'],
    ['1504x1120', 'resize,w_1500,h_1125,limit_0', '1500x1117'],
    ['1000x1', 'resize,w_100', '100x1'],
    // The longer side gets `l` and the shorter `s`, whichever they are; the mode then applies.
    ['400x200', 'resize,l_100,s_40', '80x40'],
    ['200x400', 'resize,l_100,s_40', '40x80'],
    ['400x200', 'resize,l_100,s_40,m_fixed', '100x40'],
    ['200x400', 'resize,l_100,s_40,m_fixed', '40x100'],
    ['200x400', 'resize,l_100', '50x100'],
    ['200x400', 'resize,s_100', '100x200'],
    ['300x300', 'resize,l_100', '100x100'],
    ['300x300', 'resize,s_100', '100x100'],
    // Of a square the width counts as the longer side.
    ['300x300', 'resize,l_100,s_40', '40x40'],
    ['300x300', 'resize,l_100,s_40,m_mfit', '100x100'],
    ['300x300', 'resize,l_100,s_40,m_fill', '100x40'],
    ['300x300', 'resize,l_100,s_40,m_pad', '100x40'],
    ['300x300', 'resize,l_100,s_40,m_fixed', '100x40'],
    // A box wins over sides and sides over a percentage.
    ['400x200', 'resize,w_100,l_50,s_10,p_1', '100x50'],
    ['400x200', 'resize,l_100,p_1', '100x50'],
    // `limit` keeps the source size, without cutting or padding.
    ['400x200', 'resize,l_401', '400x200'],
    ['400x200', 'resize,s_201', '400x200'],
    ['400x200', 'resize,m_pad,w_500,h_100', '500x100'],
    ['400x200', 'resize,m_pad,w_500,h_300', '400x200'],
    ['400x200', 'resize,m_fixed,w_10,h_201', '400x200'],
    ['100x100', 'resize,w_16384,h_16384', '100x100'],
    ['100x100', 'resize,p_1', '1x1'],
    ['40x40', 'resize,p_1', '1x1'],
    ['30000x8000', 'resize,w_7000', '7000x1867'],
  ])('%s %s gives %s', (from, chain, to) => {
    expect(sizeAfter(from, chain, { limitPolicy: 'result' })).toBe(to);
  });

  it.each([
    ['1504x1120', 'resize,w_1500,h_1125', '1504x1120'],
    ['400x267', 'resize,w_300,h_300', '400x267'],
    ['400x267', 'resize,w_300,h_260', '300x200'],
    ['400x267', 'resize,m_pad,w_401,h_100', '400x267'],
    ['400x267', 'resize,l_400,s_268', '400x267'],
    ['400x267', 'resize,l_200,s_200', '200x134'],
    ['400x267', 'resize,p_200', '800x534'],
  ])('policy "box": %s %s gives %s', (from, chain, to) => {
    expect(sizeAfter(from, chain, { limitPolicy: 'box' })).toBe(to);
  });

  it('fits a mark into a percentage of the picture it marks, enlarging it', () => {
    const canvas = { width: 400, height: 200 };
    expect(sizeAfter('10x10', 'resize,P_10', { canvas })).toBe('20x20');
    expect(sizeAfter('1000x10', 'resize,P_50', { canvas })).toBe('200x2');
  });
});

describe('resize: where the pixels come from', () => {
  it('cuts the middle out of a covering picture, rounding the offset down', () => {
    expect(planOf(sizeOf('200x100'), 'resize,m_fill,w_150,h_80').geometry).toMatchObject({
      scale: { width: 160, height: 80 },
      window: { x: 5, y: 0, width: 150, height: 80 },
    });
    expect(planOf(sizeOf('400x267'), 'resize,m_fill,w_99,h_100').geometry?.window).toEqual({
      x: 25,
      y: 0,
      width: 99,
      height: 100,
    });
  });

  it('pads evenly in the asked colour, the odd row at the bottom', async () => {
    const picture = await process(
      plain(sizeOf('400x267'), [0, 0, 255, 255]),
      'image/resize,m_pad,h_100,w_100,color_FF0000',
    );
    const colours = levels(picture).map((row) => row[50]);
    expect(colours).toEqual([...Array(16).fill(255), ...Array(67).fill(0), ...Array(17).fill(255)]);
    expect(at(picture, 50, 15)).toEqual([255, 0, 0, 255]);
    expect(at(picture, 50, 16)).toEqual([0, 0, 255, 255]);
  });

  it('keeps a picture of one colour that colour in every mode', async () => {
    const colour = [12, 200, 77, 255] as const;
    for (const mode of ['lfit', 'mfit', 'fill', 'fixed']) {
      const { pixels } = await process(plain(sizeOf('97x61'), colour), `image/resize,m_${mode},w_31,h_40`);
      expect(new Set(pixels.filter((_, i) => i % 4 === 1))).toEqual(new Set([200]));
    }
  });

  it('costs what is kept of a picture that is scaled far beyond it', async () => {
    const panorama = plain({ width: 20_000, height: 20 }, [1, 2, 3, 255]);
    const picture = await process(panorama, 'image/resize,m_fill,w_10,h_10000,limit_0');
    expect([picture.width, picture.height, ...at(picture, 9, 9999)]).toEqual([10, 10_000, 1, 2, 3, 255]);
  });

  it('answers the same picture for both ways to ask for one size', async () => {
    const picture = scene(sizeOf('120x80'));
    const asked = await Promise.all(
      ['w_60', 'h_40', 'p_50', 'l_60', 's_40', 'm_fixed,w_60,h_40'].map((how) =>
        process(picture, `image/resize,${how}`),
      ),
    );
    for (const other of asked) expect(other).toEqual(asked[0]);
  });
});

describe('resize: refusals', () => {
  it.each([
    ['resize', invalidValue('resize', '', '0040-00000322')],
    ['resize,m_fill', invalidValue('resize', '', '0040-00000322')],
    ['resize,limit_0,color_FF0000', invalidValue('resize', '', '0040-00000322')],
    ['resize,w_0', invalidValue('w', '0', '0040-00000312')],
    ['resize,w_99999999', invalidValue('w', '99999999', '0040-00000312')],
    ['resize,w_16385', invalidValue('w', '16385', '0040-00000312')],
    ['resize,w_abc', invalidValue('w', 'abc', '0040-00000312')],
    ['resize,w_', invalidValue('w', '', '0040-00000312')],
    ['resize,w_12.5', invalidValue('w', '12.5', '0040-00000312')],
    ['resize,w_-5', invalidValue('w', '-5', '0040-00000312')],
    ['resize,w_0,h_100', invalidValue('w', '0', '0040-00000312')],
    ['resize,w_100,h_0', invalidValue('h', '0', '0040-00000313')],
    ['resize,w_0,h_0', invalidValue('w', '0', '0040-00000321')],
    ['resize,l_0', invalidValue('l', '0', '0040-00000314')],
    ['resize,s_0', invalidValue('s', '0', '0040-00000315')],
    ['resize,w_100,m_abc', invalidValue('m', 'abc', '0040-00000311')],
    ['resize,w_100,limit_3', invalidValue('limit', '3', '0040-00000319')],
    ['resize,w_100,color_AABBCCDD', invalidValue('color', 'AABBCCDD', '0040-00000318')],
    ['resize,p_0', invalidValue('p', '0', '0040-00000317')],
    ['resize,p_1001', invalidValue('p', '1001', '0040-00000317')],
    ['resize,P_30', invalidValue('P', '30')],
  ])('%s', (chain, refusal) => {
    expect(refusalOf(chain)).toEqual(refusal);
  });

  it.each([
    ['resize,m_fixed,w_5000,h_5000,limit_0', '400x267'],
    ['resize,p_1000', '5000x400'],
    ['resize,m_pad,w_16384,h_16384,limit_0', '400x267'],
    ['resize,w_16384,limit_0', '100x101'],
  ])('%s of %s is too large', (chain, size) => {
    expect(refusalOf(chain, size)).toMatchObject({ code: 'ImageTooLarge', status: 400, ec: '0040-00000007' });
  });

  it('allows exactly 4096 × 4096 pixels and a side of 16384', () => {
    expect(sizeAfter('10x10', 'resize,m_fixed,w_4096,h_4096,limit_0')).toBe('4096x4096');
    expect(sizeAfter('10x10', 'resize,m_fixed,w_16384,h_1024,limit_0')).toBe('16384x1024');
    expect(refusalOf('resize,m_fixed,w_16384,h_1025,limit_0').code).toBe('ImageTooLarge');
  });
});

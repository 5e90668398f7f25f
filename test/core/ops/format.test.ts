import { describe, expect, it } from 'vitest';
import { invalidValue, refusalOf, wishOf } from '../support/plan.ts';

describe('format', () => {
  it.each([
    ['format,png', 'png'],
    ['format,jpg', 'jpg'],
    ['format,jpeg', 'jpg'],
    ['format,webp', 'webp'],
    ['format,gif', 'gif'],
    ['format,png,webp', 'png'],
    ['format,webp,q_80', 'webp'],
    ['format,png/resize,w_1/format,webp', 'webp'],
    ['resize,w_1', undefined],
  ])('%s asks for %s', (chain, format) => {
    expect(wishOf(chain).format).toBe(format);
  });

  it.each([
    ['format', invalidValue('format', '', '0040-00000207')],
    ['format,dng', invalidValue('format', 'dng', '0040-00000206')],
    ['format,PNG', invalidValue('format', 'PNG', '0040-00000206')],
    ['format,src', invalidValue('format', 'src', '0040-00000206')],
    ['format,f_png', invalidValue('f', 'f', '0040-00000206')],
  ])('%s is refused', (chain, refusal) => {
    expect(refusalOf(chain)).toEqual(refusal);
  });
});

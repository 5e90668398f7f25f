import { describe, expect, it } from 'vitest';
import { invalidValue, refusalOf, wishOf } from '../support/plan.ts';

describe('interlace', () => {
  it.each([
    ['interlace,1', true],
    ['interlace,0', false],
    ['interlace,1/interlace,0', false],
    ['resize,w_1', false],
  ])('%s: progressive is %s', (chain, interlace) => {
    expect(wishOf(chain).interlace).toBe(interlace);
  });

  it.each([
    ['interlace', invalidValue('interlace', '', '0040-00000281')],
    ['interlace,2', invalidValue('interlace', '2', '0040-00000282')],
  ])('%s is refused', (chain, refusal) => {
    expect(refusalOf(chain)).toEqual(refusal);
  });
});

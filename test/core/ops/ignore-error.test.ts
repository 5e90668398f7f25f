import { describe, expect, it } from 'vitest';
import { parseChain } from '../../../src/core/engine/chain/parse.ts';
import { OPERATIONS } from '../../../src/core/ops/index.ts';
import { invalidValue, refusalOf } from '../support/plan.ts';

describe('ignore-error', () => {
  it.each([
    ['resize,w_1', false],
    ['ignore-error,0/resize,w_1', false],
    ['ignore-error,1/resize,w_1', true],
    ['resize,w_1/ignore-error,1', true],
    ['ignore-error,1/ignore-error,0/resize,w_1', false],
    ['ignore-error,1', true],
    ['ignore-error,1/info', true],
  ])('%s: %s', (chain, ignores) => {
    expect(parseChain(`image/${chain}`, OPERATIONS).ignoresErrors).toBe(ignores);
  });

  it('is no part of the canonical text, which names the pixels', () => {
    const text = (chain: string) => parseChain(`image/${chain}`, OPERATIONS).text;
    expect(text('ignore-error,1/resize,w_1')).toBe('image/resize,w_1');
    expect(text('info/ignore-error,1')).toBe('image/info');
  });

  it.each([
    ['ignore-error', invalidValue('ignore-error', '')],
    ['ignore-error,2', invalidValue('ignore-error', '2')],
    ['ignore-error,1,1', invalidValue('ignore-error', '1,1', '0040-00000203')],
  ])('%s is refused', (chain, refusal) => {
    expect(refusalOf(chain)).toEqual(refusal);
  });
});

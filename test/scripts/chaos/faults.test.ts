import { describe, expect, it } from 'vitest';
import { createDice } from '../../../scripts/chaos/faults.ts';

const calls = Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? 'get' : 'put'));
const fates = (seed: number) => {
  const dice = createDice({ seed, fail: 0.1, breakOff: 0.2 });
  return calls.map((method) => dice.fateOf(method, 'photo'));
};

describe('dice', () => {
  it('brings the same faults for the same seed and others for another', () => {
    expect(fates(7)).toEqual(fates(7));
    expect(fates(7)).not.toEqual(fates(8));
  });
  it('strikes about as often as told, and bodies only where there is one', () => {
    const drawn = fates(3);
    const failed = drawn.filter((fate) => fate === 'fail').length;
    expect(failed).toBeGreaterThan(60);
    expect(failed).toBeLessThan(140);
    expect(drawn.filter((fate, i) => fate === 'breakOff' && calls[i] !== 'get')).toEqual([]);
    expect(drawn).toContain('breakOff');
  });
  it('leaves other keys and methods alone, and ends after the most', () => {
    const dice = createDice({ fail: 1, key: 'a.jpg', methods: ['put'], most: 2 });
    const asked = [
      ['put', 'b.jpg'],
      ['get', 'a.jpg'],
      ['put', 'x/a.jpg'],
      ['put', 'a.jpg'],
      ['put', 'a.jpg'],
    ] as const;
    const drawn = asked.map(([method, key]) => dice.fateOf(method, key));
    expect(drawn).toEqual([undefined, undefined, 'fail', 'fail', undefined]);
    expect(dice.struck).toEqual({ fail: 2 });
  });
});

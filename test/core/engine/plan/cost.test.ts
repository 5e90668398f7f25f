/** Costs of a picture of a megapixel, in reference milliseconds; `npm run bench:cost` says what the numbers stand for. */
import { expect, it } from 'vitest';
import { conversionCost, geometryCost, reportCost, turnCost } from '../../../../src/core/engine/plan/cost.ts';
import { cutOut, keep, scaleTo, turned } from '../../../../src/core/image/geometry.ts';

const SIZE = { width: 1000, height: 1000 };
const HALF = { width: 500, height: 1000 };
const QUARTER = { quarters: 1, mirror: false } as const;
const MIRROR = { quarters: 0, mirror: true } as const;
const scaled = scaleTo(SIZE, HALF);

it.each([
  ['nothing', keep(SIZE), 0],
  ['a quarter turn', turned(SIZE, QUARTER), 5],
  ['a mirror', turned(SIZE, MIRROR), 5],
  ['a cut of half of it', cutOut({ x: 0, y: 0, ...HALF }), 0.5],
  ['a cut that is turned', { ...cutOut({ x: 9, y: 0, ...HALF }), turn: QUARTER }, 3],
  ['a shrink to half', scaled, 2.5 + 2.5],
  [
    'a shrink of which a fifth is kept',
    { ...scaled, window: { x: 0, y: 0, width: 500, height: 200 } },
    0.5 + 0.5,
  ],
  ['a shrink that is turned', { ...scaled, turn: QUARTER }, 5 + 2.5],
])('%s', (_, geometry, cost) => {
  expect(geometryCost(geometry, SIZE)).toBeCloseTo(cost, 9);
});

it('of what is done to every pixel', () => {
  expect([conversionCost(SIZE), reportCost(SIZE)]).toEqual([20, 4]);
  expect(turnCost(SIZE, { quarters: 0, mirror: false })).toBe(0);
});

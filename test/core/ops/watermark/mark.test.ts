import { expect, it } from 'vitest';
import { overlap } from '../../../../src/core/ops/watermark/mark.ts';

const rect = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });
const OWN = rect(10, 20, 8, 6);

it.each([
  ['itself', OWN, OWN],
  ['what holds it', rect(0, 0, 100, 100), OWN],
  ['a part of it', rect(12, 21, 2, 3), rect(12, 21, 2, 3)],
  ['a column on its left', rect(5, 20, 6, 6), rect(10, 20, 1, 6)],
  ['a column on its right', rect(17, 20, 6, 6), rect(17, 20, 1, 6)],
  ['a row above', rect(10, 15, 8, 6), rect(10, 20, 8, 1)],
  ['a row below', rect(10, 25, 8, 6), rect(10, 25, 8, 1)],
  ['what ends where it begins', rect(5, 20, 5, 6), undefined],
  ['what begins where it ends', rect(18, 20, 5, 6), undefined],
  ['what ends above it', rect(10, 15, 8, 5), undefined],
  ['what begins below it', rect(10, 26, 8, 5), undefined],
  ['what is far away', rect(30, 40, 8, 6), undefined],
  ['nothing within it', rect(12, 22, 0, 2), undefined],
  ['no row within it', rect(12, 22, 2, 0), undefined],
])('shares pixels with %s', (_, other, shared) => {
  expect(overlap(OWN, other)).toEqual(shared);
  expect(overlap(other, OWN)).toEqual(shared);
});

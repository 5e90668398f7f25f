import { describe, expect, it } from 'vitest';
import { decideQuality } from '../../../src/core/engine/plan/output.ts';
import type { Format, Source } from '../../../src/core/spec/source.ts';
import { invalidValue, refusalOf, wishOf } from '../support/plan.ts';

const SOURCE: Source = {
  format: 'png',
  bytes: 1,
  width: 1,
  height: 1,
  frames: 1,
  orientation: 1,
  alpha: false,
  interlaced: false,
  colour: 'rgb',
};

describe('quality', () => {
  it.each<[string, number | undefined, number | undefined]>([
    ['quality,q_90', 90, undefined],
    ['quality,90', 90, undefined],
    ['quality,Q_90', undefined, 90],
    ['quality,q_80,Q_90', undefined, 90],
    ['quality,Q_90/quality,q_80', 80, undefined],
    ['quality,q_80/quality,Q_90', undefined, 90],
    ['resize,w_1', undefined, undefined],
  ])('%s asks for relative %s, absolute %s', (chain, relativeQuality, absoluteQuality) => {
    expect(wishOf(chain)).toMatchObject({ relativeQuality, absoluteQuality });
  });

  // Operations reference, 4.14 and rows 85 to 87 of section 13.
  it.each<[number | undefined, string, Format, number]>([
    [80, 'quality,q_90', 'jpg', 72],
    [100, 'quality,q_90', 'jpg', 90],
    [80, 'quality,Q_90', 'jpg', 80],
    [95, 'quality,Q_90', 'jpg', 90],
    [82, 'rotate,90', 'jpg', 82],
    [80, 'quality,q_50', 'webp', 40],
    [1, 'quality,q_1', 'jpg', 1],
    [82, 'format,webp', 'webp', 80],
    [undefined, 'quality,q_70', 'jpg', 70],
    [undefined, 'quality,Q_70', 'webp', 70],
    [undefined, 'rotate,90', 'jpg', 85],
    [undefined, 'rotate,90', 'webp', 80],
  ])('a source of quality %s with %s as %s is written at %s', (quality, chain, format, written) => {
    const source: Source = { ...SOURCE, quality, format: quality === undefined ? 'png' : 'jpg' };
    const target = { format, defaultQuality: format === 'jpg' ? 85 : 80 };
    expect(decideQuality(source, wishOf(chain), target)).toBe(written);
  });

  it.each([
    ['quality', invalidValue('quality', '')],
    ['quality,x_1', invalidValue('quality', 'x_1')],
    ['quality,Q_200', invalidValue('Q', '200', '0040-00000308')],
    ['quality,Q_0', invalidValue('Q', '0', '0040-00000308')],
    ['quality,200', invalidValue('quality', '200', '0040-00000310')],
    ['quality,q_101', invalidValue('q', '101', '0040-00000309')],
  ])('%s is refused', (chain, refusal) => {
    expect(refusalOf(chain)).toEqual(refusal);
  });
});

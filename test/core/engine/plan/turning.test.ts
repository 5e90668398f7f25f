import { describe, expect, it } from 'vitest';
import { planTurning } from '../../../../src/core/engine/plan/turning.ts';
import type { NativeTurns } from '../../../../src/core/image/native.ts';

/** A megapixel, whose turn takes five milliseconds. */
const SIZE = { width: 1250, height: 800 };
const PICTURE = { ...SIZE, interlaced: false };
const WHOLE = { x: 0, y: 0, ...SIZE };
const QUARTER = { quarters: 1, mirror: false } as const;

/** A form of a byte a pixel that keeps every turn, or none. */
const formOf = (keeps: boolean): NativeTurns => ({
  form: {},
  unit: 8,
  rowBytes: (width) => width,
  bytes: ({ width, height }) => width * height + 7,
  keeps: () => keeps,
});

describe('a turn is planned', () => {
  it.each([
    ['where there is none', { quarters: 0, mirror: false }, true, { isNative: false, bytes: 0, cost: 0 }],
    ['as a mirror, row by row', { quarters: 0, mirror: true }, true, { isNative: false, bytes: 0, cost: 5 }],
    ['pixel by pixel', QUARTER, false, { isNative: false, bytes: 4_000_000, cost: 5 }],
    ["in the decoder's form", QUARTER, true, { isNative: true, bytes: 1_000_007, cost: 1 }],
  ] as const)('%s', (_, turn, keeps, expected) => {
    const { bytes, cost, ...plan } = planTurning(PICTURE, turn, formOf(keeps));
    expect(plan).toEqual({ parts: [WHOLE], isNative: expected.isNative });
    expect(cost).toBeCloseTo(expected.cost, 9);
    expect(bytes).toBeGreaterThanOrEqual(expected.bytes);
    expect(bytes).toBeLessThan(expected.bytes * 1.1 + 1);
  });

  it.each([
    [8192, false, 3],
    [8192, true, 3],
    [8200, false, 3],
    [8200, true, 2],
  ])(
    '8192 x %i, interlaced %s, in %i strips: each reads the whole of an interlaced file',
    (height, interlaced, strips) => {
      const { parts, bytes } = planTurning({ width: 8192, height, interlaced }, QUARTER, formOf(true));
      expect(parts).toHaveLength(strips);
      expect(bytes).toBeLessThanOrEqual((strips === 2 ? 48 : 24) * 1024 * 1024 + 7);
    },
  );

  it('pixel by pixel where no form is known', () => {
    expect(planTurning(PICTURE, QUARTER, undefined)).toMatchObject({ isNative: false });
  });
});

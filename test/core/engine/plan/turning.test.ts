import { describe, expect, it } from 'vitest';
import { planTurning } from '../../../../src/core/engine/plan/turning.ts';
import type { NativeTurns } from '../../../../src/core/image/native.ts';

/** A megapixel, whose turn takes five milliseconds. */
const SIZE = { width: 1250, height: 800 };
const WHOLE = { x: 0, y: 0, ...SIZE };
const QUARTER = { quarters: 1, mirror: false } as const;

/** A form of a byte a pixel. */
const FORM: NativeTurns = {
  form: {},
  unit: 8,
  rowBytes: (width) => width,
  bytes: ({ width, height }) => width * height + 7,
};

describe('a turn is planned', () => {
  it.each([
    ['where there is none', { quarters: 0, mirror: false }, FORM, { isNative: false, bytes: 0, cost: 0 }],
    ['as a mirror, row by row', { quarters: 0, mirror: true }, FORM, { isNative: false, bytes: 0, cost: 5 }],
    ['pixel by pixel', QUARTER, undefined, { isNative: false, bytes: 4_000_000, cost: 5 }],
    ["in the decoder's form", QUARTER, FORM, { isNative: true, bytes: 1_000_007, cost: 1 }],
  ] as const)('%s', (_, turn, form, expected) => {
    const { bytes, cost, ...plan } = planTurning(SIZE, turn, form);
    expect(plan).toEqual({ parts: [WHOLE], isNative: expected.isNative });
    expect(cost).toBeCloseTo(expected.cost, 9);
    expect(bytes).toBeGreaterThanOrEqual(expected.bytes);
    expect(bytes).toBeLessThan(expected.bytes * 1.1 + 1);
  });

  it('in as many strips as its bytes need', () => {
    const { parts, bytes } = planTurning({ width: 8192, height: 8200 }, QUARTER, FORM);
    expect(parts).toHaveLength(3);
    expect(bytes).toBeLessThanOrEqual(24 * 1024 * 1024 + 7);
  });
});

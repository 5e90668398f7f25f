import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisShape, planAxis, spanOf, WEIGHT_ONE } from '../../../../src/core/image/kernels/resample-axis.ts';

const length = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 30_000 }));
const axes = fc.record({ from: length, to: fc.integer({ min: 1, max: 3000 }) }).chain(({ from, to }) =>
  fc.nat(to - 1).chain((start) =>
    fc.record({
      from: fc.constant(from),
      to: fc.constant(to),
      start: fc.constant(start),
      count: fc.integer({ min: 1, max: Math.min(500, to - start) }),
    }),
  ),
);

describe('resample axis', () => {
  it('has weights that sum to exactly one, at cells that are there', () => {
    fc.assert(
      fc.property(axes, ({ from, to, start, count }) => {
        const axis = planAxis(spanOf(from), to, start, count);
        expect(axis.taps % 2).toBe(0);
        expect(axis.begin % axis.cell).toBe(0);
        expect(axis.end).toBeLessThanOrEqual(from);
        for (let i = 0; i < count; i++) {
          const weights = axis.weights.subarray(i * axis.taps, (i + 1) * axis.taps);
          expect(weights.reduce((a, b) => a + b, 0)).toBe(WEIGHT_ONE);
          const first = axis.first[i] ?? -1;
          expect(first).toBeGreaterThanOrEqual(0);
          expect(first % 2).toBe(0);
          expect(first + weights.findLastIndex((weight) => weight !== 0)).toBeLessThan(axis.cells);
        }
      }),
    );
  });

  it('weighs a window as it weighs the whole', () => {
    fc.assert(
      fc.property(axes, ({ from, to, start, count }) => {
        const part = planAxis(spanOf(from), to, start, count);
        const whole = planAxis(spanOf(from), to, 0, to);
        const shift = part.begin / part.cell;
        for (let i = 0; i < count; i++) {
          expect((part.first[i] ?? 0) + shift).toBe(whole.first[start + i]);
        }
        const weights = whole.weights.subarray(start * part.taps, (start + count) * part.taps);
        expect(part.weights).toEqual(weights);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    [30_000, 3, 128],
    [10_000, 1, 128],
    [6000, 800, 3],
    [4000, 1000, 2],
    [3999, 1000, 1],
    [1000, 1000, 1],
    [10, 1000, 1],
  ])('averages, from %i to %i, cells of %i', (from, to, cell) => {
    expect(axisShape(from, to).cell).toBe(cell);
  });

  it('has tables that do not grow with the source', () => {
    for (let from = 1; from <= 30_000; from = Math.ceil(from * 1.3)) {
      for (let to = 1; to <= 2000; to = Math.ceil(to * 1.7)) {
        const { taps } = axisShape(from, to);
        // Beyond 1 to 256, cells are as large as they get and an output pixel has more of them: but few of those exist.
        if (from / to <= 256) expect(taps).toBeLessThanOrEqual(28);
        expect(taps * to).toBeLessThanOrEqual(Math.max(28 * to, (6 * from) / 128 + 4 * to));
      }
    }
  });

  it('leaves an axis of the same size alone', () => {
    const { first, weights, taps } = planAxis(spanOf(7), 7, 0, 7);
    const places = Array.from(first, (from, i) => from + weights.indexOf(WEIGHT_ONE, i * taps) - i * taps);
    expect(places).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('has the weights of Catmull-Rom half way between pixels', () => {
    const { first, weights, taps } = planAxis(spanOf(8), 16, 0, 16);
    // Output 7 lies at 3.25, a quarter beyond pixel 3: the cubic of Keys at 1.25, 0.25, 0.75 and 1.75.
    const offset = 7 * taps + (2 - (first[7] ?? 0));
    const expected = [-0.0703125, 0.8671875, 0.2265625, -0.0234375].map((weight) => weight * WEIGHT_ONE);
    expect([...weights.subarray(offset, offset + 4)]).toEqual(expected);
  });
});

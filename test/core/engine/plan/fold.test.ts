import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldGeometry } from '../../../../src/core/engine/plan/fold.ts';
import type { Geometry, Turn } from '../../../../src/core/image/geometry.ts';
import {
  cutOut,
  geometrySize,
  scaleTo,
  thenTurn,
  turned,
  turnRect,
  turnSize,
  undo,
  UPRIGHT,
} from '../../../../src/core/image/geometry.ts';
import type { Rect, Size } from '../../../../src/core/image/picture.ts';

type Point = readonly [x: number, y: number];

/** Where a point of the geometry's result comes from in its input, in real numbers: the definition of a geometry. */
function origin(geometry: Geometry, [x, y]: Point): Point {
  const { cut, scale, window, turn } = geometry;
  const size = turnSize(window, turn);
  // A point moves as a rectangle of no extent does.
  const back = turnRect({ x, y, width: 0, height: 0 }, size, undo(turn));
  return [
    cut.x + ((back.x + window.x) * cut.width) / scale.width,
    cut.y + ((back.y + window.y) * cut.height) / scale.height,
  ];
}

const turns: fc.Arbitrary<Turn> = fc.record({ quarters: fc.constantFrom(0, 1, 2, 3), mirror: fc.boolean() });
const side = fc.integer({ min: 1, max: 40 });
const inside = ({ width, height }: Size): fc.Arbitrary<Rect> =>
  fc.tuple(fc.integer({ min: 0, max: width - 1 }), fc.integer({ min: 0, max: height - 1 })).chain(([x, y]) =>
    fc.record({
      x: fc.constant(x),
      y: fc.constant(y),
      width: fc.integer({ min: 1, max: width - x }),
      height: fc.integer({ min: 1, max: height - y }),
    }),
  );
const geometries = (size: Size): fc.Arbitrary<Geometry> =>
  fc
    .record({ cut: inside(size), resized: fc.option(fc.record({ width: side, height: side })), turn: turns })
    .chain(({ cut, resized, turn }) => {
      const scale = resized ?? { width: cut.width, height: cut.height };
      return inside(scale).map((window) => ({ cut, scale, window, turn }));
    });

describe('turns', () => {
  it('undoes every turn and composes as moving a rectangle twice does', () => {
    fc.assert(
      fc.property(turns, turns, side, side, (first, second, width, height) => {
        const size = { width, height };
        const rect = { x: 0, y: 0, width: 1, height: 1 };
        expect(thenTurn(first, undo(first))).toEqual(UPRIGHT);
        const twice = turnRect(turnRect(rect, size, first), turnSize(size, first), second);
        expect(turnRect(rect, size, thenTurn(first, second))).toEqual(twice);
      }),
    );
  });
});

describe('foldGeometry', () => {
  it('gives every pixel the origin it has when the geometries are applied one after the other', () => {
    const pairs = fc
      .record({ width: side, height: side })
      .chain(geometries)
      .chain((first) => fc.tuple(fc.constant(first), geometries(geometrySize(first))));
    fc.assert(
      fc.property(pairs, ([first, second]) => {
        const folded = foldGeometry(first, second);
        if (!folded) return;
        const size = geometrySize(second);
        expect(geometrySize(folded)).toEqual(size);
        for (const point of [
          [0, 0],
          [size.width, size.height],
          [0, size.height],
        ] as const) {
          const [x, y] = origin(folded, point);
          const [expectedX, expectedY] = origin(first, origin(second, point));
          expect(x).toBeCloseTo(expectedX, 6);
          expect(y).toBeCloseTo(expectedY, 6);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses only two scalings', () => {
    const size = { width: 400, height: 267 };
    const half = scaleTo(size, { width: 200, height: 134 });
    const cut = cutOut({ x: 10, y: 10, width: 50, height: 50 });
    expect(foldGeometry(half, scaleTo(half.scale, { width: 100, height: 67 }))).toBeUndefined();
    expect(foldGeometry(half, cut)).toMatchObject({ scale: half.scale, window: cut.cut });
    expect(foldGeometry(turned(size, { quarters: 1, mirror: false }), half)).toBeDefined();
  });
});

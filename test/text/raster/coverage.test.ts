import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverage } from '../../../src/text/raster/coverage.ts';

/** The lines of closed polygons, points as x, y. */
function polygon(...contours: readonly (readonly number[])[]): number[] {
  return contours.flatMap((points) =>
    Array.from({ length: points.length / 2 }, (_, index) => {
      const next = ((index + 1) * 2) % points.length;
      return [points[index * 2]!, points[index * 2 + 1]!, points[next]!, points[next + 1]!];
    }).flat(),
  );
}

const box = (left: number, top: number, right: number, bottom: number): number[] => [
  left,
  top,
  right,
  top,
  right,
  bottom,
  left,
  bottom,
];

function rows(lines: readonly number[], width: number, height: number): number[][] {
  const mask = coverage(lines, { x: 0, y: 0, width, height });
  return Array.from({ length: height }, (_, y) => [...mask.subarray(y * width, (y + 1) * width)]);
}

describe('coverage', () => {
  it.each([
    [
      'whole pixels',
      polygon(box(1, 1, 3, 2)),
      [
        [0, 0, 0, 0],
        [0, 255, 255, 0],
        [0, 0, 0, 0],
      ],
    ],
    [
      'half pixels across',
      polygon(box(0.5, 0, 2.5, 1)),
      [
        [128, 255, 128, 0],
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ],
    ],
    [
      'half pixels down',
      polygon(box(0, 0.5, 1, 2.5)),
      [
        [128, 0, 0, 0],
        [255, 0, 0, 0],
        [128, 0, 0, 0],
      ],
    ],
    [
      'a quarter of one',
      polygon(box(1.25, 1.25, 1.75, 1.75)),
      [
        [0, 0, 0, 0],
        [0, 64, 0, 0],
        [0, 0, 0, 0],
      ],
    ],
    [
      'a triangle',
      polygon([0, 0, 2, 0, 0, 2]),
      [
        [255, 128, 0, 0],
        [128, 0, 0, 0],
        [0, 0, 0, 0],
      ],
    ],
    [
      'a steep edge',
      polygon([0, 0, 4, 0, 4, 1]),
      [
        [32, 96, 159, 223],
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ],
    ],
    [
      'the other way round',
      polygon([0, 0, 0, 2, 2, 0]),
      [
        [255, 128, 0, 0],
        [128, 0, 0, 0],
        [0, 0, 0, 0],
      ],
    ],
    [
      'a hole',
      polygon(box(0, 0, 3, 3), [1, 1, 1, 2, 2, 2, 2, 1]),
      [
        [255, 255, 255, 0],
        [255, 0, 255, 0],
        [255, 255, 255, 0],
      ],
    ],
    [
      'overlapping strokes once',
      polygon(box(0, 1, 3, 2), box(1, 0, 2, 3)),
      [
        [0, 255, 0, 0],
        [255, 255, 255, 0],
        [0, 255, 0, 0],
      ],
    ],
  ])('of %s', (_, lines, expected) => {
    // 31.875 and 159.375 stand for eighths.
    expect(rows(lines, 4, 3)).toEqual(expected);
  });

  it.each([
    ['left', box(-5, 0, 2, 1), [255, 255, 0, 0]],
    ['right', box(2, 0, 9, 1), [0, 0, 255, 255]],
    ['both sides', box(-50, -50, 50, 50), [255, 255, 255, 255]],
    ['left altogether', box(-5, 0, -2, 1), [0, 0, 0, 0]],
    ['right altogether', box(5, 0, 9, 1), [0, 0, 0, 0]],
    ['above', box(0, -9, 4, -1), [0, 0, 0, 0]],
  ])('is cut %s', (_, points, expected) => {
    expect(rows(polygon(points), 4, 1)).toEqual([expected]);
  });

  it('cuts slanted edges without moving them', () => {
    const triangle = polygon([-7, -3, 11, 2, 1, 9]);
    const whole = coverage(triangle, { x: -8, y: -4, width: 20, height: 14 });
    fc.assert(
      fc.property(
        fc.nat(12),
        fc.nat(8),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 5 }),
        (x, y, w, h) => {
          const part = coverage(triangle, { x: x - 8, y: y - 4, width: w, height: h });
          for (let row = 0; row < h; row++) {
            for (let column = 0; column < w; column++) {
              const expected = whole[(y + row) * 20 + x + column]!;
              expect(Math.abs(part[row * w + column]! - expected)).toBeLessThanOrEqual(1);
            }
          }
        },
      ),
    );
  });

  it('adds up to the area of any triangle', () => {
    const place = fc.double({ min: 0, max: 30, noNaN: true });
    fc.assert(
      fc.property(place, place, place, place, place, place, (ax, ay, bx, by, cx, cy) => {
        const mask = coverage(polygon([ax, ay, bx, by, cx, cy]), { x: 0, y: 0, width: 30, height: 30 });
        const area = Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2;
        // Each pixel is rounded to a 255th by itself.
        const sum = mask.reduce((a, b) => a + b, 0) / 255;
        expect(Math.abs(sum - area)).toBeLessThan(0.3 + area * 0.002);
      }),
      { numRuns: 300 },
    );
  });
});

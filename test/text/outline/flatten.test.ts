import { describe, expect, it } from 'vitest';
import { flatten, type Lines } from '../../../src/text/outline/flatten.ts';
import { CUBIC, LINE, MOVE, type Path, QUADRATIC } from '../../../src/text/outline/path.ts';

function linesOf(path: Path, scale = 1, dx = 0, dy = 0): Lines {
  const lines: Lines = [];
  flatten(path, { scale, dx, dy }, lines);
  return lines;
}

/** Largest distance of the lines' ends from a unit circle times `radius`. */
function strayed(lines: Lines, radius: number): number {
  let most = 0;
  for (let at = 0; at < lines.length; at += 4) {
    const middle = [(lines[at]! + lines[at + 2]!) / 2, (lines[at + 1]! + lines[at + 3]!) / 2];
    most = Math.max(most, Math.abs(Math.hypot(lines[at]!, lines[at + 1]!) - radius));
    most = Math.max(most, Math.abs(Math.hypot(middle[0]!, middle[1]!) - radius));
  }
  return most;
}

describe('flatten', () => {
  it('closes every contour, scales, and turns y downwards', () => {
    const path = { verbs: [MOVE, LINE, LINE, MOVE, LINE], points: [0, 0, 10, 0, 10, 10, 5, 5, 6, 6] };
    expect(linesOf(path, 2, 100, 50)).toEqual([
      100, 50, 120, 50, 120, 50, 120, 30, 120, 30, 100, 50, 110, 40, 112, 38, 112, 38, 110, 40,
    ]);
  });

  it('keeps cubic curves within the tolerance, with more lines for larger ones', () => {
    const k = 0.5522847498;
    const circle: Path = {
      verbs: [MOVE, CUBIC, CUBIC, CUBIC, CUBIC],
      points: [1, 0, 1, k, k, 1, 0, 1, -k, 1, -1, k, -1, 0, -1, -k, -k, -1, 0, -1, k, -1, 1, -k, 1, 0],
    };
    const small = linesOf(circle, 6);
    const large = linesOf(circle, 500);
    expect(strayed(small, 6)).toBeLessThan(0.04);
    // The curve itself strays from the circle by 0.03 %.
    expect(strayed(large, 500)).toBeLessThan(0.04 + 500 * 0.0003);
    expect(small.length / 4).toBeLessThan(40);
    expect(large.length).toBeGreaterThan(small.length * 4);
  });

  it('passes through the middle of a quadratic curve', () => {
    const lines = linesOf({ verbs: [MOVE, QUADRATIC], points: [0, 0, 50, 100, 100, 0] });
    const ends = Array.from({ length: lines.length / 4 }, (_, index) =>
      lines.slice(index * 4 + 2, index * 4 + 4),
    );
    expect(ends.every(([x = 0, y = 0]) => Math.abs(-y - (2 * x * (100 - x)) / 100) < 1e-9 || y === 0)).toBe(
      true,
    );
    expect(ends.length).toBeGreaterThan(10);
  });
});

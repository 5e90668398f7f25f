import { describe, expect, it } from 'vitest';
import { rgbaSamples } from '../../../src/codecs/heif/av1/samples.ts';

/** Three by three grey pixels, 10 to 90. */
const LEVELS = Uint8ClampedArray.from(
  [10, 20, 30, 40, 50, 60, 70, 80, 90].flatMap((grey) => [grey, grey, grey, 255]),
);
const SIZE = { width: 3, height: 3 };
const samples = rgbaSamples(SIZE, { levels: LEVELS });

describe('RGBA of a coded picture', () => {
  it.each([
    ['as it is', 1, [10, 20, 30, 40, 50, 60, 70, 80, 90]],
    ['in cells, those at the right and the bottom smaller', 2, [30, 45, 75, 90]],
    ['as one cell', 4, [50]],
  ])('is painted %s', (_, cell, greys) => {
    const across = Math.ceil(SIZE.width / cell);
    const band = new Uint8ClampedArray(greys.length * 4);
    samples.paint({ x: 0, y: 0, ...SIZE }, { band, at: 0, right: 4, down: across * 4, cell });
    expect([...band]).toEqual(greys.flatMap((grey) => [grey, grey, grey, 255]));
  });

  it('is painted turned, and only where its area lies', () => {
    const band = new Uint8ClampedArray(2 * 2 * 4);
    // Clockwise: a row becomes a column at the right.
    samples.paint({ x: 1, y: 1, width: 2, height: 2 }, { band, at: 4, right: 8, down: -4, cell: 1 });
    expect([0, 4, 8, 12].map((at) => band[at])).toEqual([80, 50, 90, 60]);
  });

  it('makes others transparent', () => {
    const band = new Uint8ClampedArray(4).fill(7);
    samples.paintAlpha({ x: 0, y: 0, ...SIZE }, { band, at: 0, right: 4, down: 4, cell: 4 });
    expect([...band]).toEqual([7, 7, 7, 50]);
  });
});

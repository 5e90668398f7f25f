import { describe, expect, it } from 'vitest';
import { ssimulacra2 } from '../../bench/ssimulacra2.ts';

const SIDE = 64;
const SIZE = { width: SIDE, height: SIDE };

/** Grey pixels. */
function grey(value: (x: number, y: number) => number): Uint8Array {
  return Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return value(pixel % SIDE, Math.floor(pixel / SIDE));
  });
}

/** Mean of the 8 × 8 pixels from four before to three behind, edges repeated. */
function boxBlurred(value: (x: number) => number): (x: number) => number {
  const at = (x: number) => value(Math.max(0, Math.min(SIDE - 1, x)));
  return (x) => Math.floor([-4, -3, -2, -1, 0, 1, 2, 3].reduce((sum, by) => sum + at(x + by), 0) / 8);
}

const shade = (x: number) => Math.floor((x * 255) / (SIDE - 1));
const edge = (x: number) => (x < SIDE / 2 ? 0 : 255);

/** Scores that the authors' program gives these pictures, as published with the crate `fast-ssim2`. */
const PUBLISHED: readonly (readonly [string, Uint8Array, Uint8Array, number])[] = [
  ['grey, lighter', grey(() => 128), grey(() => 148), 56.05856],
  ['a shade and flat grey', grey(shade), grey(() => 128), -64.56872],
  ['a shade, blurred', grey(shade), grey(boxBlurred(shade)), 94.3409],
  ['an edge, blurred', grey(edge), grey(boxBlurred(edge)), 24.27334],
];

describe('SSIMULACRA 2', () => {
  it.each(PUBLISHED)('gives %s the published score', (_, original, distorted, score) => {
    expect(ssimulacra2(original, distorted, SIZE)).toBeCloseTo(score, 0);
  });

  it('is 100 for a picture and itself', () => {
    expect(ssimulacra2(grey(shade), grey(shade), SIZE)).toBe(100);
  });

  it('minds what is lost more than a hair, on a picture whose sides are odd', () => {
    const size = { width: 61, height: 47 };
    const original = Uint8Array.from({ length: 61 * 47 * 3 }, (_, at) => (at * 7919) % 251);
    const near = original.map((value) => value ^ 1);
    const far = original.map((value) => value & 0xe0);
    expect(ssimulacra2(original, near, size)).toBeGreaterThan(ssimulacra2(original, far, size) + 5);
  });
});

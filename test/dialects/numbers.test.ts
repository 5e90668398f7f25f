import { describe, expect, it } from 'vitest';
import { cssColour } from '../../src/dialects/css-colours.ts';
import { numberOf, readOptions } from '../../src/dialects/imgproxy/options.ts';

describe('numbers of imgproxy', () => {
  it.each([
    ['7', 7],
    ['0.5', 0.5],
    ['.5', 0.5],
    ['', 1],
  ])('"%s" is %d', (text, value) => {
    expect(numberOf(readOptions(`dpr:${text}`), 'dpr', 1)).toBe(value);
  });

  it.each(['.', '1.', '-1', '1e3', '12345678901', '1,5'])('"%s" is none', (text) => {
    expect(() => numberOf(readOptions(`dpr:${text}`), 'dpr', 1)).toThrow(text);
  });
});

it.each([
  ['rgb(300, -5, 255)', 'FF00FF'],
  ['rgb(0 254.6 127.5)', '00FF80'],
  ['rgb(100% 0% 200%)', 'FF00FF'],
  ['hsl(0 100% 50%)', 'FF0000'],
  ['hsl(120deg, 100%, 50%)', '00FF00'],
  ['hsl(-120 100% 50%)', '0000FF'],
  ['hsl(480 100 50)', '00FF00'],
  ['hsl(60 50% 25%)', '606020'],
  ['hsl(300 100% 75%)', 'FF80FF'],
  ['hsl(9 0% 100%)', 'FFFFFF'],
  ['hsl(9 100% 0%)', '000000'],
])('%s keeps to what a byte holds', (text, digits) => {
  expect(cssColour(text)?.digits).toBe(digits);
});

it.each([
  ['red', 1],
  ['#ff0000', 1],
  ['#ff000000', 0],
  ['#f00f', 1],
  ['#f003', 0.2],
  ['transparent', 0],
  ['rgb(255 0 0)', 1],
  ['rgba(255 0 0 / 0.5)', 0.5],
  ['hsl(0 100% 50% / 50%)', 0.5],
  ['rgb(255 0 0 / 100)', 1],
  ['rgb(255 0 0 / -1)', 0],
])('%s is clear to %d', (text, alpha) => {
  expect(cssColour(text)?.alpha).toBe(alpha);
});

it.each(['', '#', '#ff', '#fffff', 'rgb(1 2)', 'rgb(1 2 3 4 5)', 'rgb(1 2 x)', 'hsv(1 2 3)', 'constructor'])(
  '%j is no colour',
  (text) => {
    expect(cssColour(text)).toBeUndefined();
  },
);

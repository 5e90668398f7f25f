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
])('%s keeps to what a byte holds', (text, digits) => {
  expect(cssColour(text)?.digits).toBe(digits);
});

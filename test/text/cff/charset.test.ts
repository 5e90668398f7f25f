import { describe, expect, it } from 'vitest';
import { tableOf } from '../../../src/text/bytes/table.ts';
import { readCharset } from '../../../src/text/cff/charset.ts';
import { readIndex } from '../../../src/text/cff/index-data.ts';
import { u16 } from '../support/fonts.ts';

const table = (...bytes: number[]) => tableOf(Uint8Array.from(bytes));

describe('the glyph of a name', () => {
  // After three bytes of no meaning: names 10, 11, 12, 300 and 301 of glyphs 1 to 5.
  const FORMATS: readonly (readonly [format: number, bytes: readonly number[]])[] = [
    [0, u16(10, 11, 12, 300, 301)],
    [1, [...u16(10), 2, ...u16(300), 1]],
    [2, [...u16(10), ...u16(2), ...u16(300), ...u16(1)]],
  ];
  it.each(FORMATS)('stands in a list of format %i', (format, bytes) => {
    const charset = table(0, 0, 0, format, ...bytes);
    const glyphs = [9, 10, 11, 12, 13, 299, 300, 301, 302].map((name) => readCharset(charset, 3, 6, name));
    expect(glyphs).toEqual([0, 1, 2, 3, 0, 0, 4, 5, 0]);
  });

  it('is its number in the first list of the format, and none in the others', () => {
    expect([1, 228, 229].map((name) => readCharset(table(), 0, 300, name))).toEqual([1, 228, 0]);
    expect([9, 10].map((name) => readCharset(table(), 0, 10, name))).toEqual([9, 0]);
    expect([1, 2].map((offset) => readCharset(table(), offset, 10, 5))).toEqual([0, 0]);
  });
});

describe('an index', () => {
  it.each([1, 2, 3, 4])('with offsets of %i bytes has its items and no others', (width) => {
    const offsets = [1, 3, 4].flatMap((offset) => [...Array<number>(width - 1).fill(0), offset]);
    const { count, item, end } = readIndex(table(9, ...u16(2), width, ...offsets, 7, 8, 6, 5), 1);
    expect([count, end]).toEqual([2, 1 + 3 + 3 * width + 3]);
    expect([0, 1].map((index) => [...item(index).bytes(0, item(index).length)])).toEqual([[7, 8], [6]]);
    for (const index of [-1, 2]) expect(() => item(index)).toThrow('no item');
  });

  it('of no items is its number alone', () => {
    const { count, item, end } = readIndex(table(0, 0), 0);
    expect([count, end]).toEqual([0, 2]);
    expect(() => item(0)).toThrow('no item');
  });

  it.each([0, 5])('with offsets of %i bytes is refused', (width) => {
    expect(() => readIndex(table(...u16(1), width, ...Array<number>(20).fill(1)), 0)).toThrow(
      'no known size',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { tableOf } from '../../../src/text/bytes/table.ts';
import { readCharacterMap } from '../../../src/text/sfnt/cmap.ts';
import { cmap, u16, u32 } from '../support/fonts.ts';

const map = (format: number, subtable: readonly number[]) =>
  readCharacterMap(tableOf(Uint8Array.from(cmap(format, subtable))));

/** Segments 0x41-0x43 by delta, 0x50-0x52 by array, and the closing one. */
// prettier-ignore
const segments = [
  4, 0, 0, 6, 0, 0, 0,
  0x43, 0x52, 0xffff, 0,
  0x41, 0x50, 0xffff,
  (10 - 0x41) & 0xffff, 5, 1,
  0, 4, 0,
  20, 0, 22,
];

describe.each([
  [
    '0',
    map(0, [...u16(0, 262, 0), ...Array.from({ length: 256 }, (_, index) => (index === 0x41 ? 7 : 0))]),
    [
      [0x41, 7],
      [0x42, 0],
      [0x141, 0],
    ],
  ],
  [
    '4',
    map(4, u16(...segments)),
    [
      [0x40, 0],
      [0x41, 10],
      [0x43, 12],
      [0x44, 0],
      [0x50, 25],
      [0x51, 0],
      [0x52, 27],
      [0xffff, 0],
      [0x10041, 0],
    ],
  ],
  [
    '6',
    map(6, u16(6, 16, 0, 0x41, 2, 8, 9)),
    [
      [0x40, 0],
      [0x41, 8],
      [0x42, 9],
      [0x43, 0],
    ],
  ],
  [
    '10',
    map(10, [...u16(10, 0), ...u32(24, 0, 0x1f600, 2), ...u16(3, 4)]),
    [
      [0x1f600, 3],
      [0x1f601, 4],
      [0x1f602, 0],
    ],
  ],
  [
    '12',
    map(12, [...u16(12, 0), ...u32(40, 0, 2, 0x41, 0x43, 5, 0x20000, 0x20001, 50)]),
    [
      [0x40, 0],
      [0x41, 5],
      [0x43, 7],
      [0x44, 0],
      [0x20001, 51],
      [0x20002, 0],
    ],
  ],
  [
    '13',
    map(13, [...u16(13, 0), ...u32(28, 0, 1, 0x41, 0x43, 5)]),
    [
      [0x41, 5],
      [0x43, 5],
      [0x44, 0],
    ],
  ],
] as const)('format %s', (_, glyphOf, rows) => {
  it.each(rows as readonly (readonly [number, number])[])('maps %i to glyph %i', (codePoint, glyph) => {
    expect(glyphOf(codePoint)).toBe(glyph);
  });
});

describe('readCharacterMap', () => {
  it('takes the fullest of several subtables', () => {
    const small = u16(6, 12, 0, 0x41, 1, 1);
    const full = [...u16(12, 0), ...u32(28, 0, 1, 0x41, 0x41, 2)];
    const bytes = [
      ...u16(0, 2, 3, 1),
      ...u32(20),
      ...u16(3, 10),
      ...u32(20 + small.length),
      ...small,
      ...full,
    ];
    expect(readCharacterMap(tableOf(Uint8Array.from(bytes)))(0x41)).toBe(2);
  });

  it('looks for ASCII where symbol fonts keep it', () => {
    const symbol = [...u16(0, 1, 3, 0), ...u32(12), ...u16(6, 12, 0, 0xf041, 1, 9)];
    const glyphOf = readCharacterMap(tableOf(Uint8Array.from(symbol)));
    expect([glyphOf(0x41), glyphOf(0xf041), glyphOf(0x141)]).toEqual([9, 9, 0]);
  });

  it('looks there for every byte, and for nothing beyond', () => {
    const symbol = [...u16(0, 1, 3, 0), ...u32(12), ...u16(6, 14, 0, 0xf0ff, 2, 9, 8)];
    const glyphOf = readCharacterMap(tableOf(Uint8Array.from(symbol)));
    expect([glyphOf(0xff), glyphOf(0x100), glyphOf(0xf100)]).toEqual([9, 0, 8]);
  });

  it.each([
    [0xfff0, 0x20, 0x10],
    [5, 0xffff, 4],
    [0xffff, 1, 0],
    [0xffff, 0xffff, 0xfffe],
    [0, 9, 0],
  ])('numbers glyphs by 16 bits: %i and %i more is %i, though 0 stays 0', (glyph, delta, shown) => {
    const one = [4, 0, 0, 4, 0, 0, 0, 0x41, 0xffff, 0, 0x41, 0xffff, delta, 1, 4, 0, glyph];
    expect(map(4, u16(...one))(0x41)).toBe(shown);
  });

  it('maps nothing without a subtable it knows', () => {
    expect(map(2, u16(2, 6, 0))(0x41)).toBe(0);
  });
});

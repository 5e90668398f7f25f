import { describe, expect, it } from 'vitest';
import { tableOf } from '../../../src/text/bytes/table.ts';
import { classOf, coverageIndex } from '../../../src/text/sfnt/coverage.ts';
import { readGposKerning } from '../../../src/text/sfnt/gpos.ts';
import { readKern } from '../../../src/text/sfnt/kern.ts';
import { ascii, u16, u32 } from '../support/fonts.ts';

const table = (...bytes: number[]) => tableOf(Uint8Array.from(bytes));
const minus = (value: number): number => -value & 0xffff;
const pairs = [...u16(3, 0, 0, 0), ...u16(1, 2, minus(50)), ...u16(1, 3, 20), ...u16(7, 1, minus(9))];

describe('kern', () => {
  it.each([
    ['OpenType', [...u16(0, 1, 0, 32, 0x0001), ...pairs]],
    ['Apple', [...u32(0x00010000, 1), ...u32(34), ...u16(0, 0), ...pairs]],
  ])('reads pairs under the header of %s', (_, bytes) => {
    const kerning = readKern(table(...bytes));
    expect([kerning(1, 2), kerning(1, 3), kerning(7, 1), kerning(2, 1), kerning(9, 9)]).toEqual([
      -50, 20, -9, 0, 0,
    ]);
  });

  it.each([
    ['vertical pairs', [...u16(0, 1, 0, 32, 0x0000), ...pairs]],
    ['minimum values', [...u16(0, 1, 0, 32, 0x0003), ...pairs]],
    ['class pairs', [...u16(0, 1, 0, 32, 0x0201), ...pairs]],
  ])('leaves %s out', (_, bytes) => {
    expect(readKern(table(...bytes))(1, 2)).toBe(0);
  });

  it('reads no further than the table, whatever number of pairs it claims', () => {
    const kerning = readKern(table(...u16(0, 1, 0, 32, 1), ...u16(60_000, 0, 0, 0), ...u16(1, 2, 5)));
    expect([kerning(1, 2), kerning(8, 8)]).toEqual([5, 0]);
  });
});

describe('coverage and classes', () => {
  it.each([
    ['a list', u16(1, 3, 5, 9, 20), { 4: undefined, 5: 0, 9: 1, 20: 2, 21: undefined }],
    ['ranges', u16(2, 2, 5, 9, 0, 20, 21, 5), { 4: undefined, 5: 0, 9: 4, 10: undefined, 20: 5, 21: 6 }],
  ])('finds glyphs in %s', (_, bytes, places) => {
    for (const [glyph, place] of Object.entries(places)) {
      expect(coverageIndex(table(...bytes), Number(glyph))).toBe(place);
    }
  });

  it.each([
    ['a list', u16(1, 5, 3, 1, 0, 2), { 4: 0, 5: 1, 6: 0, 7: 2, 8: 0 }],
    ['ranges', u16(2, 2, 5, 6, 1, 9, 9, 3), { 4: 0, 5: 1, 6: 1, 7: 0, 9: 3, 10: 0 }],
  ])('finds classes in %s', (_, bytes, classes) => {
    for (const [glyph, value] of Object.entries(classes)) {
      expect(classOf(table(...bytes), Number(glyph))).toBe(value);
    }
  });
});

/** A GPOS table with one `kern` feature and one lookup of these subtables. */
function gpos(
  type: number,
  subtables: readonly (readonly number[])[],
  feature = 'kern',
): ReturnType<typeof table> {
  const scripts = [...u16(1), ...ascii('DFLT'), ...u16(8), ...u16(4, 0), ...u16(0, 0xffff, 1, 0)];
  const features = [...u16(1), ...ascii(feature), ...u16(8), ...u16(0, 1, 0)];
  const starts = subtables.map(
    (_, index) => 6 + subtables.length * 2 + subtables.slice(0, index).flat().length,
  );
  const lookup = [...u16(type, 0, subtables.length, ...starts), ...subtables.flat()];
  const lookups = [...u16(1, 4), ...lookup];
  const at = [10, 10 + scripts.length, 10 + scripts.length + features.length];
  return table(...u16(1, 0, ...at), ...scripts, ...features, ...lookups);
}

/** Pairs of glyph 1: 2 by -50, 3 by 20; the value has an x placement before the advance. */
const listed = [...u16(1, 12, 0x0005, 0, 1, 18), ...u16(1, 1, 1), ...u16(2, 2, 9, minus(50), 3, 9, 20)];
/** Glyphs 1 and 4 left, glyph 5 of class 1 right: -7. */
const classes = [
  ...u16(2, 24, 0x0004, 0, 32, 40, 1, 2),
  ...u16(0, minus(7), 0, 0),
  ...u16(1, 2, 1, 4),
  ...u16(2, 0, 0, 0),
  ...u16(1, 5, 1, 1),
];

describe('GPOS', () => {
  it('reads listed pairs, then pairs of classes', () => {
    const kerning = readGposKerning(gpos(2, [listed, classes]))!;
    expect([
      kerning(1, 2),
      kerning(1, 3),
      kerning(1, 5),
      kerning(4, 5),
      kerning(4, 6),
      kerning(2, 1),
    ]).toEqual([-50, 20, -7, -7, 0, 0]);
  });

  it('follows extensions', () => {
    const kerning = readGposKerning(gpos(9, [[...u16(1, 2), ...u32(8), ...listed]]))!;
    expect(kerning(1, 2)).toBe(-50);
  });

  it('adds what the chosen instance of a variable font adds', () => {
    // Advance and a device offset; the device table stands after the pairs and names delta set 3, 7.
    const pairs = [...u16(1), ...u16(2, minus(50), 8), ...u16(3, 7, 0x8000)];
    const subtable = [...u16(1, 12, 0x0044, 0, 1, 18), ...u16(1, 1, 1), ...pairs];
    const asked: number[][] = [];
    const kerning = readGposKerning(gpos(2, [subtable]), (...numbers) => {
      asked.push(numbers);
      return 4.5;
    })!;
    expect([kerning(1, 2), readGposKerning(gpos(2, [subtable]))!(1, 2)]).toEqual([-45.5, -50]);
    expect(asked).toEqual([[3, 7]]);
  });

  it('has nothing to say without a kern feature or pair lookups', () => {
    expect(readGposKerning(gpos(2, [listed], 'palt'))).toBeUndefined();
    expect(readGposKerning(gpos(1, [listed]))).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { tableOf } from '../../../src/text/bytes/table.ts';
import { placeComponent, readComponents } from '../../../src/text/sfnt/composite.ts';
import { type Contours, contoursPath, noContours } from '../../../src/text/sfnt/contours.ts';
import { type GlyphTables, readGlyph } from '../../../src/text/sfnt/glyf.ts';
import { readSimpleGlyph } from '../../../src/text/sfnt/simple-glyph.ts';
import { writeSimpleGlyph } from '../../../src/text/sfnt/write-glyph.ts';
import { u16 } from '../support/fonts.ts';
import fc from 'fast-check';

/** Contours of points written `x,y`, control points with a star. */
function contours(...texts: string[]): Contours {
  const whole = noContours();
  for (const text of texts) {
    for (const point of text.split(' ')) {
      const [x = 0, y = 0] = point.replace('*', '').split(',').map(Number);
      whole.x.push(x);
      whole.y.push(y);
      whole.on.push(!point.endsWith('*'));
    }
    whole.ends.push(whole.x.length - 1);
  }
  return whole;
}

/** `M0,0 L10,0 Q…`. */
function pathText(points: Contours): string {
  const { verbs, points: numbers } = contoursPath(points);
  let at = 0;
  return verbs
    .map((verb) => {
      const count = verb === 2 ? 4 : 2;
      at += count;
      return `${'MLQ'[verb]}${numbers.slice(at - count, at).join(',')}`;
    })
    .join(' ');
}

describe('contoursPath', () => {
  it.each([
    ['lines', '0,0 10,0 10,10', 'M0,0 L10,0 L10,10'],
    ['a curve to the start', '0,0 10,0 10,10*', 'M0,0 L10,0 Q10,10,0,0'],
    ['two control points', '0,0 4,8* 8,8* 12,0', 'M0,0 Q4,8,6,8 Q8,8,12,0'],
    ['a first point off the curve', '4,8* 8,0 0,0', 'M8,0 L0,0 Q4,8,8,0'],
    ['only control points', '0,0* 8,0* 8,8* 0,8*', 'M0,4 Q0,0,4,0 Q8,0,8,4 Q8,8,4,8 Q0,8,0,4'],
    ['one point', '3,4', 'M3,4'],
  ])('draws %s', (_, points, path) => {
    expect(pathText(contours(points))).toBe(path);
  });

  it('starts each contour anew', () => {
    expect(pathText(contours('0,0 1,0 1,1', '5,5 6,5 6,6'))).toBe('M0,0 L1,0 L1,1 M5,5 L6,5 L6,6');
  });
});

describe('simple glyphs', () => {
  const coordinate = fc.integer({ min: -8000, max: 8000 });
  const contour = fc.array(fc.tuple(coordinate, coordinate, fc.boolean()), { minLength: 1, maxLength: 40 });

  it.each([255, 256, 257, 512, 700])('with %i steps alike are read as they were written', (count) => {
    const points: Contours = {
      x: Array.from({ length: count }, (_, i) => i * 3),
      y: Array.from({ length: count }, (_, i) => i * 2),
      on: Array.from({ length: count }, () => true),
      ends: [count - 1],
    };
    const bytes = Uint8Array.from(writeSimpleGlyph(points));
    expect(readSimpleGlyph(tableOf(bytes), 1, 1000)).toEqual(points);
  });

  it('are read as they were written', () => {
    fc.assert(
      fc.property(fc.array(contour, { minLength: 1, maxLength: 5 }), (list) => {
        const written: Contours = {
          x: list.flat().map(([x]) => x),
          y: list.flat().map(([, y]) => y),
          on: list.flat().map(([, , on]) => on),
          ends: list.map((_, index) => list.slice(0, index + 1).flat().length - 1),
        };
        const bytes = writeSimpleGlyph(written);
        expect(readSimpleGlyph(tableOf(Uint8Array.from(bytes)), list.length, 1000)).toEqual(written);
      }),
    );
  });

  it.each([
    ['a contour that ends before the one before', [...u16(2, 0, 0, 0, 0, 5, 3, 0)], 2, 'ends early'],
    ['too many points', [...u16(1, 0, 0, 0, 0, 200, 0)], 1, 'too many points'],
    ['missing coordinates', [...u16(1, 0, 0, 0, 0, 2, 0), 1, 1, 1, 0, 0], 1, 'ends before'],
  ])('refuses %s', (_, bytes, count, message) => {
    expect(() => readSimpleGlyph(tableOf(Uint8Array.from(bytes)), count, 100)).toThrow(message);
  });
});

describe('composite glyphs', () => {
  const square = contours('0,0 10,0 10,10 0,10');
  const place = (bytes: readonly number[]): Contours => {
    const whole = contours('100,100 110,100');
    for (const component of readComponents(tableOf(Uint8Array.from(bytes)), 0).list) {
      placeComponent(whole, square, component, component.x, component.y);
    }
    return whole;
  };
  const half = 0x2000;
  const one = 0x4000;

  it.each([
    ['moves by words', u16(0x0003, 7, 300, -40 & 0xffff), [300, 310, 310, 300], [-40, -40, -30, -30]],
    ['moves by bytes', [...u16(0x0002, 7), 5, 0xfb], [5, 15, 15, 5], [-5, -5, 5, 5]],
    ['scales', u16(0x000b, 7, 10, 0, half), [10, 15, 15, 10], [0, 0, 5, 5]],
    ['scales both axes', u16(0x0043, 7, 0, 0, half, one), [0, 5, 5, 0], [0, 0, 10, 10]],
    ['turns by a matrix', u16(0x0083, 7, 0, 0, 0, one, -one & 0xffff, 0), [0, 0, -10, -10], [0, 10, 10, 0]],
    ['scales the offset when asked to', u16(0x080b, 7, 10, 20, half), [5, 10, 10, 5], [10, 10, 15, 15]],
    [
      'scales the offset by the length of what its own axis becomes, across',
      u16(0x0883, 7, 8, 20, 0x3000, one, 0, half),
      [10, 17.5, 17.5, 10],
      [10, 20, 25, 15],
    ],
    [
      'scales the offset by the length of what its own axis becomes, down',
      u16(0x0883, 7, 20, 8, half, 0, 0x3000, one),
      [10, 15, 22.5, 17.5],
      [10, 10, 20, 20],
    ],
    ['lays points on each other', [...u16(0x0000, 7), 1, 2], [100, 110, 110, 100], [90, 90, 100, 100]],
  ])('%s', (_, bytes, x, y) => {
    const whole = place(bytes);
    expect(whole.x.slice(2)).toEqual(x);
    expect(whole.y.slice(2)).toEqual(y);
    expect(whole.ends).toEqual([1, 5]);
  });
});

describe('glyphs of glyphs', () => {
  /** Offsets of 16 bits each, and that another part follows. */
  const [OFFSETS, MORE] = [3, 0x20];

  /** Glyph 0 is a triangle; each of the others is so many copies of the one before it. */
  function tables(copies: readonly number[]): GlyphTables {
    const glyphs = [writeSimpleGlyph(contours('0,0 9,0 9,9'))];
    for (const [before, count] of copies.entries()) {
      const parts = Array.from({ length: count }, (_, i) =>
        u16(OFFSETS | (i + 1 < count ? MORE : 0), before, 0, 0),
      );
      glyphs.push([...u16(0xffff, 0, 0, 0, 0), ...parts.flat()]);
    }
    const even = glyphs.map((bytes) => (bytes.length % 2 === 0 ? bytes : [...bytes, 0]));
    const starts = [0];
    for (const { length } of even) starts.push(starts.at(-1)! + length);
    const table = (bytes: number[]) => tableOf(Uint8Array.from(bytes));
    const loca = table(u16(...starts.map((start) => start / 2)));
    return { glyf: table(even.flat()), loca, longOffsets: false, glyphCount: even.length };
  }

  it('are read with all their parts', () => {
    expect(readGlyph(tables([128]), 1).contours.x).toHaveLength(128 * 3);
    expect(readGlyph(tables([2, 2, 2]), 3).contours.ends).toHaveLength(8);
  });

  it.each([
    ['129 parts', [129]],
    ['parts that multiply', [5, 5, 5]],
  ])('of %s are refused', (_, copies) => {
    expect(() => readGlyph(tables(copies), copies.length)).toThrow('too many components');
  });

  it('that nest too deeply are refused', () => {
    const deep = tables([1, 1, 1, 1, 1, 1, 1]);
    expect(readGlyph(deep, 6).contours.x).toHaveLength(3);
    expect(() => readGlyph(deep, 7)).toThrow('composed too deeply');
  });
});

/** Whole fonts against fontkit, an independent reader: glyphs, widths, outlines, instances. */
import { create, type ReferenceFont, type ReferenceGlyph } from 'fontkit';
import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../src/text/bytes/store.ts';
import { type Font, openFont } from '../../src/text/font.ts';
import { readDirectory } from '../../src/text/sfnt/directory.ts';
import { HAN, KAI, LATIN, openFile, packageFile, unpacked } from './support/fonts.ts';
import { contoursOf, referenceContours } from './support/outlines.ts';

const TEXT = 'Hello, World! ÀÉÎõü €123 图片服务，的一是在不了有和人这';

/** Largest distance between the points of two readings, and between their advance widths, over all glyphs. */
async function distance(font: Font, reference: ReferenceFont): Promise<number> {
  const glyphs = all(font.metrics.glyphCount);
  const shapes = await font.shapes(glyphs);
  const distances = shapes.map(({ path, advance }, glyph) => {
    const expected = reference.getGlyph(glyph);
    const points = expected.path.commands.flatMap(({ args }) => args);
    if (points.length !== path.points.length) return Infinity;
    const apart = path.points.map((value, index) => Math.abs(value - points[index]!));
    return Math.max(0, Math.abs(advance - expected.advanceWidth), ...apart);
  });
  return Math.max(...distances);
}

/** True when fontkit drew a straight piece too many, as it does where a contour's first point is off the curve. */
function startsOffCurve({ path }: ReferenceGlyph): boolean {
  return path.commands.some(({ command, args }, index) => {
    const next = path.commands[index + 1];
    return command === 'moveTo' && next?.args[0] === args[0] && next?.args[1] === args[1];
  });
}

const all = (count: number): number[] => Array.from({ length: count }, (_, glyph) => glyph);

describe.each([
  ['WOFF2 with letters', KAI],
  ['WOFF2 of a variable font', HAN],
])('%s', (_, path) => {
  it('maps characters to the glyphs fontkit finds', async () => {
    const font = await openFile(packageFile(path));
    const reference = create(packageFile(path));
    const codePoints = [...TEXT].map((character) => character.codePointAt(0)!);
    const expected = codePoints.map((codePoint) => reference.glyphForCodePoint(codePoint).id);
    expect(await font.glyphs(codePoints)).toEqual(expected);
    expect(font.metrics).toMatchObject({
      unitsPerEm: reference.unitsPerEm,
      ascender: reference.ascent,
      descender: reference.descent,
      glyphCount: reference.numGlyphs,
    });
  });
});

describe('outlines', () => {
  it('are those of fontkit where a contour starts on the curve', async () => {
    const font = await openFile(packageFile(KAI));
    const reference = create(packageFile(KAI));
    const glyphs = all(reference.numGlyphs).filter((glyph) => !startsOffCurve(reference.getGlyph(glyph)));
    const shapes = await font.shapes(glyphs);
    expect(glyphs.length).toBeGreaterThan(200);
    for (const [index, glyph] of glyphs.entries()) {
      const expected = reference.getGlyph(glyph);
      expect(shapes[index]?.advance).toBe(expected.advanceWidth);
      expect(contoursOf(shapes[index]!.path)).toEqual(referenceContours(expected));
    }
  });

  it.each([LATIN, HAN])('of a variable font are those of its regular weight: %s', async (path) => {
    const file = await unpacked(path);
    // fontkit rounds points to whole units, we do not.
    const regular = create(file).getVariation({ wght: 400 });
    expect(await distance(await openFile(file), regular)).toBeLessThanOrEqual(0.5);
  });
});

describe('kerning', () => {
  it('of a variable font is that of its regular weight', async () => {
    const font = await openFile(await unpacked(LATIN));
    const kerned = async (pair: string): Promise<number> => {
      const glyphs = await font.glyphs([...pair].map((letter) => letter.codePointAt(0)!));
      const [value = 0] = await font.kerning([[glyphs[0]!, glyphs[1]!]]);
      return Math.round(value);
    };
    // Noto Sans Hans Regular 1.000, drawn before the design varied, has -15, -74, -125 and -63.
    const values = await Promise.all(['AV', 'To', 'P.', 'r.', '11'].map(kerned));
    expect(values).toEqual([-18, -76, -128, -64, 0]);
  });

  it('is what fontkit adds between letters', async () => {
    const file = await unpacked(LATIN);
    const store = memoryStore(file);
    // fontkit kerns every instance as the default one.
    const font = await openFont(() => readDirectory(store), store, {});
    const reference = create(file);
    for (const pair of ['AV', 'To', 'LT', 'P.', 'Yo', 'nn', 'fi']) {
      const glyphs = await font.glyphs([...pair].map((letter) => letter.codePointAt(0)!));
      const [left = 0, right = 0] = glyphs;
      const run = (features: Record<string, boolean>): number =>
        reference.layout(pair, { liga: false, ...features }).positions[0]?.xAdvance ?? 0;
      expect(await font.kerning([[left, right]])).toEqual([run({ kern: true }) - run({ kern: false })]);
    }
  });
});

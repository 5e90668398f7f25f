import { describe, expect, it } from 'vitest';
import type { Font } from '../../../src/text/font.ts';
import { toClusters } from '../../../src/text/layout/characters.ts';
import { chooseGlyphs, type Face, type GlyphReference } from '../../../src/text/layout/face.ts';
import { setLine } from '../../../src/text/layout/line.ts';
import { outlineOf } from '../../../src/text/layout/turn.ts';
import { LINE, MOVE, type Path } from '../../../src/text/outline/path.ts';

/** A square of 500 units on the baseline, its left edge at `left`. */
const square = (left = 0): Path => ({
  verbs: [MOVE, LINE, LINE, LINE],
  points: [left, 0, left + 500, 0, left + 500, 500, left, 500],
});

/** A font whose glyphs are squares; advance by glyph, 600 unless told. */
function squares(
  advances: Readonly<Record<number, number>> = {},
  kerning: Record<string, number> = {},
): Font {
  return {
    metrics: {
      unitsPerEm: 1000,
      ascender: 800,
      descender: -200,
      glyphCount: 1000,
      longOffsets: false,
      advanceCount: 1,
    },
    held: 0,
    glyphs: (codePoints) => Promise.resolve([...codePoints]),
    shapes: (glyphs) =>
      Promise.resolve(glyphs.map((glyph) => ({ advance: advances[glyph] ?? 600, path: square() }))),
    kerning: (pairs) => Promise.resolve(pairs.map((pair) => kerning[pair.join()] ?? 0)),
  };
}

const references = (text: string, font: Font): Map<number, GlyphReference> =>
  new Map([...text].map((letter) => [letter.codePointAt(0)!, { font, glyph: letter.codePointAt(0)! }]));

describe('setLine', () => {
  const places = async (text: string, font: Font, size = 10): Promise<number[]> =>
    (await setLine(toClusters(text), references(text, font), size)).glyphs.map(
      ({ x }) => Math.round(x * 100) / 100,
    );

  it('puts glyphs side by side by their widths', async () => {
    const font = squares({ 0x62: 300 });
    expect(await places('abc', font)).toEqual([0, 6, 9]);
    expect((await setLine(toClusters('abc'), references('abc', font), 10)).advance).toBeCloseTo(15);
  });

  it('kerns neighbours of one font only', async () => {
    const font = squares({}, { '97,98': -100 });
    expect(await places('aba', font)).toEqual([0, 5, 11]);
    const other = squares({}, { '97,98': -100 });
    const mixed = references('a', font).set(0x62, { font: other, glyph: 0x62 });
    const { glyphs } = await setLine(toClusters('ab'), mixed, 10);
    expect(glyphs[1]?.x).toBeCloseTo(6);
  });

  it('puts marks on their letter: where the font draws them, or in its middle', async () => {
    expect(await places('x\u0331y', squares({ 0x331: 0 }))).toEqual([0, 6, 6]);
    expect(await places('x\u0331y', squares({ 0x331: 200 }))).toEqual([0, 2, 6]);
    // Kerning goes on over the mark.
    expect(await places('x\u0331y', squares({ 0x331: 0 }, { '120,121': -50 }))).toEqual([0, 6, 5.5]);
  });
});

describe('chooseGlyphs', () => {
  const face = (characters: string, font: Font): Face & { asked: string[] } => {
    const asked: string[] = [];
    return {
      ascender: 1,
      descender: 0,
      asked,
      find(codePoints) {
        asked.push(String.fromCodePoint(...codePoints));
        const own = codePoints.filter((codePoint) => characters.includes(String.fromCodePoint(codePoint)));
        return Promise.resolve(new Map(own.map((codePoint) => [codePoint, { font, glyph: codePoint }])));
      },
      missing: () => Promise.resolve({ font, glyph: 0 }),
    };
  };
  async function* list(...faces: Face[]): AsyncGenerator<Face> {
    yield* faces;
  }

  it('asks later faces only for what is missing, and the first for the box', async () => {
    const [first, second, third] = [squares(), squares(), squares()];
    const faces = [face('ab', first), face('bc', second), face('', third)];
    const chosen = await chooseGlyphs([0x61, 0x62, 0x63, 0x64, 0x61], list(...faces));
    expect(faces.map(({ asked }) => asked)).toEqual([['abcd'], ['cd'], ['d']]);
    expect(
      [...chosen.values()].map(({ font, glyph }) => [[first, second, third].indexOf(font), glyph]),
    ).toEqual([
      [0, 0x61],
      [0, 0x62],
      [1, 0x63],
      [0, 0],
    ]);
  });

  it('stops at the first face that has all', async () => {
    const [first, second] = [face('a', squares()), face('a', squares())];
    await chooseGlyphs([0x61], list(first, second));
    expect(second.asked).toEqual([]);
  });
});

describe('outlineOf', () => {
  const line = { glyphs: [{ path: square(), scale: 0.02, x: 0 }], advance: 12 };
  const box = (ascent: number, descent: number, degrees: number) => {
    const { width, height } = outlineOf(line, ascent, descent, degrees);
    return `${width}x${height}`;
  };

  it.each([
    ['advance by ascent and descent', 16, 4, 0, '12x20'],
    ['parts of pixels upwards', 15.2, 3.1, 0, '12x20'],
    ['no less than the ink', 5, 0, 0, '12x10'],
    ['turned a quarter', 16, 4, 90, '20x12'],
    ['turned upside down', 16, 4, 180, '12x20'],
    ['turned full', 16, 4, 360, '12x20'],
    ['turned between', 16, 4, 45, '23x24'],
  ])('%s', (_, ascent, descent, degrees, size) => {
    expect(box(ascent, descent, degrees)).toBe(size);
  });

  it.each([
    [0, [0, 16], [10, 6]],
    [90, [4, 0], [14, 10]],
    [180, [2, 4], [12, 14]],
    [270, [6, 2], [16, 12]],
  ])('turns the ink by %i degrees with the box', (degrees, low, high) => {
    const { lines } = outlineOf(line, 16, 4, degrees);
    const x = lines.filter((_, index) => index % 2 === 0);
    const y = lines.filter((_, index) => index % 2 === 1);
    expect([Math.min(...x), Math.max(...x)]).toEqual([low[0], high[0]]);
    expect([Math.min(...y), Math.max(...y)]).toEqual([
      Math.min(low[1]!, high[1]!),
      Math.max(low[1]!, high[1]!),
    ]);
  });

  it('refuses outlines without end', () => {
    const many = Array.from({ length: 200_000 }, () => line.glyphs[0]!);
    expect(() => outlineOf({ glyphs: many, advance: 12 }, 16, 4, 0)).toThrow('no end');
  });

  it('makes contours of either sense one sense, so that they never cancel', () => {
    const other = { ...line.glyphs[0]!, path: { ...square(), points: [0, 0, 0, 500, 500, 500, 500, 0] } };
    const area = (lines: Float32Array): number => {
      let sum = 0;
      for (let at = 0; at < lines.length; at += 4)
        sum += (lines[at]! + lines[at + 2]!) * (lines[at + 3]! - lines[at + 1]!);
      return sum / 2;
    };
    expect(area(outlineOf(line, 16, 4, 0).lines)).toBeCloseTo(
      area(outlineOf({ glyphs: [other], advance: 12 }, 16, 4, 0).lines),
    );
  });
});

/** What a line is set in: one font, or a family of many. */
import type { Font } from '../font.ts';

/** A glyph of some font. */
export interface GlyphReference {
  readonly font: Font;
  readonly glyph: number;
}

/** Glyphs by character, and the height of a line. */
export interface Face {
  /** Height of a line above the baseline and depth below it, in ems, both counted upwards. */
  readonly ascender: number;
  readonly descender: number;
  /** The glyphs of those code points that the face has. */
  find(codePoints: readonly number[]): Promise<ReadonlyMap<number, GlyphReference>>;
  /** The box that stands for a character nobody has. */
  missing(): Promise<GlyphReference>;
}

/** A single font as a face. */
export function fontFace(font: Font): Face {
  const { unitsPerEm, ascender, descender } = font.metrics;
  return {
    ascender: ascender / unitsPerEm,
    descender: descender / unitsPerEm,
    async find(codePoints) {
      const glyphs = await font.glyphs(codePoints);
      const found = new Map<number, GlyphReference>();
      for (const [index, glyph] of glyphs.entries()) {
        const codePoint = codePoints[index];
        if (glyph > 0 && codePoint !== undefined) found.set(codePoint, { font, glyph });
      }
      return found;
    },
    missing: () => Promise.resolve({ font, glyph: 0 }),
  };
}

/**
 * The glyph of every code point, from the first face that has it; the first face's missing-glyph box otherwise.
 * Later faces are only asked for what the earlier ones lack.
 */
export async function chooseGlyphs(
  codePoints: readonly number[],
  faces: AsyncIterable<Face>,
): Promise<Map<number, GlyphReference>> {
  const chosen = new Map<number, GlyphReference>();
  let left = [...new Set(codePoints)];
  let first: Face | undefined;
  for await (const face of faces) {
    first ??= face;
    for (const [codePoint, reference] of await face.find(left)) chosen.set(codePoint, reference);
    left = left.filter((codePoint) => !chosen.has(codePoint));
    if (left.length === 0) return chosen;
  }
  const box = await first?.missing();
  if (box) for (const codePoint of left) chosen.set(codePoint, box);
  return chosen;
}

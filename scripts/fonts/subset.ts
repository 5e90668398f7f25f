/** A font of just the characters that a text needs, out of the slices of a built family. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { indexPath, readFamilyIndex, sliceOf, slicePath } from '../../src/text/families/family-index.ts';
import { readSource, type SourceGlyph } from './read-source.ts';
import { writeFont } from './write-font.ts';

/** The characters of `text` that the family in `folder` draws, as a TrueType font. */
export async function subsetOf(folder: string, family: string, text: string): Promise<Uint8Array> {
  const index = readFamilyIndex(readFileSync(join(folder, indexPath(family))));
  const open = async (slice: number) => readSource(join(folder, slicePath(family, slice)));
  const first = await open(0);
  const fonts = new Map([[0, first]]);
  const glyphs: SourceGlyph[] = [first.glyph(0)];
  const characters: (readonly [codePoint: number, glyph: number])[] = [];
  for (const codePoint of codePointsOf(text)) {
    const slice = sliceOf(index, codePoint);
    if (slice === undefined) continue;
    const font = fonts.get(slice) ?? (await open(slice));
    fonts.set(slice, font);
    characters.push([codePoint, glyphs.push(font.glyph(font.glyphOf(codePoint))) - 1]);
  }
  return writeFont({ ...first, glyphs, characters, pairs: [] });
}

/** Each once, ascending. */
function codePointsOf(text: string): number[] {
  const all = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  return [...new Set(all)].toSorted((a, b) => a - b);
}

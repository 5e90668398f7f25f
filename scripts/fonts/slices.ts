/** Cuts a family into slices: small fonts of the characters that are used together. */
import type { FamilySource } from './sources.ts';
import { readSource, type SourceFont, type SourceGlyph } from './read-source.ts';
import { writeFont } from './write-font.ts';

/** Raised when slices or indexes are written differently, so that old ones are built again. */
export const BUILD_FORMAT = 4;

/** A file without a list of characters is cut into slices of so many. */
const SLICE_CHARACTERS = 160;
/** Scripts whose letters are kerned lie below: ideographs and kana stand on a grid. */
const KERNED_BELOW = 0x2100;
/** What the `kern` table's 16-bit length leaves room for. */
const MAX_PAIRS = 10_900;
const LAST_CODE_POINT = 0x3ffff;

/** A small font and the characters it draws. */
export interface Slice {
  readonly font: Uint8Array;
  readonly codePoints: readonly number[];
}

/** A family cut into slices, and the height of its lines. */
export interface Family {
  /** In ems. */
  readonly ascender: number;
  readonly descender: number;
  readonly slices: readonly Slice[];
}

/** Reads all files of a family and cuts them into slices. */
export async function sliceFamily({ files }: FamilySource): Promise<Family> {
  const taken = new Set<number>();
  const slices: Slice[] = [];
  let line = { ascender: 0, descender: 0 };
  for (const file of files) {
    const font = await readSource(file.path);
    const { ascender, descender, unitsPerEm } = font;
    if (slices.length === 0) line = { ascender: ascender / unitsPerEm, descender: descender / unitsPerEm };
    for (const codePoints of charactersOf(font, file.codePoints, taken)) {
      slices.push({ font: writeSlice(font, codePoints, slices.length === 0), codePoints });
    }
  }
  return { ...line, slices };
}

/** The characters that a font has and that no slice before it has, in groups of one slice each. */
function charactersOf(
  font: SourceFont,
  meant: readonly number[] | undefined,
  taken: Set<number>,
): readonly (readonly number[])[] {
  const all = meant ?? Array.from({ length: LAST_CODE_POINT }, (_, codePoint) => codePoint);
  const own = all.filter((codePoint) => !taken.has(codePoint) && font.glyphOf(codePoint) > 0);
  for (const codePoint of own) taken.add(codePoint);
  const size = meant ? Math.max(1, own.length) : SLICE_CHARACTERS;
  return Array.from({ length: Math.ceil(own.length / size) }, (_, index) =>
    own.slice(index * size, (index + 1) * size).toSorted((a, b) => a - b),
  );
}

function writeSlice(font: SourceFont, codePoints: readonly number[], box: boolean): Uint8Array {
  const numbers = new Map<number, number>();
  const glyphs: SourceGlyph[] = [box ? font.glyph(0) : { ...font.glyph(0), contours: EMPTY }];
  const characters = codePoints.map((codePoint) => {
    const source = font.glyphOf(codePoint);
    const number = numbers.get(source) ?? glyphs.push(font.glyph(source)) - 1;
    numbers.set(source, number);
    return [codePoint, number] as const;
  });
  return writeFont({ ...font, glyphs, characters, pairs: kernedPairs(font, characters) });
}

const EMPTY = { x: [], y: [], on: [], ends: [] };

/** The strongest pairs when there are more than fit. */
function kernedPairs(
  font: SourceFont,
  characters: readonly (readonly [codePoint: number, glyph: number])[],
): (readonly [number, number, number])[] {
  const letters = characters
    .filter(([codePoint]) => codePoint < KERNED_BELOW)
    .map(([codePoint, glyph]) => ({ glyph, source: font.glyphOf(codePoint) }));
  const pairs = letters.flatMap((left) =>
    letters
      .map((right) => [left.glyph, right.glyph, font.kerning(left.source, right.source)] as const)
      .filter(([, , value]) => value !== 0),
  );
  return pairs
    .toSorted(([, , a], [, , b]) => Math.abs(b) - Math.abs(a))
    .slice(0, MAX_PAIRS)
    .toSorted(([a, b], [c, d]) => a - c || b - d);
}

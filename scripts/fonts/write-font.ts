/** Writes a small TrueType font: simple glyphs, one character map, pair kerning. */
import type { SourceGlyph } from './read-source.ts';
import { boundsOf, word, writeSimpleGlyph } from '../../src/text/sfnt/write-glyph.ts';

/** What a small font is made of, in font units. */
export interface FontParts {
  readonly unitsPerEm: number;
  readonly ascender: number;
  readonly descender: number;
  /** Glyph 0 is the box for missing characters. */
  readonly glyphs: readonly SourceGlyph[];
  /** Glyph of each code point, ascending by code point. */
  readonly characters: readonly (readonly [codePoint: number, glyph: number])[];
  /** Left glyph, right glyph and font units, ascending by the two glyphs. */
  readonly pairs: readonly (readonly [left: number, right: number, value: number])[];
}

/** The font file, as browsers take it too. Tables stand in the order of their tags, each aligned to four bytes. */
export function writeFont(parts: FontParts): Uint8Array {
  const { glyf, loca } = writeGlyphs(parts.glyphs);
  const tables: [string, readonly number[]][] = [
    ['OS/2', writeStyle(parts)],
    ['cmap', writeCharacterMap(parts)],
    ['glyf', glyf],
    ['head', writeHead(parts)],
    ['hhea', writeHorizontalHeader(parts)],
    [
      'hmtx',
      parts.glyphs.flatMap(({ advance, contours }) => [...word(advance), ...word(boundsOf(contours)[0])]),
    ],
    ...(parts.pairs.length > 0 ? [['kern', writeKerning(parts)] as [string, number[]]] : []),
    ['loca', loca],
    ['maxp', writeMaxima(parts)],
    ['name', [0, 0, 6].flatMap(word)],
    // Version 3: glyphs without names.
    ['post', [...long(0x00030000), ...Array.from({ length: 28 }, () => 0)]],
  ];
  return joinTables(tables);
}

function joinTables(tables: readonly (readonly [tag: string, data: readonly number[]])[]): Uint8Array {
  const halvings = Math.floor(Math.log2(tables.length));
  const search = [16 << halvings, halvings, 16 * tables.length - (16 << halvings)];
  const directory = [...long(0x00010000), ...[tables.length, ...search].flatMap(word)];
  let offset = directory.length + tables.length * 16;
  for (const [tag, data] of tables) {
    directory.push(...Buffer.from(tag), ...long(checksum(data)), ...long(offset), ...long(data.length));
    offset += aligned(data.length);
  }
  const file = new Uint8Array(offset);
  file.set(directory);
  let at = directory.length;
  for (const [, data] of tables) {
    file.set(data, at);
    at += aligned(data.length);
  }
  return file;
}

function writeGlyphs(glyphs: readonly SourceGlyph[]): { glyf: number[]; loca: number[] } {
  const glyf: number[] = [];
  const loca = long(0);
  for (const { contours } of glyphs) {
    for (const byte of writeSimpleGlyph(contours)) glyf.push(byte);
    if (glyf.length % 2 === 1) glyf.push(0);
    loca.push(...long(glyf.length));
  }
  return { glyf, loca };
}

/** Format 12: groups of consecutive code points with consecutive glyphs. */
function writeCharacterMap({ characters }: FontParts): number[] {
  const groups: [first: number, last: number, glyph: number][] = [];
  for (const [codePoint, glyph] of characters) {
    const group = groups.at(-1);
    if (group && codePoint === group[1] + 1 && glyph === group[2] + codePoint - group[0])
      group[1] = codePoint;
    else groups.push([codePoint, codePoint, glyph]);
  }
  const header = [...[0, 1, 3, 10].flatMap(word), ...long(12)];
  const subtable = [12, 0].flatMap(word).concat([16 + groups.length * 12, 0, groups.length].flatMap(long));
  return [...header, ...subtable, ...groups.flat().flatMap(long)];
}

/** Only what a reader needs; the dates and the bounds of all glyphs are left at 0. */
function writeHead({ unitsPerEm }: FontParts): number[] {
  const start = [
    ...long(0x00010000),
    ...long(0),
    ...long(0),
    ...long(0x5f0f3cf5),
    ...[3, unitsPerEm].flatMap(word),
  ];
  const dates = Array.from({ length: 16 }, () => 0);
  // Bounds, style, smallest size, direction, long offsets, glyph format.
  return [...start, ...dates, ...[0, 0, 0, 0, 0, 8, 2, 1, 0].flatMap(word)];
}

function writeHorizontalHeader({ ascender, descender, glyphs }: FontParts): number[] {
  const widest = glyphs.reduce((most, { advance }) => Math.max(most, advance), 0);
  const start = [...long(0x00010000), ...[ascender, descender, 0, widest].flatMap(word)];
  return [...start, ...Array.from({ length: 20 }, () => 0), ...word(0), ...word(glyphs.length)];
}

/** Regular weight and width, and the height of lines; nothing else of it is used. */
function writeStyle({ ascender, descender, characters }: FontParts): number[] {
  const clamped = (codePoint = 0) => Math.min(codePoint, 0xffff);
  const [first, last] = [clamped(characters[0]?.[0]), clamped(characters.at(-1)?.[0])];
  const regular = 0x40;
  return [
    ...[4, 0, 400, 5, 0].flatMap(word),
    // Sub- and superscripts, strike-out, class; then panose, Unicode ranges and vendor.
    ...Array.from({ length: 22 + 10 + 16 + 4 }, () => 0),
    ...[regular, first, last, ascender, descender, 0, ascender, -descender].flatMap(word),
    // Code pages, heights, default and break characters, context.
    ...Array.from({ length: 8 + 10 }, () => 0),
  ];
}

/** Two zones, as TrueType outlines have; the rest is for instructions, of which there are none. */
function writeMaxima({ glyphs }: FontParts): number[] {
  return [...long(0x00010000), ...[glyphs.length, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0].flatMap(word)];
}

function writeKerning({ pairs }: FontParts): number[] {
  const header = [0, 1, 0, 14 + pairs.length * 6, 1, pairs.length, 0, 0, 0].flatMap(word);
  return [...header, ...pairs.flat().flatMap(word)];
}

function checksum(data: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = data.slice(at, at + 4);
    sum = (sum + (a * 0x1000000 + (b << 16) + (c << 8) + d)) % 0x100000000;
  }
  return sum;
}

function long(value: number): number[] {
  return [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

function aligned(length: number): number {
  return (length + 3) & ~3;
}

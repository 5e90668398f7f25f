/** Reads a source font into plain glyphs of its regular weight. */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { memoryStore } from '../../src/text/bytes/store.ts';
import { readCff } from '../../src/text/cff/font.ts';
import { REGULAR, readKerning, readOutlines } from '../../src/text/font.ts';
import { readCharacterMap } from '../../src/text/sfnt/cmap.ts';
import type { Contours } from '../../src/text/sfnt/contours.ts';
import { readDirectory, required, type Tables } from '../../src/text/sfnt/directory.ts';
import { type Bearing, type FontMetrics, readBearing, readMetrics } from '../../src/text/sfnt/metrics.ts';
import { readWoff1 } from '../../src/text/woff/woff1.ts';
import { readWoff2 } from '../../src/text/woff/woff2.ts';
import { toContours } from './quadratic.ts';

/** A glyph of the regular weight, in font units. */
export interface SourceGlyph {
  readonly advance: number;
  readonly contours: Contours;
}

/** A source font, opened. */
export interface SourceFont {
  readonly unitsPerEm: number;
  readonly ascender: number;
  readonly descender: number;
  /** The glyph of a code point; 0 when the font has none. */
  glyphOf(codePoint: number): number;
  glyph(glyph: number): SourceGlyph;
  kerning(left: number, right: number): number;
}

/** Opens a TrueType, OpenType, WOFF or WOFF2 file. Throws `BrokenFont`. */
export async function readSource(path: string): Promise<SourceFont> {
  const tables = await readTables(readFileSync(path));
  const metrics = readMetrics(tables);
  return {
    ...metrics,
    glyphOf: readCharacterMap(required(tables, 'cmap')),
    glyph: readGlyphs(tables, metrics),
    kerning: readKerning(tables, REGULAR),
  };
}

/** TrueType glyphs keep their points; CFF outlines are turned into quadratic curves. */
function readGlyphs(tables: Tables, metrics: FontMetrics): SourceFont['glyph'] {
  const hmtx = required(tables, 'hmtx');
  const bearing = (glyph: number): Bearing => readBearing(hmtx, glyph, metrics.advanceCount);
  const cff = tables.get('CFF ');
  if (cff) {
    const { outline } = readCff(cff);
    return (glyph) => ({ advance: bearing(glyph).advance, contours: toContours(outline(glyph)) });
  }
  const outlines = readOutlines(tables, metrics, REGULAR);
  return (glyph) => outlines(glyph, bearing(glyph));
}

async function readTables(bytes: Uint8Array): Promise<Tables> {
  const signature = String.fromCharCode(...bytes.subarray(0, 4));
  if (signature === 'wOFF') return readWoff1(bytes);
  if (signature !== 'wOF2') return readDirectory(memoryStore(bytes));
  return readWoff2(bytes, (data, maxLength) => brotliDecompressSync(data, { maxOutputLength: maxLength }));
}

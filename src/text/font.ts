/** A font that is ready to be asked: which glyph, how wide, what shape, how close to its neighbour. */
import { BrokenFont } from './broken.ts';
import type { ByteStore } from './bytes/store.ts';
import { readCff } from './cff/font.ts';
import { EMPTY_PATH, type Path } from './outline/path.ts';
import { type AxisValues, chooseInstance } from './sfnt/axes.ts';
import { type CharacterMap, readCharacterMap } from './sfnt/cmap.ts';
import { type Contours, contoursPath } from './sfnt/contours.ts';
import { required, type Tables } from './sfnt/directory.ts';
import { type GlyphTables, readGlyph } from './sfnt/glyf.ts';
import { readGposKerning } from './sfnt/gpos.ts';
import { type ItemDeltas, readItemVariations } from './sfnt/item-variations.ts';
import { type Kerning, NO_KERNING, readKern } from './sfnt/kern.ts';
import { type Bearing, type FontMetrics, readBearing, readMetrics } from './sfnt/metrics.ts';
import { readVariations } from './sfnt/variation.ts';

/** A glyph's shape and advance width in font units. */
export interface Glyph {
  readonly advance: number;
  readonly path: Path;
}

/** One font, opened. Its methods throw `BrokenFont` for what cannot be read. */
export interface Font {
  readonly metrics: FontMetrics;
  /** Bytes it keeps in memory now. */
  readonly held: number;
  /** The glyph of each code point; 0, the missing-glyph box, where the font has none. */
  glyphs(codePoints: readonly number[]): Promise<number[]>;
  shapes(glyphs: readonly number[]): Promise<Glyph[]>;
  /** Font units to add between the two glyphs of each pair. */
  kerning(pairs: readonly (readonly [left: number, right: number])[]): Promise<number[]>;
}

/** Version 1.3 of `GDEF`, as its first four bytes. */
const GDEF_WITH_VARIATIONS = 0x00010003;

/** Variable fonts are drawn in their regular weight. */
export const REGULAR: AxisValues = { wght: 400 };

/** Opens a font whose tables are in `store`. Throws `BrokenFont`. */
export async function openFont(readTables: () => Tables, store: ByteStore, axes = REGULAR): Promise<Font> {
  const [parts] = await store.gather([0], () => readParts(readTables(), axes));
  if (!parts) throw new BrokenFont('it has no parts');
  const { metrics, map, shape, kerning } = parts;
  return {
    metrics,
    get held() {
      return store.held;
    },
    glyphs: (codePoints) => store.gather(codePoints, (point) => existing(map(point), metrics.glyphCount)),
    shapes: (glyphs) => store.gather(glyphs, shape),
    kerning: (pairs) => store.gather(pairs, ([left, right]) => kerning(left, right)),
  };
}

interface Parts {
  readonly metrics: FontMetrics;
  readonly map: CharacterMap;
  readonly kerning: Kerning;
  shape(glyph: number): Glyph;
}

function readParts(tables: Tables, axes: AxisValues): Parts {
  const metrics = readMetrics(tables);
  return {
    metrics,
    map: readCharacterMap(required(tables, 'cmap')),
    shape: readShape(tables, metrics, axes),
    kerning: readKerning(tables, axes),
  };
}

/** A character map may name glyphs that are not there. */
function existing(glyph: number, count: number): number {
  return glyph < count ? glyph : 0;
}

/** Pair kerning: `GPOS` replaces `kern` where a font has both (OpenType, "kern"). */
export function readKerning(tables: Tables, axes: AxisValues): Kerning {
  const gpos = tables.get('GPOS');
  const kern = tables.get('kern');
  const own = gpos && readGposKerning(gpos, readKerningDeltas(tables, axes));
  return own ?? (kern ? readKern(kern) : NO_KERNING);
}

/** What the chosen instance adds to kerning; `GDEF` 1.3 holds it. */
function readKerningDeltas(tables: Tables, axes: AxisValues): ItemDeltas | undefined {
  const gdef = tables.get('GDEF');
  const instance = chooseInstance(tables, axes);
  if (!gdef || !instance || gdef.u32(0) < GDEF_WITH_VARIATIONS || gdef.u32(14) === 0) return undefined;
  return readItemVariations(gdef.part(gdef.u32(14)), instance);
}

function readShape(tables: Tables, metrics: FontMetrics, axes: AxisValues): Parts['shape'] {
  const hmtx = required(tables, 'hmtx');
  const bearing = (glyph: number): Bearing => readBearing(hmtx, glyph, metrics.advanceCount);
  const cff = tables.get('CFF ');
  if (cff) {
    const { outline } = readCff(cff);
    return (glyph) => ({ advance: bearing(glyph).advance, path: outline(glyph) });
  }
  if (!tables.has('glyf')) return bitmapOnly(tables, bearing);
  const outlines = readOutlines(tables, metrics, axes);
  return (glyph) => {
    const { contours, advance } = outlines(glyph, bearing(glyph));
    return { advance, path: contoursPath(contours) };
  };
}

/** Fonts of pictures, and CFF2, have no outlines that are read here; a font of spaces has no glyphs at all. */
function bitmapOnly(tables: Tables, bearing: (glyph: number) => Bearing): Parts['shape'] {
  for (const tag of ['CFF2', 'CBDT', 'EBDT', 'sbix', 'SVG ']) {
    if (tables.has(tag)) throw new BrokenFont(`its glyphs are ${tag.trim()}, not outlines of glyf or CFF`);
  }
  return (glyph) => ({ advance: bearing(glyph).advance, path: EMPTY_PATH });
}

/** A TrueType glyph's points with the origin at 0, and its advance width, at the chosen instance. */
export type Outlines = (glyph: number, bearing: Bearing) => { contours: Contours; advance: number };

/** Reads TrueType outlines at the instance that `axes` choose. */
export function readOutlines(tables: Tables, metrics: FontMetrics, axes: AxisValues): Outlines {
  const glyphTables: GlyphTables = {
    glyf: required(tables, 'glyf'),
    loca: required(tables, 'loca'),
    longOffsets: metrics.longOffsets,
    glyphCount: metrics.glyphCount,
    vary: readVary(tables, axes),
  };
  return (glyph, bearing) => {
    const points = readGlyph(glyphTables, glyph);
    const { contours } = points;
    // The side bearing says where the outline's left edge lies, whatever its coordinates are.
    const shift = contours.x.length === 0 ? 0 : bearing.left - points.left - points.origin;
    const x = shift === 0 ? contours.x : contours.x.map((x) => x + shift);
    return { contours: { ...contours, x }, advance: bearing.advance + points.advance };
  };
}

function readVary(tables: Tables, axes: AxisValues): GlyphTables['vary'] {
  const gvar = tables.get('gvar');
  const instance = gvar ? chooseInstance(tables, axes) : undefined;
  // At the default instance no delta applies.
  if (!gvar || !instance || instance.every((value) => value === 0)) return undefined;
  return readVariations(gvar, instance);
}

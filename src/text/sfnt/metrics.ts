/** Sizes that hold for a whole font (`head`, `hhea`, `maxp`) and for each glyph (`hmtx`). */
import { BrokenFont } from '../broken.ts';
import type { Table } from '../bytes/table.ts';
import { required, type Tables } from './directory.ts';

/** What `head`, `hhea` and `maxp` tell. */
export interface FontMetrics {
  /** Font units of the em square. */
  readonly unitsPerEm: number;
  /** Height above the baseline and depth below it, both counted upwards, in font units. */
  readonly ascender: number;
  readonly descender: number;
  readonly glyphCount: number;
  /** True when `loca` holds 32-bit offsets. */
  readonly longOffsets: boolean;
  /** Glyphs with an advance of their own; the rest share the last one. */
  readonly advanceCount: number;
}

/** Reads the sizes of a font. Throws `BrokenFont` without the three tables. */
export function readMetrics(tables: Tables): FontMetrics {
  const head = required(tables, 'head');
  const hhea = required(tables, 'hhea');
  const unitsPerEm = head.u16(18);
  if (unitsPerEm < 16 || unitsPerEm > 16_384) throw new BrokenFont(`its em square has ${unitsPerEm} units`);
  return {
    unitsPerEm,
    ...lineHeight(tables, hhea),
    glyphCount: required(tables, 'maxp').u16(4),
    longOffsets: head.i16(50) !== 0,
    advanceCount: hhea.u16(34),
  };
}

/** `hhea` counts; fonts that leave it empty say their height in `OS/2`. */
function lineHeight(tables: Tables, hhea: Table): Pick<FontMetrics, 'ascender' | 'descender'> {
  const ascender = hhea.i16(4);
  const descender = hhea.i16(6);
  const os2 = tables.get('OS/2');
  if (ascender !== 0 || descender !== 0 || !os2 || os2.length < 78) return { ascender, descender };
  return { ascender: os2.i16(68), descender: os2.i16(70) };
}

/** Advance width and left side bearing of a glyph, in font units. */
export interface Bearing {
  readonly advance: number;
  readonly left: number;
}

/** Reads one glyph's entry of `hmtx`; glyphs beyond the last advance share it. */
export function readBearing(hmtx: Table, glyph: number, advanceCount: number): Bearing {
  if (advanceCount === 0) throw new BrokenFont('no glyph has an advance width');
  if (glyph < advanceCount) return { advance: hmtx.u16(glyph * 4), left: hmtx.i16(glyph * 4 + 2) };
  const at = advanceCount * 4 + (glyph - advanceCount) * 2;
  return {
    advance: hmtx.u16((advanceCount - 1) * 4),
    // A few fonts leave the trailing bearings out.
    left: at + 2 <= hmtx.length ? hmtx.i16(at) : 0,
  };
}

/** Restores `hmtx` when WOFF2 left out side bearings that equal the glyphs' xMin (section 5.4). */
import { BrokenFont } from '../broken.ts';
import { type Table, tableOf } from '../bytes/table.ts';
import { required, type Tables } from '../sfnt/directory.ts';

/** Bits of the flags: bearings of glyphs with an advance of their own, and of the rest, are left out. */
const NO_PROPORTIONAL = 1;
const NO_MONOSPACED = 2;

/** `tables` must already hold the restored `glyf` and `loca` with 32-bit offsets. */
export function restoreBearings(transformed: Table, tables: Tables): Table {
  const advances = required(tables, 'hhea').u16(34);
  const glyphs = required(tables, 'maxp').u16(4);
  if (advances > glyphs) throw new BrokenFont('it has more advance widths than glyphs');
  const flags = transformed.u8(0);
  const out = new DataView(new ArrayBuffer(advances * 4 + (glyphs - advances) * 2));
  let at = 1 + advances * 2;
  for (let glyph = 0; glyph < glyphs; glyph++) {
    const own = glyph < advances;
    const left =
      flags & (own ? NO_PROPORTIONAL : NO_MONOSPACED) ? leftEdge(tables, glyph) : transformed.i16(at);
    if ((flags & (own ? NO_PROPORTIONAL : NO_MONOSPACED)) === 0) at += 2;
    if (own) out.setUint16(glyph * 4, transformed.u16(1 + glyph * 2));
    out.setInt16(own ? glyph * 4 + 2 : advances * 4 + (glyph - advances) * 2, left);
  }
  return tableOf(new Uint8Array(out.buffer));
}

/** xMin of a glyph's description; 0 when it has none. */
function leftEdge(tables: Tables, glyph: number): number {
  const loca = required(tables, 'loca');
  const start = loca.u32(glyph * 4);
  return loca.u32(glyph * 4 + 4) > start ? required(tables, 'glyf').i16(start + 2) : 0;
}

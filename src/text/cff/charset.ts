/** From glyph names to glyphs (Adobe Technical Note 5176, section 13). */
import type { Table } from '../bytes/table.ts';

/** The glyph with a name, which is a string identifier; 0 when the font has none. `offset` 0 is ISOAdobe. */
export function readCharset(cff: Table, offset: number, glyphs: number, name: number): number {
  if (offset === 0) return name < Math.min(glyphs, 229) ? name : 0;
  if (offset <= 2) return 0;
  const format = cff.u8(offset);
  return format === 0
    ? searchList(cff, offset + 1, glyphs, name)
    : searchRanges(cff, offset + 1, glyphs, name, format);
}

function searchList(cff: Table, start: number, glyphs: number, name: number): number {
  for (let glyph = 1; glyph < glyphs; glyph++) {
    if (cff.u16(start + (glyph - 1) * 2) === name) return glyph;
  }
  return 0;
}

/** Formats 1 and 2: a first name and how many follow it, in one byte or two. */
function searchRanges(cff: Table, start: number, glyphs: number, name: number, format: number): number {
  const size = format === 1 ? 3 : 4;
  for (let at = start, glyph = 1; glyph < glyphs; at += size) {
    const first = cff.u16(at);
    const left = format === 1 ? cff.u8(at + 2) : cff.u16(at + 2);
    if (name >= first && name <= first + left) return glyph + name - first;
    glyph += left + 1;
  }
  return 0;
}

/** From code points to glyphs (`cmap`, formats 0, 4, 6, 10, 12 and 13). */
import { firstIndex } from '../bytes/search.ts';
import type { Table } from '../bytes/table.ts';

/** The glyph of a code point; 0 when the font has none. */
export type CharacterMap = (codePoint: number) => number;

type Reader = (subtable: Table) => CharacterMap;

const READERS: Readonly<Record<number, Reader>> = {
  0: byteMap,
  4: segmentMap,
  6: (subtable) => arrayMap(subtable, subtable.u16(6), subtable.u16(8), 10),
  10: (subtable) => arrayMap(subtable, subtable.u32(12), subtable.u32(16), 20),
  12: (subtable) => groupMap(subtable, 1),
  13: (subtable) => groupMap(subtable, 0),
};

/** Best first: full Unicode, then the basic plane, then symbols, then Mac Roman (for ASCII's sake). */
const PREFERENCE = ['3,10', '0,6', '0,4', '3,1', '0,3', '0,2', '0,1', '0,0', '3,0', '1,0'];

/** Reads the best subtable of a `cmap`. A font without a usable one maps nothing. */
export function readCharacterMap(cmap: Table): CharacterMap {
  const count = Math.min(cmap.u16(2), 64);
  let best: { rank: number; map: CharacterMap } | undefined;
  for (let index = 0; index < count; index++) {
    const record = 4 + index * 8;
    const rank = PREFERENCE.indexOf(`${cmap.u16(record)},${cmap.u16(record + 2)}`);
    if (rank < 0 || (best && best.rank <= rank)) continue;
    const subtable = cmap.part(cmap.u32(record + 4));
    const reader = READERS[subtable.u16(0)];
    if (reader) best = { rank, map: symbolic(reader(subtable), rank === PREFERENCE.indexOf('3,0')) };
  }
  return best?.map ?? (() => 0);
}

/** Symbol fonts keep their characters at U+F000 and above (OpenType, "Non-standard (symbol) fonts"). */
function symbolic(map: CharacterMap, symbol: boolean): CharacterMap {
  if (!symbol) return map;
  return (codePoint) => map(codePoint) || (codePoint < 0x100 ? map(0xf000 + codePoint) : 0);
}

function byteMap(subtable: Table): CharacterMap {
  return (codePoint) => (codePoint < 256 ? subtable.u8(6 + codePoint) : 0);
}

function arrayMap(subtable: Table, first: number, count: number, start: number): CharacterMap {
  return (codePoint) => {
    const index = codePoint - first;
    return index >= 0 && index < count ? subtable.u16(start + index * 2) : 0;
  };
}

/** Format 4: segments with ends, starts, deltas and offsets in four parallel arrays. */
function segmentMap(subtable: Table): CharacterMap {
  const bytes = subtable.u16(6) & ~1;
  const ends = 14;
  const starts = ends + bytes + 2;
  const deltas = starts + bytes;
  const offsets = deltas + bytes;
  return (codePoint) => {
    if (codePoint > 0xffff) return 0;
    const at = 2 * firstIndex(bytes / 2, (index) => subtable.u16(ends + index * 2) >= codePoint);
    if (at >= bytes || subtable.u16(starts + at) > codePoint) return 0;
    const delta = subtable.u16(deltas + at);
    const offset = subtable.u16(offsets + at);
    if (offset === 0) return (codePoint + delta) & 0xffff;
    const place = offsets + at + offset + (codePoint - subtable.u16(starts + at)) * 2;
    const glyph = place + 2 <= subtable.length ? subtable.u16(place) : 0;
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  };
}

/** Formats 12 and 13: groups of a first code point, a last one and a glyph that does or does not count on. */
function groupMap(subtable: Table, stride: 0 | 1): CharacterMap {
  const count = Math.min(subtable.u32(12), Math.floor((subtable.length - 16) / 12));
  return (codePoint) => {
    const group = 16 + 12 * firstIndex(count, (index) => subtable.u32(20 + index * 12) >= codePoint);
    if (group >= 16 + 12 * count) return 0;
    const first = subtable.u32(group);
    return first > codePoint ? 0 : (subtable.u32(group + 8) + (codePoint - first) * stride) & 0xffff;
  };
}

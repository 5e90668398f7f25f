/** WOFF 2.0: all tables in one brotli stream, `glyf`, `loca` and `hmtx` transformed (W3C recommendation, 2022). */
import { BrokenFont } from '../broken.ts';
import { type Table, tableOf } from '../bytes/table.ts';
import type { TextHost } from '../ports.ts';
import type { Tables } from '../sfnt/directory.ts';
import { StreamCursor } from './cursor.ts';
import { restoreGlyphs } from './glyf-transform.ts';
import { restoreBearings } from './hmtx-transform.ts';
import { MAX_WEB_FONT } from './limit.ts';
import { KNOWN_TAGS } from './tags.ts';

const HEADER = 48;

/** One directory entry; `stored` is its length inside the brotli stream. */
interface Entry {
  readonly tag: string;
  readonly transformed: boolean;
  readonly stored: number;
}

interface Part extends Entry {
  readonly data: Table;
}

/** The tables of a WOFF2 file, or of the first font of a WOFF2 collection, as an sfnt has them. */
export async function readWoff2(bytes: Uint8Array, brotli: TextHost['brotli']): Promise<Tables> {
  const cursor = new StreamCursor(tableOf(bytes));
  const [collection, count, compressed] = readHeader(cursor);
  const entries = Array.from({ length: count }, () => readEntry(cursor));
  const chosen = collection ? readFirstFont(cursor) : entries.map((_, index) => index);
  const total = entries.reduce((sum, { stored }) => sum + stored, 0);
  if (total > MAX_WEB_FONT) throw new BrokenFont('it is too large for a web font');
  const data = new StreamCursor(tableOf(await decompress(cursor.bytes(compressed), total, brotli)));
  const parts = entries.map((entry) => ({ ...entry, data: tableOf(data.bytes(entry.stored)) }));
  return restore(chosen.flatMap((index) => parts[index] ?? []));
}

async function decompress(
  bytes: Uint8Array,
  length: number,
  brotli: TextHost['brotli'],
): Promise<Uint8Array> {
  try {
    return await brotli(bytes, length);
  } catch {
    throw new BrokenFont('its tables do not decompress');
  }
}

function readHeader(
  cursor: StreamCursor,
): readonly [collection: boolean, tables: number, compressed: number] {
  const { table } = cursor;
  cursor.at = HEADER;
  return [table.tag(4) === 'ttcf', table.u16(12), table.u32(20)];
}

function readEntry(cursor: StreamCursor): Entry {
  const flags = cursor.u8();
  const known = flags & 0x3f;
  const tag = known === 0x3f ? String.fromCharCode(...cursor.bytes(4)) : (KNOWN_TAGS[known] ?? '');
  const version = flags >> 6;
  // The null transform is version 3 for these two and version 0 for all others.
  const transformed = tag === 'glyf' || tag === 'loca' ? version !== 3 : version !== 0;
  const original = cursor.base128();
  return { tag, transformed, stored: transformed ? cursor.base128() : original };
}

/** Numbers of the directory entries that the first font of a collection is made of. */
function readFirstFont(cursor: StreamCursor): number[] {
  cursor.u32();
  const fonts = Array.from({ length: cursor.short() }, () => {
    const count = cursor.short();
    cursor.u32();
    return Array.from({ length: count }, () => cursor.short());
  });
  const [first] = fonts;
  if (!first) throw new BrokenFont('the collection is empty');
  return first;
}

/** Undoes the transforms. */
function restore(parts: readonly Part[]): Tables {
  const tables = new Map<string, Table>();
  for (const { tag, transformed, data } of parts) if (!transformed) tables.set(tag, data);
  const changed = (wanted: string): Table | undefined =>
    parts.find(({ tag, transformed }) => transformed && tag === wanted)?.data;
  const glyphs = changed('glyf');
  if (glyphs) for (const [tag, table] of restoreGlyphs(glyphs, tables)) tables.set(tag, table);
  const bearings = changed('hmtx');
  if (bearings) tables.set('hmtx', restoreBearings(bearings, tables));
  return tables;
}

/** The table directory of TrueType and OpenType files and collections (OpenType 1.9, "Font Tables"). */
import { BrokenFont } from '../broken.ts';
import { type ByteStore } from '../bytes/store.ts';
import { Table } from '../bytes/table.ts';

/** The tables of one font by tag. */
export type Tables = ReadonlyMap<string, Table>;

const VERSIONS = ['\0\x01\0\0', 'true', 'OTTO'];
const RECORD = 16;
const MAX_TABLES = 256;

/** Reads the directory of a font, or of the first font of a collection. */
export function readDirectory(store: ByteStore): Tables {
  const file = new Table(store, 0, store.size);
  const start = file.tag(0) === 'ttcf' ? file.u32(12) : 0;
  if (!VERSIONS.includes(file.tag(start))) throw new BrokenFont('it is no TrueType or OpenType font');
  const count = file.u16(start + 4);
  if (count > MAX_TABLES) throw new BrokenFont(`it has ${count} tables`);
  const tables = new Map<string, Table>();
  for (let index = 0; index < count; index++) {
    const record = start + 12 + index * RECORD;
    const offset = file.u32(record + 8);
    // Some tools count the padding of the last table, so a length may pass the end of the file.
    const length = Math.min(file.u32(record + 12), store.size - offset);
    if (length > 0) tables.set(file.tag(record), new Table(store, offset, length));
  }
  return tables;
}

/** A table that a font cannot be without. */
export function required(tables: Tables, tag: string): Table {
  const table = tables.get(tag);
  if (!table) throw new BrokenFont(`its ${tag.trim()} table is missing`);
  return table;
}

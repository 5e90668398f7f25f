/** Opens a font file of any container: TrueType, OpenType, a collection, WOFF or WOFF2. */
import { BrokenFont } from './broken.ts';
import { pagedStore } from './bytes/paged.ts';
import { type ByteStore, memoryStore } from './bytes/store.ts';
import { type Font, openFont } from './font.ts';
import type { FontSource, TextHost } from './ports.ts';
import { readDirectory, type Tables } from './sfnt/directory.ts';
import { MAX_WEB_FONT } from './woff/limit.ts';
import { readWoff1 } from './woff/woff1.ts';
import { readWoff2 } from './woff/woff2.ts';

/** Bytes of pages that an open font keeps between texts. */
const PAGE_BYTES = 1024 * 1024;

/** The most bytes that are held while texts are set from a font: a web font's file and its tables, or pages. */
export function heldWhileOpen({ size }: FontSource): number {
  return Math.min(size, MAX_WEB_FONT) + MAX_WEB_FONT;
}

/** Opens a font that is read by range; web fonts are read and held whole. Throws `BrokenFont`. */
export async function openSource(source: FontSource, brotli: TextHost['brotli']): Promise<Font> {
  const signature = String.fromCharCode(...(await source.read(0, Math.min(4, source.size))));
  if (signature !== 'wOFF' && signature !== 'wOF2') {
    const store = pagedStore(source, PAGE_BYTES);
    return openFont(() => readDirectory(store), store);
  }
  if (source.size > MAX_WEB_FONT) throw new BrokenFont('it is too large for a web font');
  const file = await source.read(0, source.size);
  const tables = signature === 'wOFF' ? await readWoff1(file) : await readWoff2(file, brotli);
  return openFont(() => tables, heldTables(tables));
}

/** Opens a TrueType or OpenType font that is in memory. */
export function openBytes(bytes: Uint8Array): Promise<Font> {
  const store = memoryStore(bytes);
  return openFont(() => readDirectory(store), store);
}

/** A store for tables that are all in memory, which says how much they hold. */
function heldTables(tables: Tables): ByteStore {
  const held = [...tables.values()].reduce((sum, { length }) => sum + length, 0);
  return { ...memoryStore(new Uint8Array()), held };
}

/** WOFF 1.0: an sfnt whose tables are deflated one by one. */
import { BrokenFont } from '../broken.ts';
import { Table, tableOf } from '../bytes/table.ts';
import { memoryStore } from '../bytes/store.ts';
import type { Tables } from '../sfnt/directory.ts';
import { MAX_WEB_FONT } from './limit.ts';

const HEADER = 44;
const RECORD = 20;

/** The tables of a WOFF file, inflated. */
export async function readWoff1(bytes: Uint8Array): Promise<Tables> {
  const file = new Table(memoryStore(bytes), 0, bytes.length);
  const tables = new Map<string, Table>();
  let total = 0;
  for (let index = 0; index < file.u16(12); index++) {
    const record = HEADER + index * RECORD;
    const stored = file.bytes(file.u32(record + 4), file.u32(record + 8));
    const length = file.u32(record + 12);
    total += length;
    if (total > MAX_WEB_FONT) throw new BrokenFont('it is too large for a web font');
    const data = stored.length < length ? await inflate(stored, length) : stored;
    if (data.length > 0) tables.set(file.tag(record), tableOf(data));
  }
  return tables;
}

/** Inflates to exactly `length` bytes; more are never held. */
async function inflate(bytes: Uint8Array, length: number): Promise<Uint8Array> {
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(new DecompressionStream('deflate'));
  const data = new Uint8Array(length);
  let filled = 0;
  try {
    for await (const chunk of stream) {
      if (filled + chunk.length > length) break;
      data.set(chunk, filled);
      filled += chunk.length;
    }
  } catch {
    throw new BrokenFont('a table does not inflate');
  }
  if (filled !== length) throw new BrokenFont('a table inflates to another length');
  return data;
}

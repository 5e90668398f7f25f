/** The bytes of an item, wherever its extents lie. */
import { joined } from '../../core/image/bytes.ts';
import { type ItemTable, referred } from './items.ts';
import { type Extent, METHOD } from './locations.ts';

/** Chains of items whose bytes are in items end here. */
const MAX_DEPTH = 4;

/**
 * The bytes of an item: a view where they lie in one piece. `'beyond'` when some lie behind the bytes at hand, undefined
 * when the file places them nowhere or counts bytes twice.
 */
export function itemBytes(
  table: ItemTable,
  item: number,
  file: Uint8Array,
  depth = 0,
): Uint8Array | 'beyond' | undefined {
  const location = table.locations.get(item);
  if (!location || depth > MAX_DEPTH) return undefined;
  const pieces: Uint8Array[] = [];
  let total = 0;
  for (const extent of location.extents) {
    const base = baseOf(table, item, location.method, extent, file, depth);
    if (!base || base === 'beyond') return base;
    const end = extent.length === 0 ? base.length : extent.offset + extent.length;
    if (end > base.length) return location.method === METHOD.file ? 'beyond' : undefined;
    if (extent.offset > end) return undefined;
    total += end - extent.offset;
    if (total > file.length) return undefined;
    pieces.push(base.subarray(extent.offset, end));
  }
  return pieces.length === 1 ? pieces[0] : joined(pieces);
}

/** How many bytes an item has at most; an extent without a length goes on to the end of what it lies in. */
export function itemLength(table: ItemTable, item: number): number {
  const lengths = table.locations.get(item)?.extents.map(({ length }) => length || Infinity) ?? [];
  return lengths.reduce((sum, length) => sum + length, 0);
}

function baseOf(
  table: ItemTable,
  item: number,
  method: number,
  { index }: Extent,
  file: Uint8Array,
  depth: number,
): Uint8Array | 'beyond' | undefined {
  switch (method) {
    case METHOD.file:
      return file;
    case METHOD.data:
      return table.data;
    case METHOD.item: {
      const from = referred(table, 'iloc', item)[Math.max(0, index - 1)];
      return from === undefined ? undefined : itemBytes(table, from, file, depth + 1);
    }
    default:
      return undefined;
  }
}

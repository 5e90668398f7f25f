/** INDEX structures of a CFF table: numbered pieces of bytes (Adobe Technical Note 5176, section 5). */
import { BrokenFont } from '../broken.ts';
import type { Table } from '../bytes/table.ts';

/** Numbered pieces of bytes. */
export interface IndexData {
  readonly count: number;
  /** The bytes of one piece. Throws `BrokenFont` when there is none of this number. */
  item(index: number): Table;
  /** Place of the first byte after the structure. */
  readonly end: number;
}

/** Reads the structure that starts at `at`. Throws `BrokenFont`. */
export function readIndex(table: Table, at: number): IndexData {
  const count = table.u16(at);
  if (count === 0) return { count, item: missing, end: at + 2 };
  const width = table.u8(at + 2);
  if (width < 1 || width > 4) throw new BrokenFont('an index has offsets of no known size');
  const offsets = at + 3;
  // Offsets count from the byte before the data.
  const data = offsets + (count + 1) * width - 1;
  const offset = (index: number): number => readOffset(table, offsets + index * width, width);
  return {
    count,
    item(index) {
      if (index < 0 || index >= count) return missing(index);
      return table.part(data + offset(index), offset(index + 1) - offset(index));
    },
    end: data + offset(count),
  };
}

function missing(index: number): never {
  throw new BrokenFont(`an index has no item ${index}`);
}

function readOffset(table: Table, at: number, width: number): number {
  let value = 0;
  for (let index = 0; index < width; index++) value = value * 256 + table.u8(at + index);
  return value;
}

/** Packed point numbers and deltas of `gvar` (OpenType 1.9, "Font Variations Common Table Formats"). */
import { BrokenFont } from '../broken.ts';
import type { Table } from '../bytes/table.ts';

/** A place in a table that moves on as values are read. */
export interface Cursor {
  readonly table: Table;
  at: number;
}

const WORD_COUNT = 0x80;
const POINT_WORDS = 0x80;
const DELTA_ZEROS = 0x80;
const DELTA_WORDS = 0x40;

/** Ascending point numbers; undefined stands for all points. */
export function readPointNumbers(cursor: Cursor): number[] | undefined {
  const { table } = cursor;
  let count = table.u8(cursor.at++);
  if (count === 0) return undefined;
  if (count & WORD_COUNT) count = ((count & 0x7f) << 8) | table.u8(cursor.at++);
  const points: number[] = [];
  let point = 0;
  while (points.length < count) {
    const control = table.u8(cursor.at++);
    const words = (control & POINT_WORDS) !== 0;
    const run = (control & 0x7f) + 1;
    if (points.length + run > count) throw new BrokenFont('a run of points is too long');
    for (let index = 0; index < run; index++) {
      point += words ? table.u16(cursor.at) : table.u8(cursor.at);
      cursor.at += words ? 2 : 1;
      points.push(point);
    }
  }
  return points;
}

/** `count` deltas in font units. */
export function readDeltas(cursor: Cursor, count: number): number[] {
  const { table } = cursor;
  const deltas: number[] = [];
  while (deltas.length < count) {
    const control = table.u8(cursor.at++);
    const run = (control & 0x3f) + 1;
    const width = control & DELTA_ZEROS ? 0 : control & DELTA_WORDS ? 2 : 1;
    for (let index = 0; index < run; index++) {
      deltas.push(width === 0 ? 0 : width === 2 ? table.i16(cursor.at) : table.i8(cursor.at));
      cursor.at += width;
    }
  }
  return deltas;
}

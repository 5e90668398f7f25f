/** Coverage and class tables (OpenType 1.9, "OpenType Layout Common Table Formats"). */
import { firstIndex } from '../bytes/search.ts';
import type { Table } from '../bytes/table.ts';

/** Place of a glyph in a coverage table; undefined when it is not covered. */
export function coverageIndex(coverage: Table, glyph: number): number | undefined {
  const count = coverage.u16(2);
  if (coverage.u16(0) === 1) {
    const index = firstIndex(count, (index) => coverage.u16(4 + index * 2) >= glyph);
    return index < count && coverage.u16(4 + index * 2) === glyph ? index : undefined;
  }
  const range = rangeOf(coverage, 4, count, glyph);
  return range === undefined ? undefined : coverage.u16(range + 4) + glyph - coverage.u16(range);
}

/** Class of a glyph; 0 when the table does not name it. */
export function classOf(classes: Table, glyph: number): number {
  if (classes.u16(0) === 1) {
    const index = glyph - classes.u16(2);
    return index >= 0 && index < classes.u16(4) ? classes.u16(6 + index * 2) : 0;
  }
  const range = rangeOf(classes, 4, classes.u16(2), glyph);
  return range === undefined ? 0 : classes.u16(range + 4);
}

/** Where the range with the glyph starts, among sorted records of first glyph, last glyph and a value. */
function rangeOf(table: Table, start: number, count: number, glyph: number): number | undefined {
  const range = start + 6 * firstIndex(count, (index) => table.u16(start + index * 6 + 2) >= glyph);
  return range < start + 6 * count && table.u16(range) <= glyph ? range : undefined;
}

/** Axes of a variable font (`fvar`, `avar`): from a weight as people say it to the numbers that deltas count in. */
import type { Table } from '../bytes/table.ts';
import type { Tables } from './directory.ts';

/** The chosen place on every axis, each from -1 to 1; 0 is the font's default. */
export type Instance = readonly number[];

/** Values by axis tag: `{ wght: 400 }`. */
export type AxisValues = Readonly<Record<string, number>>;

/** No honest font has more; a file may claim any number. */
export const MAX_AXES = 64;

/** The instance nearest to `values`; other axes keep their default. Undefined when the font does not vary. */
export function chooseInstance(tables: Tables, values: AxisValues): Instance | undefined {
  const fvar = tables.get('fvar');
  if (!fvar) return undefined;
  const start = fvar.u16(4);
  const size = fvar.u16(10);
  const count = Math.min(fvar.u16(8), MAX_AXES);
  const maps = readSegmentMaps(tables.get('avar'), count);
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * size;
    const tag = fvar.tag(at);
    const [min, fallback, max] = [fixed(fvar, at + 4), fixed(fvar, at + 8), fixed(fvar, at + 12)];
    const value = Math.min(Math.max(values[tag] ?? fallback, min), max);
    return mapSegment(maps[index] ?? [], normalise(value, min, fallback, max));
  });
}

function normalise(value: number, min: number, fallback: number, max: number): number {
  if (value < fallback) return (value - fallback) / (fallback - min);
  return value > fallback ? (value - fallback) / (max - fallback) : 0;
}

/** Pairs of a normalised value and what it stands for, ascending. */
type SegmentMap = readonly (readonly [from: number, to: number])[];

function readSegmentMaps(avar: Table | undefined, axes: number): SegmentMap[] {
  if (!avar) return [];
  let at = 8;
  return Array.from({ length: Math.min(avar.u16(6), axes) }, () => {
    const start = at + 2;
    const count = avar.u16(at);
    at = start + count * 4;
    return Array.from(
      { length: count },
      (_, index) => [avar.f2dot14(start + index * 4), avar.f2dot14(start + index * 4 + 2)] as const,
    );
  });
}

function mapSegment(map: SegmentMap, value: number): number {
  const after = map.findIndex(([from]) => from >= value);
  const [high, low] = [map[after], map[after - 1]];
  if (!high) return value;
  if (!low || high[0] === value) return high[0] === value ? high[1] : value;
  return low[1] + ((high[1] - low[1]) * (value - low[0])) / (high[0] - low[0]);
}

/** Signed 16.16 fixed-point number. */
function fixed(table: Table, at: number): number {
  return table.i32(at) / 65_536;
}

/** Pair kerning of the `GPOS` table: feature `kern`, lookups of pairs (OpenType 1.9, "GPOS"). */
import { firstIndex } from '../bytes/search.ts';
import type { Table } from '../bytes/table.ts';
import { classOf, coverageIndex } from './coverage.ts';
import type { ItemDeltas } from './item-variations.ts';
import { type Kerning, NO_KERNING } from './kern.ts';

const PAIR_ADJUSTMENT = 2;
const EXTENSION = 9;
/** Bits of a value format: the value holds a horizontal advance, and where a variable font adjusts it. */
const X_ADVANCE = 0x0004;
const X_ADVANCE_DEVICE = 0x0040;
/** Format of a device table that names a delta set. */
const VARIATION_INDEX = 0x8000;
const MAX_LOOKUPS = 32;
const MAX_SUBTABLES = 100;
const MAX_FEATURES = 512;

/** The kerning of one subtable; undefined when the subtable has no say about the pair. */
type PairReader = (left: number, right: number) => number | undefined;

/**
 * Reads the pair lookups that the default language of the default script kerns with. `deltas` are those of the chosen
 * instance of a variable font.
 */
export function readGposKerning(gpos: Table, deltas?: ItemDeltas): Kerning | undefined {
  const lookups = gpos.part(gpos.u16(8));
  const subtables = [...kernLookups(gpos)].map((index) => readLookup(lookups, index, deltas));
  const pairs = subtables.filter((readers) => readers.length > 0);
  if (pairs.length === 0) return undefined;
  return (left, right) => pairs.reduce((sum, readers) => sum + firstSay(readers, left, right), 0);
}

/** The first subtable with a say decides for its lookup. */
function firstSay(readers: readonly PairReader[], left: number, right: number): number {
  for (const read of readers) {
    const value = read(left, right);
    if (value !== undefined) return value;
  }
  return 0;
}

/** Numbers of the lookups that `kern` features use, in order. */
function kernLookups(gpos: Table): ReadonlySet<number> {
  const features = gpos.part(gpos.u16(6));
  const wanted = defaultFeatures(gpos.part(gpos.u16(4)));
  const count = Math.min(features.u16(0), MAX_FEATURES);
  const found: number[] = [];
  for (let index = 0; index < count; index++) {
    if (features.tag(2 + index * 6) !== 'kern' || (wanted && !wanted.has(index))) continue;
    const feature = features.part(features.u16(2 + index * 6 + 4));
    const uses = Math.min(feature.u16(2), MAX_LOOKUPS);
    for (let use = 0; use < uses; use++) found.push(feature.u16(4 + use * 2));
  }
  return new Set(found.toSorted((a, b) => a - b).slice(0, MAX_LOOKUPS));
}

/** Features of the default language of `latn`, else of `DFLT`; undefined when the font has neither. */
function defaultFeatures(scripts: Table): ReadonlySet<number> | undefined {
  const count = Math.min(scripts.u16(0), MAX_FEATURES);
  const offsets = new Map<string, number>();
  for (let index = 0; index < count; index++) {
    offsets.set(scripts.tag(2 + index * 6), scripts.u16(2 + index * 6 + 4));
  }
  const offset = offsets.get('latn') ?? offsets.get('DFLT');
  if (offset === undefined) return undefined;
  const script = scripts.part(offset);
  if (script.u16(0) === 0) return undefined;
  const language = script.part(script.u16(0));
  const features = Math.min(language.u16(4), MAX_FEATURES);
  return new Set(Array.from({ length: features }, (_, index) => language.u16(6 + index * 2)));
}

/** The pair subtables of a lookup; none when the lookup is of another type. */
function readLookup(lookups: Table, index: number, deltas: ItemDeltas | undefined): PairReader[] {
  if (index >= lookups.u16(0)) return [];
  const lookup = lookups.part(lookups.u16(2 + index * 2));
  const type = lookup.u16(0);
  const count = Math.min(lookup.u16(4), MAX_SUBTABLES);
  const readers: PairReader[] = [];
  for (let index = 0; index < count; index++) {
    const subtable = lookup.part(lookup.u16(6 + index * 2));
    const extended = type === EXTENSION && subtable.u16(2) === PAIR_ADJUSTMENT;
    if (extended) readers.push(pairReader(subtable.part(subtable.u32(4)), deltas));
    else if (type === PAIR_ADJUSTMENT) readers.push(pairReader(subtable, deltas));
  }
  return readers;
}

function pairReader(subtable: Table, deltas: ItemDeltas | undefined): PairReader {
  const format = subtable.u16(0);
  const coverage = subtable.part(subtable.u16(2));
  const first = subtable.u16(4);
  if ((first & X_ADVANCE) === 0) return NO_KERNING;
  const size = 2 * (bitCount(first) + bitCount(subtable.u16(6)));
  const value = valueReader(first, deltas);
  if (format === 1) return listedPairs(subtable, coverage, value, size);
  return format === 2 ? classPairs(subtable, coverage, value, size) : () => undefined;
}

/** Reads the advance of the value at a place; offsets in the value count from the start of the table it is in. */
type ValueReader = (table: Table, at: number) => number;

/** Each bit of a value format stands for one 16-bit field, in order of the bits. */
function valueReader(format: number, deltas: ItemDeltas | undefined): ValueReader {
  const advance = 2 * bitCount(format & (X_ADVANCE - 1));
  const device = 2 * bitCount(format & (X_ADVANCE_DEVICE - 1));
  if (!deltas || (format & X_ADVANCE_DEVICE) === 0) return (table, at) => table.i16(at + advance);
  return (table, at) => {
    const offset = table.u16(at + device);
    const varies = offset > 0 && table.u16(offset + 4) === VARIATION_INDEX;
    return table.i16(at + advance) + (varies ? deltas(table.u16(offset), table.u16(offset + 2)) : 0);
  };
}

/** Format 1: for each left glyph a sorted list of right glyphs and values. */
function listedPairs(subtable: Table, coverage: Table, value: ValueReader, size: number): PairReader {
  return (left, right) => {
    const index = coverageIndex(coverage, left);
    if (index === undefined || index >= subtable.u16(8)) return undefined;
    const pairs = subtable.part(subtable.u16(10 + index * 2));
    const record = 2 + size;
    const count = pairs.u16(0);
    const at = 2 + record * firstIndex(count, (pair) => pairs.u16(2 + pair * record) >= right);
    return at < 2 + record * count && pairs.u16(at) === right ? value(pairs, at + 2) : undefined;
  };
}

/** Format 2: a matrix of values over classes of left and of right glyphs. */
function classPairs(subtable: Table, coverage: Table, value: ValueReader, size: number): PairReader {
  const lefts = subtable.part(subtable.u16(8));
  const rights = subtable.part(subtable.u16(10));
  const columns = subtable.u16(14);
  return (left, right) => {
    if (coverageIndex(coverage, left) === undefined) return undefined;
    const [row, column] = [classOf(lefts, left), classOf(rights, right)];
    if (row >= subtable.u16(12) || column >= columns) return undefined;
    return value(subtable, 16 + (row * columns + column) * size);
  };
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

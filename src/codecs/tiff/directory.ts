/** The tags of a TIFF's first picture, by number. Values are read where they lie when they are asked for. */
import type { TiffEntry, TiffReader } from '../metadata/tiff.ts';

/** One picture's tags. */
export interface Directory {
  has(tag: number): boolean;
  /** The values a tag says it has; 0 without it. */
  count(tag: number): number;
  /** The number at `index` of a tag's values; undefined when there is none or it lies outside the file. */
  number(tag: number, index?: number): number | undefined;
  /** The first `count` numbers of a tag; undefined when it has fewer. */
  numbers(tag: number, count: number): number[] | undefined;
  /** A tag's bytes, as far as they are in the file. */
  bytes(tag: number): Uint8Array | undefined;
}

/** Opens the first directory; undefined when it is not in the file. */
export function openDirectory(file: TiffReader, bytes: Uint8Array): Directory | undefined {
  const entries = file.entries(file.first);
  if (!entries) return undefined;
  // Of several entries for a tag the first one counts.
  const byTag = new Map<number, TiffEntry>(entries.toReversed().map((entry) => [entry.tag, entry]));

  function numbers(tag: number, first: number, count: number): number[] | undefined {
    const entry = byTag.get(tag);
    if (!entry || first + count > entry.count) return undefined;
    const size = entry.length / entry.count;
    return file.numbers({ ...entry, count, at: entry.at + first * size, length: count * size });
  }

  return {
    has: (tag) => byTag.has(tag),
    count: (tag) => byTag.get(tag)?.count ?? 0,
    number(tag, index = 0) {
      const value = numbers(tag, index, 1)?.[0];
      return Number.isFinite(value) ? value : undefined;
    },
    numbers: (tag, count) => numbers(tag, 0, count),
    bytes(tag) {
      const entry = byTag.get(tag);
      return entry && bytes.subarray(entry.at, entry.at + entry.length);
    },
  };
}

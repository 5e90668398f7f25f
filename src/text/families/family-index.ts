/** The index of a built family: which slice draws which code point. `scripts/fonts.ts` writes it. */
import { firstIndex } from '../bytes/search.ts';

/** What stands in `fonts/NAME/index.json`. */
export interface FamilyIndex {
  /** The family's own name, its licence and where it came from. */
  readonly name: string;
  readonly license: string;
  readonly source: string;
  /** Height of a line in ems. */
  readonly ascender: number;
  readonly descender: number;
  /** Slice of each run of code points: first, last and slice number, flat, ascending. */
  readonly runs: readonly number[];
}

/** Reads `index.json`. */
export function readFamilyIndex(bytes: Uint8Array): FamilyIndex {
  return JSON.parse(new TextDecoder().decode(bytes)) as FamilyIndex;
}

/** The slice with a code point; undefined when the family lacks it. */
export function sliceOf({ runs }: FamilyIndex, codePoint: number): number | undefined {
  const run = 3 * firstIndex(runs.length / 3, (index) => (runs[index * 3 + 1] ?? 0) >= codePoint);
  return run < runs.length && (runs[run] ?? 0) <= codePoint ? runs[run + 2] : undefined;
}

/** Paths below `fonts/`. Slice 0 holds the box for missing characters. */
export function indexPath(family: string): string {
  return `${family}/index.json`;
}

/** Path of a slice. */
export function slicePath(family: string, slice: number): string {
  return `${family}/${slice}.ttf`;
}

/**
 * Takes what a TIFF file says of itself out of it: the file is the very structure that an Exif block is, with pixels
 * between. What comes out is small and stands alone.
 */
import {
  BIG_ENDIAN,
  ENTRY_BYTES,
  HEADER_BYTES,
  LITTLE_ENDIAN,
  TIFF_MARK,
  type TiffEntry,
  type TiffReader,
  TYPE,
} from '../metadata/tiff.ts';

/** Tags whose value is the offset of a directory of Exif's own. */
const POINTERS = { photo: 0x8769, gps: 0x8825, interoperability: 0xa005 };
/** Longer values are previews, profiles and the makers' own notes. */
const MAX_VALUE_BYTES = 2048;
/** More entries than any directory has. */
const MAX_ENTRIES = 512;

/** A directory and those its pointers lead to. */
interface Branch {
  readonly entries: readonly TiffEntry[];
  readonly below: ReadonlyMap<number, Branch>;
}

/**
 * The structure of the first directory and those below it, in the file's byte order. `'more'` when some of it lies
 * beyond the bytes at hand, unless they are the whole file: what that lacks is left out.
 */
export function extractExif(file: TiffReader, bytes: Uint8Array, whole: boolean): Uint8Array | 'more' {
  let missing = false;

  function isHere({ at, length }: TiffEntry): boolean {
    if (length === 0 || length > MAX_VALUE_BYTES) return false;
    const here = at + length <= bytes.length;
    missing ||= !here;
    return here;
  }

  function readBranch(at: number, pointers: readonly number[]): Branch {
    missing ||= file.next(at) === undefined;
    const entries = (file.entries(at) ?? []).slice(0, MAX_ENTRIES).filter(isHere);
    const below = new Map<number, Branch>();
    for (const entry of entries.filter(({ tag }) => pointers.includes(tag))) {
      const inner = entry.tag === POINTERS.photo ? [POINTERS.interoperability] : [];
      below.set(entry.tag, readBranch(file.numbers(entry)?.[0] ?? 0, inner));
    }
    return { entries, below };
  }

  const image = readBranch(file.first, [POINTERS.photo, POINTERS.gps]);
  return missing && !whole ? 'more' : writeStructure(image, bytes, file.little);
}

function writeStructure(image: Branch, bytes: Uint8Array, little: boolean): Uint8Array {
  const copy = new Uint8Array(HEADER_BYTES + mostBytes(image));
  const view = new DataView(copy.buffer);
  view.setUint16(0, little ? LITTLE_ENDIAN : BIG_ENDIAN);
  view.setUint16(2, TIFF_MARK, little);
  view.setUint32(4, HEADER_BYTES, little);

  /** Writes a directory, its values and those below it; gives where they end. */
  function writeBranch({ entries, below }: Branch, start: number): number {
    view.setUint16(start, entries.length, little);
    let end = start + directoryBytes(entries);
    for (const [i, { tag, type, count, at, length }] of entries.entries()) {
      const entry = start + 2 + i * ENTRY_BYTES;
      const branch = below.get(tag);
      view.setUint16(entry, tag, little);
      view.setUint16(entry + 2, branch ? TYPE.long : type, little);
      view.setUint32(entry + 4, count, little);
      const inside = !branch && length <= 4;
      if (!inside) view.setUint32(entry + 8, end, little);
      if (branch) end = writeBranch(branch, end);
      else copy.set(bytes.subarray(at, at + length), inside ? entry + 8 : end);
      if (!branch && !inside) end += length + (length % 2);
    }
    return end;
  }

  return copy.subarray(0, writeBranch(image, HEADER_BYTES));
}

/** A directory's number of entries, its entries and the offset of a next one. */
function directoryBytes(entries: readonly TiffEntry[]): number {
  return 2 + entries.length * ENTRY_BYTES + 4;
}

function mostBytes({ entries, below }: Branch): number {
  const values = entries.reduce((sum, { length }) => sum + length + 1, 0);
  return [...below.values()].reduce(
    (sum, branch) => sum + mostBytes(branch),
    directoryBytes(entries) + values,
  );
}

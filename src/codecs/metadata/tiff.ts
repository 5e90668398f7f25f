/**
 * The directories of a TIFF structure (TIFF 6.0, section 2): a byte order, then lists of 12-byte entries. Exif blocks
 * are made of them as well as TIFF files. Every offset comes from the file, so every one is checked.
 */

/** The entries of a directory that hold one number, by tag. */
export type Tags = ReadonlyMap<number, number>;

/** A structure whose byte order is known. */
export interface TiffReader {
  /** Offset of the first directory. */
  readonly first: number;
  /** The entries that are there of the directory at an offset; undefined when not even their number is. */
  tags(at: number): Tags | undefined;
  /** Offset of the directory after the one at `at`, 0 after the last; undefined when that one is not all there. */
  next(at: number): number | undefined;
}

export const HEADER_BYTES = 8;
export const ENTRY_BYTES = 12;
export const TYPE = { byte: 1, short: 3, long: 4, rational: 5 };
const LITTLE_ENDIAN = 0x4949;
export const BIG_ENDIAN = 0x4d4d;
export const TIFF_MARK = 42;

/** Opens a structure; undefined when these are not the first bytes of one. */
export function openTiff(bytes: Uint8Array): TiffReader | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const order = view.getUint16(0);
  const little = order === LITTLE_ENDIAN;
  if ((!little && order !== BIG_ENDIAN) || view.getUint16(2, little) !== TIFF_MARK) return undefined;

  /** How many entries a directory has, and how many of them are there. */
  function entries(at: number): { readonly count: number; readonly present: number } | undefined {
    if (at < HEADER_BYTES || at + 2 > bytes.length) return undefined;
    const count = view.getUint16(at, little);
    return { count, present: Math.min(count, Math.floor((bytes.length - at - 2) / ENTRY_BYTES)) };
  }

  return {
    first: view.getUint32(4, little),
    tags(at) {
      const found = entries(at);
      if (!found) return undefined;
      const tags = new Map<number, number>();
      for (let entry = at + 2, end = entry + found.present * ENTRY_BYTES; entry < end; entry += ENTRY_BYTES) {
        const value = readNumber(view, entry, little);
        if (value !== undefined) tags.set(view.getUint16(entry, little), value);
      }
      return tags;
    },
    next(at) {
      const end = at + 2 + (entries(at)?.count ?? Infinity) * ENTRY_BYTES;
      return end + 4 <= bytes.length ? view.getUint32(end, little) : undefined;
    },
  };
}

/** The single number of the entry at `at`, or undefined when it holds something else. */
function readNumber(view: DataView, at: number, little: boolean): number | undefined {
  if (view.getUint32(at + 4, little) !== 1) return undefined;
  const value = at + 8;
  switch (view.getUint16(at + 2, little)) {
    case TYPE.byte:
      return view.getUint8(value);
    case TYPE.short:
      return view.getUint16(value, little);
    case TYPE.long:
      return view.getUint32(value, little);
    case TYPE.rational:
      return readRational(view, view.getUint32(value, little), little);
    default:
      return undefined;
  }
}

function readRational(view: DataView, at: number, little: boolean): number | undefined {
  if (at + 8 > view.byteLength) return undefined;
  const denominator = view.getUint32(at + 4, little);
  return denominator === 0 ? undefined : view.getUint32(at, little) / denominator;
}

/**
 * The directories of a TIFF structure (TIFF 6.0, section 2): a byte order, then lists of entries. Exif blocks are made of
 * them as well as TIFF files, whose 64-bit form (BigTIFF) differs in the lengths of its fields alone. Every offset comes
 * from the file, so every one is checked.
 */

/** The entries of a directory that hold one number, by tag. */
export type Tags = ReadonlyMap<number, number>;

/** An entry: what it holds and where in the structure that is, which may be beyond the bytes at hand. */
export interface TiffEntry {
  readonly tag: number;
  readonly type: number;
  /** Values it holds. */
  readonly count: number;
  /** Offset and bytes of the values; no bytes for a type that nobody knows. */
  readonly at: number;
  readonly length: number;
}

/** A structure whose byte order is known. */
export interface TiffReader {
  readonly little: boolean;
  /** Offset of the first directory. */
  readonly first: number;
  /** The entries that are there of the directory at an offset; undefined when not even their number is. */
  entries(at: number): TiffEntry[] | undefined;
  /** The same as numbers: those entries that hold a single one. */
  tags(at: number): Tags | undefined;
  /** The numbers of an entry; undefined when they are none or not all there. */
  numbers(entry: TiffEntry): number[] | undefined;
  /** Offset of the directory after the one at `at`, 0 after the last; undefined when that one is not all there. */
  next(at: number): number | undefined;
}

export const HEADER_BYTES = 8;
export const ENTRY_BYTES = 12;
export const TYPE = { byte: 1, short: 3, long: 4, rational: 5, directory: 13, long8: 16, directory8: 18 };
export const LITTLE_ENDIAN = 0x4949;
export const BIG_ENDIAN = 0x4d4d;
export const TIFF_MARK = 42;
const BIG_TIFF_MARK = 43;

/** Bytes of a value of each type, by number; 14 and 15 are no types. */
const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];

/** How long the fields of a structure are. */
interface Fields {
  /** Bytes of a directory's number of entries. */
  readonly count: 2 | 8;
  /** Bytes of an offset, of a number of values, and of what an entry itself can hold. */
  readonly offset: 4 | 8;
  readonly firstAt: number;
}

const CLASSIC: Fields = { count: 2, offset: 4, firstAt: 4 };
const BIG: Fields = { count: 8, offset: 8, firstAt: 8 };

/** Opens a structure; undefined when these are not the first bytes of one. */
export function openTiff(bytes: Uint8Array): TiffReader | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const order = view.getUint16(0);
  const little = order === LITTLE_ENDIAN;
  if (!little && order !== BIG_ENDIAN) return undefined;
  const mark = view.getUint16(2, little);
  if (mark === TIFF_MARK) return reader(view, little, CLASSIC);
  return mark === BIG_TIFF_MARK && bytes.length >= 16 ? reader(view, little, BIG) : undefined;
}

function reader(view: DataView, little: boolean, fields: Fields): TiffReader {
  const entryBytes = 4 + 2 * fields.offset;
  const uint = (at: number, bytes: number) => readUint(view, at, bytes, little);

  /** How many entries a directory has, and how many of them are there. */
  function counted(at: number): { readonly count: number; readonly present: number } | undefined {
    if (at < HEADER_BYTES || at + fields.count > view.byteLength) return undefined;
    const count = uint(at, fields.count);
    const room = Math.floor((view.byteLength - at - fields.count) / entryBytes);
    return { count, present: Math.min(count, room) };
  }

  function entryAt(at: number): TiffEntry {
    const type = uint(at + 2, 2);
    const count = uint(at + 4, fields.offset);
    const length = count * (TYPE_BYTES[type] ?? 0);
    const value = at + 4 + fields.offset;
    return {
      tag: uint(at, 2),
      type,
      count,
      at: length <= fields.offset ? value : uint(value, fields.offset),
      length,
    };
  }

  function entries(at: number): TiffEntry[] | undefined {
    const found = counted(at);
    return (
      found && Array.from({ length: found.present }, (_, i) => entryAt(at + fields.count + i * entryBytes))
    );
  }

  function numbers(entry: TiffEntry): number[] | undefined {
    const { type, count, at, length } = entry;
    if (!READABLE.has(type) || length === 0 || at + length > view.byteLength) return undefined;
    const bytes = length / count;
    if (type !== TYPE.rational) return Array.from({ length: count }, (_, i) => uint(at + i * bytes, bytes));
    return Array.from({ length: count }, (_, i) => uint(at + i * 8, 4) / uint(at + i * 8 + 4, 4));
  }

  return {
    little,
    first: uint(fields.firstAt, fields.offset),
    entries,
    numbers,
    tags(at) {
      const single = entries(at)?.filter(({ count }) => count === 1);
      const values = single?.map((entry) => [entry.tag, numbers(entry)?.[0]] as const);
      return values && new Map(values.filter((value): value is [number, number] => isNumber(value[1])));
    },
    next(at) {
      const end = at + fields.count + (counted(at)?.count ?? Infinity) * entryBytes;
      return end + fields.offset <= view.byteLength ? uint(end, fields.offset) : undefined;
    },
  };
}

/** Types whose values are numbers of no sign. */
const READABLE: ReadonlySet<number> = new Set(Object.values(TYPE));

/** A fraction without a denominator is no number. */
function isNumber(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value);
}

function readUint(view: DataView, at: number, bytes: number, little: boolean): number {
  switch (bytes) {
    case 1:
      return view.getUint8(at);
    case 2:
      return view.getUint16(at, little);
    case 4:
      return view.getUint32(at, little);
    default:
      return Number(view.getBigUint64(at, little));
  }
}

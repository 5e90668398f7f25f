/**
 * Reads the directories of a TIFF structure (TIFF 6.0, section 2): a byte order, then chained directories of 12-byte
 * entries. The bytes come from anyone, so whatever is out of bounds or of an unknown type counts as absent.
 */

/** TIFF types by number: bytes of one component and how it is read. `undefined` for numbers that are no type. */
const TYPES: readonly (ComponentType | undefined)[] = [
  undefined,
  { bytes: 1, read: (view, at) => [view.getUint8(at)] },
  { bytes: 1, read: (view, at) => [view.getUint8(at)] },
  { bytes: 2, read: (view, at, little) => [view.getUint16(at, little)] },
  { bytes: 4, read: (view, at, little) => [view.getUint32(at, little)] },
  { bytes: 8, read: (view, at, little) => [view.getUint32(at, little), view.getUint32(at + 4, little)] },
  { bytes: 1, read: (view, at) => [view.getInt8(at)] },
  { bytes: 1, read: (view, at) => [view.getUint8(at)] },
  { bytes: 2, read: (view, at, little) => [view.getInt16(at, little)] },
  { bytes: 4, read: (view, at, little) => [view.getInt32(at, little)] },
  { bytes: 8, read: (view, at, little) => [view.getInt32(at, little), view.getInt32(at + 4, little)] },
  { bytes: 4, read: (view, at, little) => [view.getFloat32(at, little)] },
  { bytes: 8, read: (view, at, little) => [view.getFloat64(at, little)] },
];

/** The type of text. */
export const ASCII = 2;
/** The type of bytes that mean what their tag says. */
export const UNDEFINED = 7;

const ENTRY_BYTES = 12;
/** Longest value that is read, in bytes: thumbnails and maker's notes are of no use here. */
const MAX_VALUE_BYTES = 2048;

interface ComponentType {
  readonly bytes: number;
  /** One number, or numerator and denominator. */
  read(view: DataView, at: number, little: boolean): readonly number[];
}

/** The value of one entry. */
export interface Value {
  /** TIFF type, 1 to 12. */
  readonly type: number;
  /** Its bytes as stored. */
  readonly bytes: Uint8Array;
  /** Its components: one number each, or numerator and denominator. */
  readonly components: readonly (readonly number[])[];
}

/** The values of one directory by tag, in stored order, and where the next directory is; 0 when there is none. */
export interface Directory {
  readonly values: ReadonlyMap<number, Value>;
  readonly next: number;
}

/** An opened TIFF structure. */
export interface Tiff {
  /** Offset of the first directory. */
  readonly first: number;
  /** The directory at an offset; an empty one where none can be. */
  directory(offset: number): Directory;
}

const NOTHING: Directory = { values: new Map(), next: 0 };

/** Opens a TIFF structure; undefined when the bytes are none. */
export function openTiff(bytes: Uint8Array): Tiff | undefined {
  if (bytes.length < 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const order = view.getUint16(0);
  const little = order === 0x4949;
  if ((!little && order !== 0x4d4d) || view.getUint16(2, little) !== 42) return undefined;
  return {
    first: view.getUint32(4, little),
    directory: (offset) => readDirectory(bytes, view, little, offset),
  };
}

function readDirectory(bytes: Uint8Array, view: DataView, little: boolean, offset: number): Directory {
  if (offset < 8 || offset + 2 > bytes.length) return NOTHING;
  const start = offset + 2;
  const count = Math.min(view.getUint16(offset, little), Math.floor((bytes.length - start) / ENTRY_BYTES));
  const values = new Map<number, Value>();
  for (let at = start; at < start + count * ENTRY_BYTES; at += ENTRY_BYTES) {
    const value = readValue(bytes, view, little, at);
    if (value) values.set(view.getUint16(at, little), value);
  }
  const end = start + count * ENTRY_BYTES;
  return { values, next: end + 4 <= bytes.length ? view.getUint32(end, little) : 0 };
}

/** The value of the entry at `at`. Up to four bytes stand in the entry itself, more where it points. */
function readValue(bytes: Uint8Array, view: DataView, little: boolean, at: number): Value | undefined {
  const type = view.getUint16(at + 2, little);
  const component = TYPES[type];
  const count = view.getUint32(at + 4, little);
  if (!component || count === 0) return undefined;
  const length = count * component.bytes;
  const start = length <= 4 ? at + 8 : view.getUint32(at + 8, little);
  if (length > MAX_VALUE_BYTES || start + length > bytes.length) return undefined;
  const components = Array.from({ length: count }, (_, i) =>
    component.read(view, start + i * component.bytes, little),
  );
  return { type, bytes: bytes.subarray(start, start + length), components };
}

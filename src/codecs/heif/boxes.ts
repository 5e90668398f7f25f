/** The boxes of ISO media files (ISO/IEC 14496-12, section 4.2): a length, four letters, contents. */

/** A box whose contents are all there. */
export interface Box {
  readonly name: string;
  readonly data: Uint8Array;
}

const SHORT_HEADER = 8;
const LONG_HEADER = 16;
/** A length of 1 says that 64 bits of length follow the name; 0 that the box goes on to the end of the file. */
const LONG = 1;
const TO_END = 0;

/** The boxes of a stretch of bytes; the iteration ends before a box that is not all there or makes no sense. */
export function* readBoxes(bytes: Uint8Array): Generator<Box> {
  for (let at = 0; at + SHORT_HEADER <= bytes.length;) {
    const short = readUint(bytes, at, 4);
    const header = short === LONG ? LONG_HEADER : SHORT_HEADER;
    const length = short === LONG ? readUint(bytes, at + 8, 8) : short === TO_END ? bytes.length - at : short;
    if (length < header || at + length > bytes.length) return;
    yield { name: readName(bytes, at + 4), data: bytes.subarray(at + header, at + length) };
    at += length;
  }
}

/** A version and flags stand before the contents of many boxes inside `meta`. */
export const FULL_BOX_BYTES = 4;

export function versionOf(data: Uint8Array): number {
  return data[0] ?? 0;
}

export function flagsOf(data: Uint8Array): number {
  return readUint(data, 1, 3);
}

/** The first box of a name. */
export function findBox(bytes: Uint8Array, name: string): Box | undefined {
  for (const box of readBoxes(bytes)) if (box.name === name) return box;
  return undefined;
}

/** An unsigned number of `length` bytes, most significant first; bytes beyond the end count as 0. */
export function readUint(bytes: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let i = at; i < at + length; i++) value = value * 256 + (bytes[i] ?? 0);
  return value;
}

export function readName(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

/** A signed number of four bytes. */
export function readInt(bytes: Uint8Array, at: number): number {
  return readUint(bytes, at, 4) | 0;
}

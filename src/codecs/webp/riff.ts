/**
 * The RIFF container of WebP (RFC 9649, section 2): `RIFF`, length, `WEBP`, then chunks of a four-letter name, a
 * little-endian length, the data and a byte of padding after an odd length.
 */

/** One chunk; `data` ends early when the bytes at hand do. */
export interface Chunk {
  readonly name: string;
  readonly data: Uint8Array;
  /** False when `data` is only the beginning of the chunk. */
  readonly complete: boolean;
}

/** Bytes before the first chunk of a file. */
export const RIFF_BYTES = 12;
/** Bytes before a chunk's data. */
const CHUNK_HEADER_BYTES = 8;

/** True for the first twelve bytes of a WebP file. */
export function isWebp(bytes: Uint8Array): boolean {
  return readName(bytes, 0) === 'RIFF' && readName(bytes, 8) === 'WEBP';
}

/** The chunks from `start` on, the last one perhaps incomplete. */
export function* readChunks(bytes: Uint8Array, start: number): Generator<Chunk> {
  for (let at = start; at + CHUNK_HEADER_BYTES <= bytes.length;) {
    const length = readUint32(bytes, at + 4);
    const from = at + CHUNK_HEADER_BYTES;
    const data = bytes.subarray(from, from + length);
    yield { name: readName(bytes, at), data, complete: data.length === length };
    at = from + length + (length % 2);
  }
}

/** A chunk as bytes. */
export function writeChunk(name: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(CHUNK_HEADER_BYTES + data.length + (data.length % 2));
  chunk.set(letters(name));
  writeUint32(chunk, 4, data.length);
  chunk.set(data, CHUNK_HEADER_BYTES);
  return chunk;
}

/** A chunk as bytes in pieces, around data that is not copied. */
export function chunkOf(name: string, data: readonly Uint8Array[]): Uint8Array[] {
  const length = data.reduce((sum, piece) => sum + piece.length, 0);
  const head = writeChunk(name, new Uint8Array());
  writeUint32(head, 4, length);
  return length % 2 === 0 ? [head, ...data] : [head, ...data, new Uint8Array(1)];
}

/** The bytes before the first chunk of a file whose chunks take `length` bytes together. */
export function writeRiff(length: number): Uint8Array<ArrayBuffer> {
  const riff = new Uint8Array(RIFF_BYTES);
  riff.set(letters('RIFF'));
  writeUint32(riff, 4, 4 + length);
  riff.set(letters('WEBP'), 8);
  return riff;
}

/** The data of a `VP8X` chunk: feature flags and the canvas. */
export function writeExtended(flags: number, width: number, height: number): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(10);
  data[0] = flags;
  writeUint24(data, 4, width - 1);
  writeUint24(data, 7, height - 1);
  return data;
}

/** Feature flags of a `VP8X` chunk. */
export const FLAG = { icc: 0x20, alpha: 0x10, exif: 0x08, animation: 0x02 };

export function readUint16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}

export function readUint24(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
}

export function readUint32(bytes: Uint8Array, at: number): number {
  return readUint24(bytes, at) + (bytes[at + 3] ?? 0) * 0x1000000;
}

export function writeUint24(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >> 8;
  bytes[at + 2] = value >> 16;
}

function writeUint32(bytes: Uint8Array, at: number, value: number): void {
  writeUint24(bytes, at, value);
  bytes[at + 3] = value >>> 24;
}

function readName(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function letters(name: string): number[] {
  return Array.from(name, (letter) => letter.charCodeAt(0));
}

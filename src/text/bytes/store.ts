/**
 * Where a font's bytes are. Readers are plain synchronous code; when a store keeps only parts of its file, a read
 * of bytes that are not here is interrupted, the bytes are fetched, and the read is run again.
 */
import { BrokenFont } from '../broken.ts';

/** The bytes of one font file, or those of them that are here. */
export interface ByteStore {
  /** Bytes of the whole file. */
  readonly size: number;
  /** Bytes in memory now. */
  readonly held: number;
  /** Some bytes of the file, not to be changed. Throws `BrokenFont` outside the file, `Absent` when not here yet. */
  bytes(offset: number, length: number): Uint8Array;
  /** The result of `read` for every item, in order, after all the bytes that it asks for are here. */
  gather<T, R>(items: readonly T[], read: (item: T) => R): Promise<R[]>;
}

/** Interrupts a read whose bytes have to be fetched first. */
export class Absent extends Error {
  override readonly name = 'Absent';
}

/** A font that is in memory as a whole. */
export function memoryStore(file: Uint8Array): ByteStore {
  return {
    size: file.length,
    held: file.length,
    bytes(offset, length) {
      checkRange(offset, length, file.length);
      return file.subarray(offset, offset + length);
    },
    gather: (items, read) => Promise.resolve().then(() => items.map(read)),
  };
}

/** Throws `BrokenFont` unless the range is inside a file of `size` bytes. */
export function checkRange(offset: number, length: number, size: number): void {
  if (offset >= 0 && length >= 0 && offset + length <= size) return;
  throw new BrokenFont(`bytes ${offset} to ${offset + length} are outside the file`);
}

/** A bounded big-endian view of some bytes of a font: every read is checked against the table it belongs to. */
import { BrokenFont } from '../broken.ts';
import { type ByteStore, memoryStore } from './store.ts';

/** Some bytes of a font. Every read throws `BrokenFont` outside of them, and `Absent` when they are not here yet. */
export class Table {
  readonly store: ByteStore;
  readonly start: number;
  readonly length: number;

  constructor(store: ByteStore, start: number, length: number) {
    this.store = store;
    this.start = start;
    this.length = length;
  }

  /** Unsigned byte at `at`. */
  u8(at: number): number {
    return this.bytes(at, 1)[0] ?? 0;
  }

  i8(at: number): number {
    return (this.u8(at) << 24) >> 24;
  }

  u16(at: number): number {
    const bytes = this.bytes(at, 2);
    return ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  }

  i16(at: number): number {
    return (this.u16(at) << 16) >> 16;
  }

  u32(at: number): number {
    return this.u16(at) * 65_536 + this.u16(at + 2);
  }

  i32(at: number): number {
    return this.u32(at) | 0;
  }

  /** Signed 2.14 fixed-point number. */
  f2dot14(at: number): number {
    return this.i16(at) / 16_384;
  }

  /** Four ASCII characters. */
  tag(at: number): string {
    return String.fromCharCode(...this.bytes(at, 4));
  }

  bytes(at: number, length: number): Uint8Array {
    if (at < 0 || at + length > this.length) throw new BrokenFont(`a table ends before byte ${at + length}`);
    return this.store.bytes(this.start + at, length);
  }

  /** The part from `at`, of `length` bytes or up to the end. */
  part(at: number, length = this.length - at): Table {
    if (at < 0 || length < 0 || at + length > this.length) {
      throw new BrokenFont(`a table has no part at byte ${at}`);
    }
    return new Table(this.store, this.start + at, length);
  }
}

/** Bytes in memory as a table. */
export function tableOf(bytes: Uint8Array): Table {
  return new Table(memoryStore(bytes), 0, bytes.length);
}

/** Numbers of variable length in WOFF2 streams (WOFF File Format 2.0, section 4.1 and 6.1). */
import { BrokenFont } from '../broken.ts';
import { type Table, tableOf } from '../bytes/table.ts';

/** Reads a stream from front to back. */
export class StreamCursor {
  readonly table: Table;
  at = 0;

  constructor(table: Table) {
    this.table = table;
  }

  u8(): number {
    return this.table.u8(this.at++);
  }

  u16(): number {
    this.at += 2;
    return this.table.u16(this.at - 2);
  }

  u32(): number {
    this.at += 4;
    return this.table.u32(this.at - 4);
  }

  bytes(length: number): Uint8Array {
    this.at += length;
    return this.table.bytes(this.at - length, length);
  }

  /** The next `length` bytes as a stream of their own. */
  split(length: number): StreamCursor {
    return new StreamCursor(tableOf(this.bytes(length)));
  }

  /** `UIntBase128`: seven bits a byte, at most five bytes, no leading zeros. */
  base128(): number {
    let value = 0;
    for (let index = 0; index < 5; index++) {
      const byte = this.u8();
      if (index === 0 && byte === 0x80) break;
      value = value * 128 + (byte & 0x7f);
      if ((byte & 0x80) === 0) return value;
    }
    throw new BrokenFont('a length is spelt wrongly');
  }

  /** `255UInt16`: one byte below 253, else one or two more. */
  short(): number {
    const code = this.u8();
    if (code === 253) return this.u16();
    if (code === 254) return 506 + this.u8();
    return code === 255 ? 253 + this.u8() : code;
  }
}

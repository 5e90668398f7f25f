/** Bits of a byte string, the highest first. Behind its end are zeros. */

export interface BitReader {
  /** The next `count` bits, at most 16, which stay unread. */
  peek(count: number): number;
  skip(count: number): void;
  /** Goes on at the next whole byte. */
  align(): void;
  /** True when more was read than there is. */
  readonly beyond: boolean;
}

export function readBits(bytes: Uint8Array): BitReader {
  let at = 0;
  const length = bytes.length * 8;
  return {
    peek(count) {
      const byte = at >> 3;
      const word = ((bytes[byte] ?? 0) << 16) | ((bytes[byte + 1] ?? 0) << 8) | (bytes[byte + 2] ?? 0);
      return (word >> (24 - count - (at & 7))) & ((1 << count) - 1);
    },
    skip(count) {
      at += count;
    },
    align() {
      at = (at + 7) & ~7;
    },
    get beyond() {
      return at > length;
    },
  };
}

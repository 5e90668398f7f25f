/** Writes bits, the least significant first, into a buffer that grows (WebP lossless bitstream, RFC 9649, section 3.1). */
export interface BitWriter {
  /** Appends the low `count` bits of `value`, 0 to 24 of them. */
  write(value: number, count: number): void;
  /** The bytes so far, the last one filled up with zeros. */
  finish(): Uint8Array<ArrayBuffer>;
}

/** `expected` is a first guess of the bytes to come. */
export function createBitWriter(expected: number): BitWriter {
  let bytes = new Uint8Array(Math.max(64, expected));
  let length = 0;
  let pending = 0;
  let pendingBits = 0;

  function flush(): void {
    if (length === bytes.length) {
      const larger = new Uint8Array(bytes.length * 2);
      larger.set(bytes);
      bytes = larger;
    }
    bytes[length++] = pending;
    pending >>>= 8;
    pendingBits -= 8;
  }

  return {
    write(value, count) {
      pending |= value << pendingBits;
      pendingBits += count;
      while (pendingBits >= 8) flush();
    },
    finish() {
      if (pendingBits > 0) {
        pendingBits = 8;
        flush();
        pendingBits = 0;
      }
      return bytes.subarray(0, length);
    },
  };
}

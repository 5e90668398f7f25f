/** Writes bits, the least significant first (RFC 9649, section 3.1), to a buffer that is emptied in time. */

let start: usize = 0;
let to: usize = 0;
let value: u64 = 0;
let held: u32 = 0;

/** Writes to this address from now on. */
export function startWriting(at: usize): void {
  start = to = at;
  value = 0;
  held = 0;
}

/** Writes the lowest `count` bits, at most 32, of a number that has no others. */
// @ts-ignore: decorator
@inline
export function putBits(bits: u32, count: u32): void {
  value |= (<u64>bits) << held;
  held += count;
  if (held >= 32) {
    store<u32>(to, <u32>value);
    to += 4;
    value >>= 32;
    held -= 32;
  }
}

/** What a picture of its own begins with (section 3.4): its signature, size and whether it may be transparent. */
export function writeSignature(width: u32, height: u32, opaque: bool): void {
  putBits(0x2f, 8);
  putBits(width - 1, 14);
  putBits(height - 1, 14);
  putBits(opaque ? 0 : 1, 1);
  putBits(0, 3);
}

/** Fills the last byte with zeros. */
export function finishBits(): void {
  store<u64>(to, value);
  to += (held + 7) >> 3;
  value = 0;
  held = 0;
}

/** Whole bytes in the buffer. */
export function bytesWritten(): usize {
  return to - start;
}

/** Says that the bytes were taken. */
export function bytesTaken(): void {
  to = start;
}

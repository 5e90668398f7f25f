/**
 * Writes bits, the lowest first (RFC 1951, section 3.1.1; RFC 9649, section 3.1), to a buffer that the caller empties in
 * time.
 */

let start: usize = 0;
let to: usize = 0;
let buffer: u64 = 0;
let held: u32 = 0;

/** Writes to this address from now on. */
export function startBits(output: usize): void {
  start = to = output;
  buffer = 0;
  held = 0;
}

/** Writes the `count` lowest bits, 32 at most, of a value that has no others. */
// @ts-ignore: decorator
@inline
export function putBits(value: u32, count: u32): void {
  buffer |= (<u64>value) << held;
  held += count;
  if (held >= 32) {
    store<u32>(to, <u32>buffer);
    to += 4;
    buffer >>= 32;
    held -= 32;
  }
}

/** Fills the last byte with zeros. */
export function alignBits(): void {
  store<u64>(to, buffer);
  to += (held + 7) >> 3;
  buffer = 0;
  held = 0;
}

/** Whole bytes in the output. */
export function bytesOut(): u32 {
  return <u32>(to - start);
}

/** Says that the output was taken. */
export function clearBytes(): void {
  to = start;
}

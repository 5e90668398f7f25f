/** Bits that are read from the end of a stream to its beginning; what lies before that is zeros (RFC 8878, section 4.1). */

/** Number of the highest bit that is set. */
// @ts-ignore: decorator
@inline
export function highestBit(value: i32): i32 {
  return 31 - clz(value);
}

/** Where a stream begins, and how many of its bits were not read: below zero when more were read than there are. */
let start: usize = 0;
export let bitsLeft: i32 = 0;

/** Begins a stream, whose last byte has a mark above its bits; false for one without. 8 bytes behind it may be read. */
export function openBackward(from: usize, bytes: usize): bool {
  start = from;
  if (bytes == 0) return false;
  const last = <i32>load<u8>(from + bytes - 1);
  bitsLeft = <i32>(bytes << 3) - 8 + highestBit(last);
  return last != 0;
}

/** The next `count` bits, at most 32, without going on. */
// @ts-ignore: decorator
@inline
export function peekBits(count: i32): u32 {
  const at = bitsLeft - count;
  if (at < 0) return peekBefore(at, count);
  return <u32>((load<u64>(start + (at >> 3)) >> (at & 7)) & (((<u64>1) << count) - 1));
}

function peekBefore(at: i32, count: i32): u32 {
  if (bitsLeft <= 0) return 0;
  const rest = load<u64>(start) & (((<u64>1) << bitsLeft) - 1);
  return <u32>((rest << -at) & (((<u64>1) << count) - 1));
}

// @ts-ignore: decorator
@inline
export function dropBits(count: i32): void {
  bitsLeft -= count;
}

// @ts-ignore: decorator
@inline
export function takeBits(count: i32): u32 {
  const value = peekBits(count);
  bitsLeft -= count;
  return value;
}

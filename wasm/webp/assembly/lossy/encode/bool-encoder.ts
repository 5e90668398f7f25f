/**
 * The boolean entropy encoder (RFC 6386, section 7). `low` is the lower end of the interval; its lowest eight bits are
 * those that `range` is of, `pending` bits above them are decided but for a carry, which is added to the bytes before.
 */

@unmanaged
export class BoolEncoder {
  low: u64;
  pending: i32;
  /** 128 to 255. */
  range: u32;
  start: usize;
  /** Where the next byte goes. */
  next: usize;
}

/** Begins at an address. */
export function startBools(e: BoolEncoder, at: usize): void {
  e.low = 0;
  e.pending = 0;
  e.range = 255;
  e.start = at;
  e.next = at;
}

/** Codes a decision that is false with a probability of `probability` / 256. */
// @ts-ignore: decorator
@inline
export function putBool(e: BoolEncoder, bit: u32, probability: u32): void {
  let range = e.range;
  let low = e.low;
  const split = 1 + (((range - 1) * probability) >> 8);
  if (bit) {
    low += split;
    range -= split;
  } else range = split;
  const shift = clz(range) - 24;
  e.range = range << shift;
  e.low = low << shift;
  e.pending += shift;
  if (e.pending >= 32) flush(e);
}

/** Writes out four bytes. */
function flush(e: BoolEncoder): void {
  const kept = e.pending - 24;
  const word = e.low >> kept;
  if (word >> 32 != 0) carry(e);
  store<u32>(e.next, bswap(<u32>word));
  e.next += 4;
  e.low &= ((<u64>1) << kept) - 1;
  e.pending -= 32;
}

function carry(e: BoolEncoder): void {
  let at = e.next - 1;
  while (load<u8>(at) == 255) store<u8>(at--, 0);
  store<u8>(at, load<u8>(at) + 1);
}

/** An unsigned number of `bits` even decisions. */
export function putLiteral(e: BoolEncoder, value: i32, bits: i32): void {
  while (bits-- > 0) putBool(e, (value >> bits) & 1, 128);
}

/** A number that is not zero, its sign behind it, or that there is none. */
export function putOptional(e: BoolEncoder, value: i32, bits: i32): void {
  putBool(e, u32(value != 0), 128);
  if (value == 0) return;
  putLiteral(e, abs(value), bits);
  putBool(e, u32(value < 0), 128);
}

/** Writes out what is left, filled up with zeros to whole bytes. */
export function finishBools(e: BoolEncoder): void {
  const bits = e.pending + 8;
  const word = e.low << (64 - 24 - bits);
  if (word >> 40 != 0) carry(e);
  store<u64>(e.next, bswap<u64>(word << 24));
  e.next += (bits + 7) >> 3;
}

/** Bytes that no carry can change any more. */
export function finalBytes(e: BoolEncoder): usize {
  let at = e.next;
  while (at > e.start && load<u8>(at - 1) == 255) at--;
  return at > e.start ? at - 1 - e.start : 0;
}

/** Moves what is behind the first `bytes` bytes to the front. */
export function dropBytes(e: BoolEncoder, bytes: usize): void {
  const left = e.next - e.start - bytes;
  memory.copy(e.start, e.start + bytes, left);
  e.next = e.start + left;
}

/**
 * The bits of a lossless bitstream, the least significant first (RFC 9649, section 3.1). `value` holds the next `count` bits.
 * Loops copy the numbers into locals and refill with
 *
 *     if (count < 32) { value |= load<u64>(next) << count; next += (63 - count) >> 3; count |= 56; }
 */
import { overrun, Stream } from '../input';

@unmanaged
class Bits {
  value: u64;
  count: i32;
  stream: Stream;
}

export const bits = changetype<Bits>(memory.data(offsetof<Bits>(), 16));

/** Begins at the stream's next byte. */
export function startBits(stream: Stream): void {
  bits.value = 0;
  bits.count = 0;
  bits.stream = stream;
}

/** The next `n` bits, at most 24, as a number. */
export function readBits(n: i32): u32 {
  peekBits();
  const number = (<u32>bits.value) & ((1 << n) - 1);
  skipBits(n);
  return number;
}

/** The bits that come next, at least 32 of them. */
export function peekBits(): u64 {
  if (bits.count < 32) {
    const next = bits.stream.next;
    bits.value |= load<u64>(next) << (<u64>bits.count);
    bits.stream.next = next + ((63 - bits.count) >> 3);
    bits.count |= 56;
  }
  return bits.value;
}

export function skipBits(n: i32): void {
  bits.value >>= <u64>n;
  bits.count -= n;
}

/** True when more bits were taken than there are. */
export function outOfBits(): bool {
  const stream = bits.stream;
  return overrun(stream) && <isize>(stream.next - stream.end) * 8 > <isize>bits.count;
}

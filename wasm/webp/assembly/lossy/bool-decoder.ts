/**
 * The boolean entropy decoder (RFC 6386, section 7).
 *
 * `value` holds the next bits of the stream, less what the decisions so far took away, left-aligned; its upper eight bits are
 * compared with the split. `count` of them are loaded. Loops copy the numbers into locals and refill with
 *
 *     if (count < 32) { value |= bswap(load<u64>(next)) >> count; next += (63 - count) >> 3; count |= 56; }
 *
 * which leaves at least 56 bits: a decision takes 7 at most.
 */
import { overrun, Stream } from '../input';

@unmanaged
export class BoolDecoder {
  value: u64;
  count: i32;
  /** 128 to 255. */
  range: u32;
  stream: Stream;
}

/** Begins at the stream's next byte. */
export function startBools(d: BoolDecoder, stream: Stream): void {
  d.value = 0;
  d.count = 0;
  d.range = 255;
  d.stream = stream;
}

/** A decision that is false with a probability of `probability` / 256. */
export function readBool(d: BoolDecoder, probability: u32): u32 {
  let value = d.value;
  let count = d.count;
  if (count < 32) {
    const next = d.stream.next;
    value |= bswap<u64>(load<u64>(next)) >> (<u64>count);
    d.stream.next = next + ((63 - count) >> 3);
    count |= 56;
  }
  let range = d.range;
  const split = 1 + (((range - 1) * probability) >> 8);
  const bigSplit = (<u64>split) << 56;
  const bit = value >= bigSplit;
  if (bit) {
    value -= bigSplit;
    range -= split;
  } else range = split;
  const shift = clz(range) - 24;
  d.value = value << (<u64>shift);
  d.count = count - shift;
  d.range = range << shift;
  return u32(bit);
}

/** An unsigned number of `bits` even decisions. */
export function readLiteral(d: BoolDecoder, bits: i32): i32 {
  let number = 0;
  while (bits-- > 0) number = (number << 1) | readBool(d, 128);
  return number;
}

/** A number followed by its sign. */
export function readSigned(d: BoolDecoder, bits: i32): i32 {
  const number = readLiteral(d, bits);
  return readBool(d, 128) ? -number : number;
}

/** A number that is there when a flag says so, else 0. */
export function readOptional(d: BoolDecoder, bits: i32): i32 {
  return readBool(d, 128) ? readSigned(d, bits) : 0;
}

/** True when decisions took more bits than there are. */
export function outOfBools(d: BoolDecoder): bool {
  const stream = d.stream;
  if (stream.left != 0) return false;
  return overrun(stream) && <isize>(stream.next - stream.end) * 8 > <isize>d.count;
}

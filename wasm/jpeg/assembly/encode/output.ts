/**
 * The coded bytes on their way out. The host empties the buffer each time it is drained; whoever writes looks at
 * `outputLimit` before every unit, none of which takes more than SLACK.
 */
import { allocate, ENCODER } from '../memory';

const SIZE: usize = 65536;
/** More than the tables of all scans, and than one MCU of incompressible noise with every byte stuffed. */
const SLACK: usize = 8192;

let start: usize = 0;
/** Next byte to write. */
export let position: usize = 0;

/** Bits not yet written: the lowest `bitCount` of `bits`, fewer than 32. */
export let bits: u64 = 0;
export let bitCount: i32 = 0;

export function openOutput(): void {
  start = allocate(ENCODER, SIZE + SLACK);
  clearOutput();
  setBits(0, 0);
}

export function clearOutput(): void {
  position = start;
}

export function outputStart(): usize {
  return start;
}

export function outputLength(): i32 {
  return <i32>(position - start);
}

/** The address from which on no further unit may be begun. */
export function outputLimit(): usize {
  return start + SIZE;
}

/** For coders that keep the three in locals while they run. */
export function moveOutput(to: usize, newBits: u64, newBitCount: i32): void {
  position = to;
  setBits(newBits, newBitCount);
}

function setBits(newBits: u64, newBitCount: i32): void {
  bits = newBits;
  bitCount = newBitCount;
}

export function putByte(value: i32): void {
  store<u8>(position, <u8>value);
  position++;
}

/** Two bytes, the larger first. */
export function putShort(value: i32): void {
  putByte(value >> 8);
  putByte(value);
}

export function putBytes(source: usize, length: i32): void {
  memory.copy(position, source, length);
  position += length;
}

/** Writes 32 coded bits at `at`, with a zero byte after every 0xFF (B.1.1.5). Returns the address after them. */
// @ts-ignore: decorator
@inline
export function stuffWord(at: usize, word: u32): usize {
  if ((word & 0x80808080 & ((word & 0x7f7f7f7f) + 0x01010101)) == 0) {
    store<u32>(at, bswap(word));
    return at + 4;
  }
  return stuffBytes(at, word);
}

function stuffBytes(at: usize, word: u32): usize {
  for (let shift = 24; shift >= 0; shift -= 8) {
    const byte = (word >> shift) & 0xff;
    store<u8>(at++, <u8>byte);
    if (byte == 0xff) store<u8>(at++, 0);
  }
  return at;
}

/** Writes the lowest `count` bits of `value`, at most 32; higher bits must be 0. */
export function putBits(value: u32, count: i32): void {
  bits = (bits << count) | value;
  bitCount += count;
  if (bitCount >= 32) {
    bitCount -= 32;
    position = stuffWord(position, <u32>(bits >> bitCount));
  }
}

/** Fills the last byte of a scan with ones (F.1.2.3). */
export function finishBits(): void {
  const padding = (8 - (bitCount & 7)) & 7;
  putBits((1 << padding) - 1, padding);
  while (bitCount > 0) {
    bitCount -= 8;
    const byte = (<i32>(bits >> bitCount)) & 0xff;
    putByte(byte);
    if (byte == 0xff) putByte(0);
  }
  setBits(0, 0);
}

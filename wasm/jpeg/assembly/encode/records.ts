/**
 * Quantised blocks waiting for their Huffman codes, which are only known when all have been counted. About two bytes
 * per nonzero coefficient. One record per block, in the order of the MCUs:
 *
 *     u16   number of units, and FULL when the last coefficient of the zigzag is not zero (no end-of-block code)
 *     i16   DC coefficient itself, not the difference
 *     units of u16, one per AC code: symbol << 8 | lowest 8 bits of the magnitude (F.1.2.2);
 *           a magnitude of more than 8 bits takes a second unit for the rest
 */
import { allocate, ENCODER } from '../memory';
import { BLOCK } from './fdct';
import { countSymbol } from './huffman';
import { ZIGZAG } from './quantiser';

export const FULL = 0x8000;
export const HEADER: usize = 4;
/** The largest record: 63 coefficients of two units. */
export const LARGEST: usize = HEADER + 63 * 4;
/** Sixteen zeros and no coefficient; the end of a block. */
export const ZERO_RUN = 0xf0;
export const END_OF_BLOCK = 0x00;

/** Position in the zigzag of each coefficient of BLOCK. */
const UNZIGZAG: usize = memory.data(64);

let start: usize = 0;
let limit: usize = 0;
/** Address after the last record. */
export let recordsEnd: usize = 0;

export function openRecords(capacity: usize): void {
  start = allocate(ENCODER, capacity);
  limit = start + capacity;
  recordsEnd = start;
  for (let k = 0; k < 64; k++) store<u8>(UNZIGZAG + load<u8>(ZIGZAG + k), <u8>k);
}

export function recordsStart(): usize {
  return start;
}

/** True when `blocks` more surely fit. */
export function hasRoom(blocks: i32): bool {
  return recordsEnd + <usize>blocks * LARGEST <= limit;
}

export function clearRecords(): void {
  recordsEnd = start;
}

// @ts-ignore: decorator
@inline
export function recordUnits(record: usize): i32 {
  return (<i32>load<u16>(record)) & ~FULL;
}

// @ts-ignore: decorator
@inline
export function recordDc(record: usize): i32 {
  return <i32>load<i16>(record, 2);
}

// @ts-ignore: decorator
@inline
export function nextRecord(record: usize): usize {
  return record + HEADER + ((<usize>recordUnits(record)) << 1);
}

/** Bits of a magnitude: its category in T.81. */
// @ts-ignore: decorator
@inline
export function sizeOf(value: i32): i32 {
  return 32 - clz(abs(value));
}

/** The `size` low bits that code a value: negative ones are one less (F.1.2.1). */
// @ts-ignore: decorator
@inline
export function magnitudeBits(value: i32, size: i32): i32 {
  return (value + (value >> 31)) & ((1 << size) - 1);
}

/** A block without detail, for places an MCU has beyond the picture (A.2.4). */
export function appendFlat(dc: i32, acHistogram: usize): void {
  store<u16>(recordsEnd, 0);
  store<i16>(recordsEnd, <i16>dc, 2);
  recordsEnd += HEADER;
  countSymbol(acHistogram, END_OF_BLOCK);
}

/** A mask over BLOCK as a mask over the zigzag. */
// @ts-ignore: decorator
@inline
export function inZigzag(mask: u64): u64 {
  let ordered: u64 = 0;
  while (mask != 0) {
    ordered |= (<u64>1) << load<u8>(UNZIGZAG + <usize>ctz(mask));
    mask &= mask - 1;
  }
  return ordered;
}

/** Appends BLOCK, whose nonzero AC coefficients `remaining` tells in zigzag order, and counts its AC codes. */
export function appendBlock(remaining: u64, acHistogram: usize): void {
  const record = recordsEnd;
  let unit = record + HEADER;
  let previous = 0;
  while (remaining != 0) {
    const k = <i32>ctz(remaining);
    remaining &= remaining - 1;
    let run = k - previous - 1;
    previous = k;
    while (run > 15) {
      store<u16>(unit, ZERO_RUN << 8);
      unit += 2;
      countSymbol(acHistogram, ZERO_RUN);
      run -= 16;
    }
    const value = <i32>load<i16>(BLOCK + ((<usize>load<u8>(ZIGZAG + k)) << 1));
    const size = sizeOf(value);
    const symbol = (run << 4) | size;
    const magnitude = magnitudeBits(value, size);
    store<u16>(unit, (symbol << 8) | (magnitude & 0xff));
    unit += 2;
    if (size > 8) {
      store<u16>(unit, magnitude >> 8);
      unit += 2;
    }
    countSymbol(acHistogram, symbol);
  }
  if (previous != 63) countSymbol(acHistogram, END_OF_BLOCK);
  store<u16>(record, (<i32>((unit - record - HEADER) >> 1)) | (previous == 63 ? FULL : 0));
  store<i16>(record, load<i16>(BLOCK), 2);
  recordsEnd = unit;
}

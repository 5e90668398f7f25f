/**
 * Quantisation tables (T.81 B.2.4.1) and, per component, where each coefficient goes.
 *
 * A block kept at size n holds the n × n lowest frequencies, 16 bits each and transposed: index = horizontal frequency
 * × n + vertical frequency, so that the inverse transform needs a single transposition. A component's `dequant` list
 * has one entry for each zigzag index, and some more because a run may point past the block's end:
 *
 *     multiplier << 16 | byte position in the block, or DISCARD for a coefficient that is not kept
 *
 * Writing to DISCARD is harmless: every block that is decoded into has room for it.
 */
import { bigEndian16 } from './input';
import { allocate, DECODER } from '../memory';
import { Component } from './frame';
import { BAD_HEADER, GO_ON } from './status';

/** Byte position of coefficients that are not kept, just after the largest block. */
export const DISCARD: u32 = 128;
const DEQUANT_ENTRIES: i32 = 96;
const TABLE_BYTES: usize = 128;

/** Four tables of 64 × u16 in zigzag order. */
const tables = memory.data(512, 16);

/** Natural position (vertical frequency × 8 + horizontal frequency) of each zigzag index (T.81 figure A.6). */
// prettier-ignore
const zigzag = memory.data<u8>([
   0,  1,  8, 16,  9,  2,  3, 10, 17, 24, 32, 25, 18, 11,  4,  5,
  12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13,  6,  7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
  58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
]);

export function resetQuantisation(): void {
  memory.fill(tables, 0, 4 * TABLE_BYTES);
}

/** Reads a DQT segment. */
export function readQuantTables(at: usize, size: i32): i32 {
  const end = at + size;
  while (at < end) {
    const wide = load<u8>(at) >> 4;
    const index = <usize>(load<u8>(at) & 15);
    const bytes = (<usize>64) << wide;
    at++;
    if (wide > 1 || index > 3 || at + bytes > end) return BAD_HEADER;
    const table = tables + index * TABLE_BYTES;
    for (let k: usize = 0; k < 64; k++) {
      store<u16>(table + (k << 1), <u16>(wide ? bigEndian16(at + (k << 1)) : <i32>load<u8>(at + k)));
    }
    at += bytes;
  }
  return GO_ON;
}

/**
 * Takes the quantisation table that is valid now and lays out the block for the component's size. With `raw` the
 * coefficients are stored as they are and multiplied when the picture is put together.
 */
export function latchQuantisation(c: Component, raw: bool): void {
  if (c.latched) return;
  c.latched = true;
  c.dequant = allocate(DECODER, DEQUANT_ENTRIES << 2);
  c.multipliers = allocate(DECODER, 128);
  const table = tables + <usize>c.quantTable * TABLE_BYTES;
  for (let k = 0; k < DEQUANT_ENTRIES; k++) {
    const multiplier = k < 64 ? <u32>load<u16>(table + (k << 1)) : 0;
    const position = keptPosition(k, c.size);
    store<u32>(c.dequant + (k << 2), ((raw ? 1 : multiplier) << 16) | position);
    if (position == DISCARD) continue;
    store<u16>(c.multipliers + position, <u16>multiplier);
    c.lastKept = k;
  }
}

/** Bits of the zigzag indices that a block of size n keeps. */
export function keptMask(n: i32): u64 {
  let mask: u64 = 0;
  for (let k = 0; k < 64; k++) if (keptPosition(k, n) != DISCARD) mask |= (<u64>1) << k;
  return mask;
}

function keptPosition(k: i32, n: i32): u32 {
  if (k > 63) return DISCARD;
  const natural = <i32>load<u8>(zigzag + k);
  const across = natural & 7;
  const down = natural >> 3;
  return across < n && down < n ? (<u32>(across * n + down)) << 1 : DISCARD;
}

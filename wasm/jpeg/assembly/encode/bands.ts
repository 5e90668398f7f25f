/** Codes of progressive AC scans (ITU-T T.81 G.1.2.2 and G.1.2.3): what one block adds to its scan. */
import { codes, countSymbol, histogram } from './huffman';
import { putBits } from './output';
import { HEADER, magnitudeBits, recordUnits, sizeOf, ZERO_RUN } from './records';

/** The longest run of blocks without further coefficients that one code tells. */
const LONGEST_END_RUN = 0x7fff;
/** Correction bits that wait for the code of such a run; a block adds up to 63. */
const CORRECTIONS_CAPACITY = 1000;

/**
 * Coefficients of the block at hand that the scan's band and precision leave of it: position in the zigzag (u8), and
 * value without the bits that are not yet told, rounded towards zero (i16).
 */
const POSITIONS: usize = memory.data(64);
const VALUES: usize = memory.data(64 * 2, 2);

/** What a scan remembers from one block to the next. */
@unmanaged
class Band {
  table: i32;
  from: i32;
  to: i32;
  shift: i32;
  /** Blocks that have ended without the code that says so. */
  endRun: i32;
  /** Bits in CORRECTIONS of earlier blocks, and of the block at hand. */
  earlierBits: i32;
  blockBits: i32;
}

/** The scan's memory, and behind it one bit a byte: those of earlier blocks, then those of the block at hand. */
export const BAND_BYTES: usize = offsetof<Band>() + CORRECTIONS_CAPACITY + 64;
export const BAND: usize = memory.data(offsetof<Band>() + CORRECTIONS_CAPACITY + 64, 8);
const CORRECTIONS: usize = BAND + offsetof<Band>();
const band = changetype<Band>(BAND);

/** True while codes are counted, not written. */
let counting: bool = false;

/** Starts a scan: coefficients `first` to `last`, without their lowest `pointTransform` bits, coded by one table. */
export function beginBand(acTable: i32, first: i32, last: i32, pointTransform: i32): void {
  band.table = acTable;
  band.from = first;
  band.to = last;
  band.shift = pointTransform;
  band.endRun = 0;
  band.earlierBits = 0;
  band.blockBits = 0;
}

/** Chooses between counting codes for the table and writing them. */
export function countOnly(on: bool): void {
  counting = on;
}

/** One code and the magnitude that follows it. */
export function putSymbol(symbolTable: i32, symbol: i32, magnitude: u32): void {
  if (counting) {
    countSymbol(histogram(symbolTable), symbol);
    return;
  }
  const code = load<u32>(codes(symbolTable) + ((<usize>symbol) << 2));
  putBits((code >> 5) | magnitude, code & 31);
}

/** Bits without a code. */
export function putPlain(value: u32, count: i32): void {
  if (!counting && count > 0) putBits(value, count);
}

/** A block of a first scan of its band: figure G.3. */
export function putFirst(record: usize): void {
  const count = unpack(record);
  let previous = band.from - 1;
  if (count > 0) endBlocks();
  for (let i = 0; i < count; i++) {
    const value = valueAt(i);
    let run = positionAt(i) - previous - 1;
    previous = positionAt(i);
    for (; run > 15; run -= 16) putSymbol(band.table, ZERO_RUN, 0);
    const size = sizeOf(value);
    putSymbol(band.table, (run << 4) | size, magnitudeBits(value, size));
  }
  if (previous < band.to) endBlock();
}

/** A block of a scan that refines its band by one bit: figure G.7. */
export function putRefinement(record: usize): void {
  const count = unpack(record);
  const lastNew = lastNewCoefficient(count);
  let run = 0;
  let previous = band.from - 1;
  for (let i = 0; i < count; i++) {
    const magnitude = abs(valueAt(i));
    run += positionAt(i) - previous - 1;
    previous = positionAt(i);
    for (; run > 15 && i <= lastNew; run -= 16) {
      endBlocks();
      putSymbol(band.table, ZERO_RUN, 0);
      putBlockCorrections();
    }
    if (magnitude > 1) {
      store<u8>(CORRECTIONS + band.earlierBits + band.blockBits, <u8>(magnitude & 1));
      band.blockBits++;
      continue;
    }
    endBlocks();
    putSymbol(band.table, (run << 4) | 1, valueAt(i) < 0 ? 0 : 1);
    putBlockCorrections();
    run = 0;
  }
  if (run + band.to - previous > 0 || band.blockBits > 0) endBlock();
}

// @ts-ignore: decorator
@inline
function positionAt(index: i32): i32 {
  return <i32>load<u8>(POSITIONS + index);
}

// @ts-ignore: decorator
@inline
function valueAt(index: i32): i32 {
  return <i32>load<i16>(VALUES + ((<usize>index) << 1));
}

/** Unpacks the coefficients that the scan has anything to say about. Returns their number. */
function unpack(record: usize): i32 {
  const end = record + HEADER + ((<usize>recordUnits(record)) << 1);
  let unit = record + HEADER;
  let count = 0;
  let k = 0;
  while (unit < end) {
    const code = <i32>load<u16>(unit);
    const size = (code >> 8) & 15;
    let magnitude = code & 0xff;
    unit += 2;
    if (size > 8) {
      magnitude |= (<i32>load<u16>(unit)) << 8;
      unit += 2;
    }
    k += (code >> 12) + 1;
    if (k > band.to) break;
    if (band.from > k || band.shift >= size) continue;
    const negative = magnitude >> (size - 1) == 0;
    const told = (negative ? ~magnitude & ((1 << size) - 1) : magnitude) >> band.shift;
    store<u8>(POSITIONS + count, <u8>k);
    store<i16>(VALUES + ((<usize>count) << 1), <i16>(negative ? -told : told));
    count++;
  }
  return count;
}

/** Index of the last coefficient that this scan makes nonzero, -1 for none. */
function lastNewCoefficient(count: i32): i32 {
  let last = count - 1;
  while (last >= 0 && abs(valueAt(last)) != 1) last--;
  return last;
}

/** The block at hand has no further coefficient; its correction bits wait with it. */
function endBlock(): void {
  band.endRun++;
  band.earlierBits += band.blockBits;
  band.blockBits = 0;
  if (band.endRun == LONGEST_END_RUN || band.earlierBits > CORRECTIONS_CAPACITY - 63) endBlocks();
}

/** Writes the code for the blocks that have ended, and their correction bits. */
export function endBlocks(): void {
  if (band.endRun == 0) return;
  const size = 31 - clz(band.endRun);
  putSymbol(band.table, size << 4, 0);
  putPlain(band.endRun & ((1 << size) - 1), size);
  band.endRun = 0;
  putCorrections(0, band.earlierBits);
  memory.copy(CORRECTIONS, CORRECTIONS + band.earlierBits, band.blockBits);
  band.earlierBits = 0;
}

function putBlockCorrections(): void {
  putCorrections(band.earlierBits, band.blockBits);
  band.blockBits = 0;
}

function putCorrections(first: i32, count: i32): void {
  if (counting) return;
  for (let i = first; i < first + count; i++) putBits(load<u8>(CORRECTIONS + i), 1);
}

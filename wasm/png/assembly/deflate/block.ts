/**
 * Collects the symbols of a block and writes it with the code that makes it smallest: its own or the fixed one (RFC 1951,
 * section 3.2.5 to 3.2.7). A symbol is 32 bits: a literal, or (length - 3) << 16 | distance, whose distance is never 0,
 * with MATCH set.
 */
import { putBits } from '../../../shared/bits';
import {
  allRunBits,
  findRuns,
  symbolsDescribed,
  writeRunCode,
  writeRuns,
} from '../../../shared/code-lengths';
import { assignCodes, buildCode } from '../../../shared/huffman';

/** Symbols of a full block: enough for its code to pay, few enough for it to follow the picture. */
export const BLOCK_SYMBOLS: u32 = 16384;
/** A block takes at most 48 bits a symbol, and its header 285 bytes. */
export const BLOCK_BYTES: u32 = BLOCK_SYMBOLS * 6 + 512;

const MATCH: u32 = 1 << 31;
const LITERALS: u32 = 286;
const DISTANCES: u32 = 30;
const END_OF_BLOCK: u32 = 256;

const symbols: usize = memory.data(BLOCK_SYMBOLS * 4, 16);
let count: u32 = 0;

const literalCounts: usize = memory.data(288 * 4, 16);
const distanceCounts: usize = memory.data(32 * 4, 16);
const literalCodes: usize = memory.data(288 * 2, 16);
const distanceCodes: usize = memory.data(32 * 2, 16);
/** Lengths of both codes, one behind the other once the unused ends are known. */
const literalLengths: usize = memory.data(288, 16);
const distanceLengths: usize = memory.data(32, 16);
const joined: usize = memory.data(320, 16);

const LENGTH_ORDER = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);
/** Bits of a header beside the runs and their code: how many lengths of three codes there are. */
const HEADER_BITS: u32 = 5 + 5 + 4;

/** Symbol of each length less 3, and each symbol's extra bits and least value. */
const lengthSymbols: usize = memory.data(256, 16);
const lengthExtra: usize = memory.data(32, 16);
const lengthLeast: usize = memory.data(32, 16);

/** Fills the tables of lengths; called once an instance. */
export function prepareLengths(): void {
  let value: u32 = 0;
  for (let symbol: u32 = 0; symbol < 28; symbol++) {
    const extra: u32 = symbol < 8 ? 0 : (symbol >> 2) - 1;
    store<u8>(lengthExtra + symbol, <u8>extra);
    store<u8>(lengthLeast + symbol, <u8>value);
    memory.fill(lengthSymbols + value, <u8>symbol, 1 << extra);
    value += 1 << extra;
  }
  // The longest match has a symbol of its own.
  store<u8>(lengthSymbols + 255, 28);
  store<u8>(lengthExtra + 28, 0);
  store<u8>(lengthLeast + 28, 255);
}

/** Mean cost of a literal in sixteenths of a bit: of the last block, or what to expect of the first. */
export const MEAN_LITERAL: u32 = 96;
let meanLiteral: u32 = MEAN_LITERAL;

/** What a literal of the last block cost on average, in sixteenths of a bit. */
export function literalCost(): u32 {
  return meanLiteral;
}

/** Begins a block without symbols. */
export function startBlock(): void {
  count = 0;
  memory.fill(literalCounts, 0, 288 * 4);
  memory.fill(distanceCounts, 0, 32 * 4);
}

// @ts-ignore: decorator
@inline
export function isBlockFull(): bool {
  return count == BLOCK_SYMBOLS;
}

// @ts-ignore: decorator
@inline
function bump(counts: usize, symbol: u32): void {
  const at = counts + ((<usize>symbol) << 2);
  store<u32>(at, load<u32>(at) + 1);
}

// @ts-ignore: decorator
@inline
export function addLiteral(value: u32): void {
  store<u32>(symbols + ((<usize>count) << 2), value);
  count++;
  bump(literalCounts, value);
}

// @ts-ignore: decorator
@inline
export function addMatch(length: u32, distance: u32): void {
  store<u32>(symbols + ((<usize>count) << 2), MATCH | ((length - 3) << 16) | distance);
  count++;
  bump(literalCounts, 257 + load<u8>(lengthSymbols + length - 3));
  bump(distanceCounts, distanceSymbol(distance));
}

/** Two symbols for each power of two. */
// @ts-ignore: decorator
@inline
function distanceSymbol(distance: u32): u32 {
  const value = distance - 1;
  if (value < 2) return value;
  const power = 31 - clz(value);
  return (power << 1) | ((value >> (power - 1)) & 1);
}

// @ts-ignore: decorator
@inline
function distanceExtra(symbol: u32): u32 {
  return symbol < 4 ? 0 : (symbol >> 1) - 1;
}

/** Writes the block and begins the next. */
export function writeBlock(last: bool): void {
  bump(literalCounts, END_OF_BLOCK);
  buildCode(literalCounts, LITERALS, 15, literalLengths, literalCodes);
  buildCode(distanceCounts, DISTANCES, 15, distanceLengths, distanceCodes);
  const literals = usedLengths(literalLengths, LITERALS, 257);
  const distances = usedLengths(distanceLengths, DISTANCES, 1);
  memory.copy(joined, literalLengths, literals);
  memory.copy(joined + literals, distanceLengths, distances);
  const runCount = findRuns(joined, literals + distances, false);
  const described = symbolsDescribed(LENGTH_ORDER);
  const own = HEADER_BITS + 3 * described + allRunBits() + bodyBits();
  if (fixedBits() <= own) {
    useFixed();
    putBits((last ? 1 : 0) | (1 << 1), 3);
  } else {
    putBits((last ? 1 : 0) | (2 << 1), 3);
    putBits(literals - 257, 5);
    putBits(distances - 1, 5);
    writeRunCode(LENGTH_ORDER, described);
    writeRuns(runCount);
  }
  writeSymbols();
  measureLiterals();
  startBlock();
}

/** Symbols up to the last one with a code, at least `least`. */
function usedLengths(lengths: usize, count: u32, least: u32): u32 {
  let used = count;
  while (used > least && load<u8>(lengths + used - 1) == 0) used--;
  return used;
}

/** Bits of the block's symbols without their extra bits, which any code has. */
function bodyBits(): u32 {
  let bits: u32 = 0;
  for (let i: u32 = 0; i < LITERALS; i++) {
    bits += load<u32>(literalCounts + ((<usize>i) << 2)) * load<u8>(literalLengths + i);
  }
  for (let i: u32 = 0; i < DISTANCES; i++) {
    bits += load<u32>(distanceCounts + ((<usize>i) << 2)) * load<u8>(distanceLengths + i);
  }
  return bits;
}

function measureLiterals(): void {
  let bits: u32 = 0;
  let literals: u32 = 0;
  for (let i: u32 = 0; i < END_OF_BLOCK; i++) {
    const count = load<u32>(literalCounts + ((<usize>i) << 2));
    literals += count;
    bits += count * load<u8>(literalLengths + i);
  }
  if (literals > 0) meanLiteral = (bits << 4) / literals;
}

function fixedBits(): u32 {
  let bits: u32 = 0;
  for (let i: u32 = 0; i < LITERALS; i++)
    bits += load<u32>(literalCounts + ((<usize>i) << 2)) * fixedLength(i);
  for (let i: u32 = 0; i < DISTANCES; i++) bits += load<u32>(distanceCounts + ((<usize>i) << 2)) * 5;
  return bits;
}

function fixedLength(symbol: u32): u32 {
  return symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8;
}

function useFixed(): void {
  for (let i: u32 = 0; i < 288; i++) store<u8>(literalLengths + i, <u8>fixedLength(i));
  memory.fill(distanceLengths, 5, 32);
  assignCodes(288, literalLengths, literalCodes);
  assignCodes(32, distanceLengths, distanceCodes);
}

// @ts-ignore: decorator
@inline
function putCode(codes: usize, lengths: usize, symbol: u32): void {
  putBits(load<u16>(codes + ((<usize>symbol) << 1)), load<u8>(lengths + symbol));
}

function writeSymbols(): void {
  for (let i: u32 = 0; i < count; i++) {
    const symbol = load<u32>(symbols + ((<usize>i) << 2));
    if (!(symbol & MATCH)) {
      putCode(literalCodes, literalLengths, symbol);
      continue;
    }
    const length = (symbol >> 16) & 0xff;
    const lengthSymbol = <u32>load<u8>(lengthSymbols + length);
    putCode(literalCodes, literalLengths, 257 + lengthSymbol);
    putBits(length - load<u8>(lengthLeast + lengthSymbol), load<u8>(lengthExtra + lengthSymbol));
    const distance = symbol & 0xffff;
    const far = distanceSymbol(distance);
    putCode(distanceCodes, distanceLengths, far);
    const extra = distanceExtra(far);
    putBits((distance - 1) & ((1 << extra) - 1), extra);
  }
  putCode(literalCodes, literalLengths, END_OF_BLOCK);
}

/** Prefix codes that fit counts, and their description (RFC 9649, section 3.7.2.1). */
import { buildCode } from '../../../../shared/huffman';
import { putBits } from './writer';

const MOST_LENGTH: u32 = 15;
const LENGTH_SYMBOLS: u32 = 19;
const MOST_LENGTH_OF_LENGTHS: u32 = 7;
const LENGTH_ORDER = memory.data<u8>([17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
/** Symbols of a code that are described in one byte. */
const BYTE: u32 = 256;
/** Bits that it costs to say where the lengths end. */
const END_BITS: u32 = 13;

/** The lengths in runs: symbol, and above it the value of its extra bits. */
const runs = memory.data(1304 * 2, 16);
let runCount: u32 = 0;
const runCounts = memory.data(LENGTH_SYMBOLS * 4, 16);
const runLengths = memory.data(LENGTH_SYMBOLS, 16);
const runCodes = memory.data(LENGTH_SYMBOLS * 2, 16);

/**
 * Writes the description of the best code for `size` counts; gives its lengths (bytes) and codes (16 bits, ready to be
 * written).
 */
export function writeCode(counts: usize, size: u32, lengths: usize, codes: usize): void {
  let used = 0;
  let first: u32 = 0;
  let last: u32 = 0;
  for (let symbol: u32 = 0; symbol < size; symbol++) {
    if (load<u32>(counts + (symbol << 2)) == 0) continue;
    if (used++ == 0) first = symbol;
    last = symbol;
  }
  if (used <= 2 && last < BYTE) return writeSimple(used == 2, first, last, size, lengths, codes);
  buildCode(counts, size, MOST_LENGTH, lengths, codes);
  putBits(0, 1);
  findRuns(lengths, size);
  writeRuns();
}

/** One symbol takes no bits, two take one each. */
function writeSimple(two: bool, first: u32, second: u32, size: u32, lengths: usize, codes: usize): void {
  memory.fill(lengths, 0, size);
  memory.fill(codes, 0, size << 1);
  putBits(1, 1);
  putBits(two ? 1 : 0, 1);
  putBits(first > 1 ? 1 : 0, 1);
  putBits(first, first > 1 ? 8 : 1);
  if (!two) return;
  putBits(second, 8);
  store<u8>(lengths + first, 1);
  store<u8>(lengths + second, 1);
  store<u16>(codes + (second << 1), 1);
}

// @ts-ignore: decorator
@inline
function addRun(symbol: u32, extra: u32): void {
  store<u16>(runs + (runCount++ << 1), <u16>(symbol | (extra << 8)));
  store<u32>(runCounts + (symbol << 2), load<u32>(runCounts + (symbol << 2)) + 1);
}

function findRuns(lengths: usize, size: u32): void {
  runCount = 0;
  memory.fill(runCounts, 0, LENGTH_SYMBOLS << 2);
  let previous: u32 = 8;
  for (let at: u32 = 0; at < size;) {
    const length = <u32>load<u8>(lengths + at);
    let end = at + 1;
    while (end < size && load<u8>(lengths + end) == length) end++;
    if (length == 0) addZeros(end - at);
    else {
      addEqual(length, end - at, previous);
      previous = length;
    }
    at = end;
  }
}

function addZeros(count: u32): void {
  for (; count >= 11; count -= min(count, 138)) addRun(18, min(count, 138) - 11);
  if (count >= 3) addRun(17, count - 3);
  else for (; count > 0; count--) addRun(0, 0);
}

function addEqual(length: u32, count: u32, previous: u32): void {
  if (length != previous) {
    addRun(length, 0);
    count--;
  }
  for (; count >= 3; count -= min<u32>(count, 6)) addRun(16, min<u32>(count, 6) - 3);
  for (; count > 0; count--) addRun(length, 0);
}

// @ts-ignore: decorator
@inline
function extraOf(symbol: u32): u32 {
  return symbol == 16 ? 2 : symbol == 17 ? 3 : symbol == 18 ? 7 : 0;
}

function writeRuns(): void {
  buildCode(runCounts, LENGTH_SYMBOLS, MOST_LENGTH_OF_LENGTHS, runLengths, runCodes);
  let described = LENGTH_SYMBOLS;
  while (described > 4 && load<u8>(runLengths + load<u8>(LENGTH_ORDER + described - 1)) == 0) described--;
  putBits(described - 4, 4);
  for (let i: u32 = 0; i < described; i++) putBits(load<u8>(runLengths + load<u8>(LENGTH_ORDER + i)), 3);
  const written = writeEnd();
  for (let i: u32 = 0; i < written; i++) {
    const run = <u32>load<u16>(runs + (i << 1));
    const symbol = run & 255;
    putBits(load<u16>(runCodes + (symbol << 1)), load<u8>(runLengths + symbol));
    putBits(run >> 8, extraOf(symbol));
  }
}

/** Leaves zeros out at the end where that is cheaper than to write them; how many runs are left. */
function writeEnd(): u32 {
  let left = runCount;
  let saved: u32 = 0;
  for (; left > 2; left--) {
    const symbol = (<u32>load<u16>(runs + ((left - 1) << 1))) & 255;
    if (symbol != 0 && symbol < 17) break;
    saved += load<u8>(runLengths + symbol) + extraOf(symbol);
  }
  if (saved <= END_BITS) {
    putBits(0, 1);
    return runCount;
  }
  const pairs = left == 2 ? 0 : (<u32>(31 - clz(left - 2))) >> 1;
  putBits(1, 1);
  putBits(pairs, 3);
  putBits(left - 2, 2 * pairs + 2);
  return left;
}

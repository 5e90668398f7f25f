/**
 * The lengths of a prefix code as they are written: in runs, with a code of 19 symbols for these (RFC 1951, section 3.2.7,
 * and after it RFC 9649, section 3.7.2.1). 0 to 15 are lengths, 16 repeats one 3 to 6 times, 17 and 18 are 3 to 10 and 11 to
 * 138 zeros.
 */
import { putBits } from './bits';
import { buildCode } from './huffman';

const SYMBOLS: u32 = 19;
const MOST_BITS: u32 = 7;
const REPEAT: u32 = 16;
const ZEROS: u32 = 17;
const MANY_ZEROS: u32 = 18;
/** What a repeat stands for before there was a length, where zeros between do not count. */
const FIRST_LENGTH: u32 = 8;

/** Each run: its symbol, and above that the value of its extra bits. */
const runs: usize = memory.data(1304 * 2, 16);
let runCount: u32 = 0;
const counts: usize = memory.data(SYMBOLS * 4, 16);
const lengths: usize = memory.data(SYMBOLS, 16);
const codes: usize = memory.data(SYMBOLS * 2, 16);

/**
 * Finds the runs of `size` lengths at `list`, at most 1304, and the code that suits them; gives the number of runs. `overZeros`
 * says that a repeat is of the last length that was not 0, as in WebP, and not of the one right before.
 */
export function findRuns(list: usize, size: u32, overZeros: bool): u32 {
  runCount = 0;
  memory.fill(counts, 0, SYMBOLS << 2);
  let previous: u32 = overZeros ? FIRST_LENGTH : 0;
  for (let at: u32 = 0; at < size;) {
    const length = <u32>load<u8>(list + at);
    let end = at + 1;
    while (end < size && load<u8>(list + end) == length) end++;
    if (length == 0) addZeros(end - at);
    else addEqual(length, end - at, previous);
    if (length > 0 && overZeros) previous = length;
    at = end;
  }
  buildCode(counts, SYMBOLS, MOST_BITS, lengths, codes);
  return runCount;
}

// @ts-ignore: decorator
@inline
function addRun(symbol: u32, extra: u32): void {
  store<u16>(runs + ((<usize>runCount) << 1), <u16>(symbol | (extra << 8)));
  runCount++;
  const count = counts + ((<usize>symbol) << 2);
  store<u32>(count, load<u32>(count) + 1);
}

function addZeros(count: u32): void {
  for (; count >= 11; count -= min(count, 138)) addRun(MANY_ZEROS, min(count, 138) - 11);
  if (count >= 3) addRun(ZEROS, count - 3);
  else for (; count > 0; count--) addRun(0, 0);
}

function addEqual(length: u32, count: u32, previous: u32): void {
  if (length != previous) {
    addRun(length, 0);
    count--;
  }
  for (; count >= 3; count -= min<u32>(count, 6)) addRun(REPEAT, min<u32>(count, 6) - 3);
  for (; count > 0; count--) addRun(length, 0);
}

/** Symbol of a run. */
export function runSymbol(index: u32): u32 {
  return (<u32>load<u16>(runs + ((<usize>index) << 1))) & 0xff;
}

/** Bits that a run of this symbol takes. */
export function runBits(symbol: u32): u32 {
  return load<u8>(lengths + symbol) + extraBits(symbol);
}

function extraBits(symbol: u32): u32 {
  return symbol == REPEAT ? 2 : symbol == ZEROS ? 3 : symbol == MANY_ZEROS ? 7 : 0;
}

/** Bits that all runs take. */
export function allRunBits(): u32 {
  let bits: u32 = 0;
  for (let symbol: u32 = 0; symbol < SYMBOLS; symbol++)
    bits += load<u32>(counts + ((<usize>symbol) << 2)) * runBits(symbol);
  return bits;
}

/** Symbols of the runs' code that are described, at least 4, where they come in an `order` of 19 bytes. */
export function symbolsDescribed(order: usize): u32 {
  let described = SYMBOLS;
  while (described > 4 && load<u8>(lengths + load<u8>(order + described - 1)) == 0) described--;
  return described;
}

/** Describes the code of the runs. */
export function writeRunCode(order: usize, described: u32): void {
  putBits(described - 4, 4);
  for (let i: u32 = 0; i < described; i++) putBits(load<u8>(lengths + load<u8>(order + i)), 3);
}

/** Writes the first `count` runs. */
export function writeRuns(count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const symbol = runSymbol(i);
    putBits(load<u16>(codes + ((<usize>symbol) << 1)), load<u8>(lengths + symbol));
    putBits((<u32>load<u16>(runs + ((<usize>i) << 1))) >> 8, extraBits(symbol));
  }
}

/**
 * Tables of finite state entropy codes (RFC 8878, section 4.1). An entry is 4 bytes: what it stands for, how many bits the
 * next state takes, and what they are added to.
 */
import { highestBit } from './backward';

/** What a description said of each symbol: its share, or -1 for less than one. */
const shares: usize = memory.data(64 * 2, 16);
const places: usize = memory.data(64 * 2, 16);
let symbols: i32 = 0;

/** Accuracy of the table that was described last: it has so many states as a power of two. */
export let fseLog: i32 = 0;

/** Reads a description between two addresses; where it ends, or 0 for a broken one. */
export function readShares(from: usize, end: usize, mostLog: i32, mostSymbols: i32): usize {
  if (from >= end) return 0;
  fseLog = (load<u8>(from) & 15) + 5;
  if (fseLog > mostLog) return 0;
  let at: usize = 4;
  let remaining = 1 << fseLog;
  symbols = 0;
  while (remaining > 0) {
    if (symbols >= mostSymbols || at >> 3 > end - from) return 0;
    const word = load<u32>(from + (at >> 3)) >> (<u32>(at & 7));
    const width = highestBit(remaining + 1) + 1;
    const low = word & ((1 << (width - 1)) - 1);
    const spare = <u32>((1 << width) - 2 - remaining);
    let value = word & ((1 << width) - 1);
    // Values below the spare ones take a bit less.
    if (low < spare) {
      value = low;
      at--;
    } else if (value >= (<u32>1) << (width - 1)) value -= spare;
    at += width;
    const share = <i32>value - 1;
    remaining -= share < 0 ? 1 : share;
    if (remaining < 0) return 0;
    putShare(share);
    if (share == 0) at = passZeros(from, end, at, mostSymbols);
    if (at == 0) return 0;
  }
  const next = from + ((at + 7) >> 3);
  return next > end ? 0 : next;
}

/** Symbols without a share are counted by twos of bits, as long as they are 3; where they end, or 0. */
function passZeros(from: usize, end: usize, start: usize, mostSymbols: i32): usize {
  let at = start;
  while (true) {
    if (at >> 3 > end - from) return 0;
    const count = (load<u16>(from + (at >> 3)) >> (<u16>(at & 7))) & 3;
    at += 2;
    if (symbols + <i32>count > mostSymbols) return 0;
    for (let i: u16 = 0; i < count; i++) putShare(0);
    if (count < 3) return at;
  }
}

function putShare(share: i32): void {
  store<i16>(shares + ((<usize>symbols) << 1), <i16>share);
  symbols++;
}

/** Takes shares that the format itself names. */
export function takeShares(from: usize, count: i32, log: i32): void {
  for (symbols = 0; symbols < count;) putShare(load<i8>(from + symbols));
  fseLog = log;
}

/** Makes the table of the shares. */
export function buildTable(table: usize): void {
  const size = 1 << fseLog;
  const mask = size - 1;
  let top = size - 1;
  for (let symbol = 0; symbol < symbols; symbol++) {
    const share = <i32>load<i16>(shares + ((<usize>symbol) << 1));
    store<u16>(places + ((<usize>symbol) << 1), share < 0 ? 1 : <u16>share);
    if (share >= 0) continue;
    store<u8>(table + ((<usize>top) << 2), symbol);
    top--;
  }
  const step = (size >> 1) + (size >> 3) + 3;
  let state = 0;
  for (let symbol = 0; symbol < symbols; symbol++) {
    for (let i = <i32>load<i16>(shares + ((<usize>symbol) << 1)); i > 0; i--) {
      store<u8>(table + ((<usize>state) << 2), symbol);
      do state = (state + step) & mask;
      while (state > top);
    }
  }
  for (state = 0; state < size; state++) {
    const entry = table + ((<usize>state) << 2);
    const place = places + ((<usize>load<u8>(entry)) << 1);
    const next = <i32>load<u16>(place);
    store<u16>(place, <u16>(next + 1));
    const bits = fseLog - highestBit(next);
    store<u8>(entry, <u8>bits, 1);
    store<u16>(entry, <u16>((next << bits) - size), 2);
  }
}

/** Makes the table of a code that has one symbol. */
export function buildSingle(table: usize, symbol: u32): void {
  fseLog = 0;
  store<u32>(table, symbol);
}

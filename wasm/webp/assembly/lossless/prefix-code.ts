/**
 * Prefix codes and their tables (RFC 9649, section 3.7.2).
 *
 * A table is looked up with the next bits of the stream, at most 8 of them. An entry is a symbol times 16 plus the length
 * of its code; where that is longer than the first table is wide, the entry's length is that of the longest code there and
 * its upper part the place of a second table, which the following bits look up. A code of one symbol has one entry of
 * length 0.
 */
import { allocate } from '../../../shared/memory';
import { peekBits, readBits, skipBits } from './bits';

const MAX_LENGTH: i32 = 15;
const ROOT_BITS: i32 = 8;
/** Most symbols of a code: literals, lengths, and indices into a colour cache of 2048. */
export const MOST_SYMBOLS: i32 = 256 + 24 + 2048;

const lengths = memory.data(2400);
/** Symbols in the order of their codes. */
const sorted = memory.data(2400 * 2, 2);
/** How many codes there are of each length, and where the symbols of each begin in `sorted`. */
const counts = memory.data(16 * 4, 4);
const starts = memory.data(17 * 4, 4);

/** The table that `readPrefixCode` made, and how many bits look it up. */
export let madeTable: usize = 0;
export let madeBits: i32 = 0;

/** The entry for the next bits. */
// @ts-ignore: decorator
@inline
export function lookUp(table: usize, root: i32, value: u64): u32 {
  const entry = <u32>load<u16>(table + (((<usize>value) & ((1 << root) - 1)) << 1));
  const length = <i32>(entry & 15);
  if (length <= root) return entry;
  const rest = (<usize>(value >> (<u64>root))) & ((1 << (length - root)) - 1);
  return load<u16>(table + ((<usize>(entry >> 4) + rest) << 1));
}

/** Reads the description of a code of `size` symbols and makes its table. False when it is not a complete code. */
export function readPrefixCode(size: i32): bool {
  memory.fill(lengths, 0, MOST_SYMBOLS);
  if (readBits(1)) readSimple();
  else if (!readLengths(size)) return false;
  return makeTable(lengths, size, ROOT_BITS);
}

/** One or two symbols. */
function readSimple(): void {
  const second = readBits(1);
  store<u8>(lengths + readBits(readBits(1) ? 8 : 1), 1);
  if (second) store<u8>(lengths + readBits(8), 1);
}

const LENGTH_ORDER = memory.data<u8>([17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
const LENGTH_SYMBOLS: i32 = 19;
const lengthTable = memory.data(128 * 2, 2);
/** The length that is repeated before any was read. */
const FIRST_LENGTH: u8 = 8;

/** Lengths under a code of their own, with runs. */
function readLengths(size: i32): bool {
  const own = memory.data(20);
  memory.fill(own, 0, LENGTH_SYMBOLS);
  const described = <i32>readBits(4) + 4;
  if (described > LENGTH_SYMBOLS) return false;
  for (let i = 0; i < described; i++) store<u8>(own + load<u8>(LENGTH_ORDER + i), readBits(3));
  if (!fillLengthTable(own)) return false;
  let left = size;
  if (readBits(1)) {
    left = 2 + readBits(2 + 2 * readBits(3));
    if (left > size) return false;
  }
  let previous = FIRST_LENGTH;
  for (let symbol = 0; symbol < size && left > 0; left--) {
    const entry = lookUp(lengthTable, madeBits, peekBits());
    skipBits(entry & 15);
    const length = <u8>(entry >> 4);
    if (length < 16) {
      store<u8>(lengths + symbol++, length);
      if (length != 0) previous = length;
      continue;
    }
    const run = length == 16 ? 3 + readBits(2) : length == 17 ? 3 + readBits(3) : 11 + readBits(7);
    if (symbol + <i32>run > size) return false;
    if (length == 16) memory.fill(lengths + symbol, previous, run);
    symbol += run;
  }
  return true;
}

function fillLengthTable(own: usize): bool {
  if (!sortSymbols(own, LENGTH_SYMBOLS)) return false;
  madeBits = longest(7);
  fillTable(lengthTable, madeBits);
  return true;
}

/** Makes the table of a code by its lengths. */
function makeTable(from: usize, size: i32, root: i32): bool {
  if (!sortSymbols(from, size)) return false;
  madeBits = longest(root);
  madeTable = allocate(tableEntries(madeBits) << 1);
  fillTable(madeTable, madeBits);
  return true;
}

/** Sorts symbols by length; false when the code is not complete. One symbol alone is. */
function sortSymbols(from: usize, size: i32): bool {
  memory.fill(counts, 0, 64);
  for (let i = 0; i < size; i++) {
    const count = counts + ((<usize>load<u8>(from + i)) << 2);
    store<u32>(count, load<u32>(count) + 1);
  }
  let start: u32 = 0;
  let open: i32 = 1;
  for (let length = 1; length <= MAX_LENGTH; length++) {
    store<u32>(starts + (length << 2), start);
    const count = load<u32>(counts + (length << 2));
    start += count;
    open = (open << 1) - count;
    if (open < 0) return false;
  }
  store<u32>(counts, start);
  if (start == 0 || (open != 0 && start != 1)) return false;
  for (let i = 0; i < size; i++) {
    const length = <usize>load<u8>(from + i);
    if (length == 0) continue;
    const at = starts + (length << 2);
    const place = load<u32>(at);
    store<u16>(sorted + (place << 1), i);
    store<u32>(at, place + 1);
  }
  return true;
}

/** The longest length, at most `most`; 0 for a code of one symbol. `counts` 0 is how many symbols there are. */
function longest(most: i32): i32 {
  if (load<u32>(counts) == 1) return 0;
  let length = MAX_LENGTH;
  while (load<u32>(counts + (length << 2)) == 0) length--;
  return min(length, most);
}

/** Entries of the first table and of all second ones. */
function tableEntries(root: i32): usize {
  let entries: usize = 1 << root;
  let codes: u32 = 0;
  // Second tables are as wide as the longest code behind their first bits needs: sized by the codes of each length.
  for (let length = root + 1; length <= MAX_LENGTH; length++) codes += load<u32>(counts + (length << 2));
  if (codes == 0) return entries;
  return entries + secondTables(root, 0, 0);
}

/** Walks over the codes longer than `root`; counts entries of second tables, and fills them when there is a table. */
function secondTables(root: i32, table: usize, first: u32): usize {
  let entries: usize = 0;
  let symbol = first;
  let code: u32 = firstLongCode(root);
  let length = root + 1;
  let left = load<u32>(counts + (length << 2));
  let end: u32 = 0;
  let place: usize = 0;
  let width = 0;
  while (true) {
    while (left == 0) {
      if (++length > MAX_LENGTH) return entries;
      code <<= 1;
      left = load<u32>(counts + (length << 2));
    }
    // Codes left-aligned to 15 bits: a second table holds those that share their first `root` bits.
    const aligned = code << (MAX_LENGTH - length);
    if (aligned >= end) {
      width = secondWidth(root, length, left, code);
      place = (1 << root) + entries;
      entries += 1 << width;
      end = ((aligned >> (MAX_LENGTH - root)) + 1) << (MAX_LENGTH - root);
      if (table != 0) {
        const prefix = reversed(aligned >> (MAX_LENGTH - root), root);
        store<u16>(table + (prefix << 1), <u16>((place << 4) | (root + width)));
      }
    }
    if (table != 0) {
      const entry = <u16>((load<u16>(sorted + (symbol << 1)) << 4) | length);
      const rest = reversed(code & ((1 << (length - root)) - 1), length - root);
      for (let i = rest; i < (<u32>1) << width; i += 1 << (length - root))
        store<u16>(table + ((place + i) << 1), entry);
    }
    symbol++;
    code++;
    left--;
  }
}

/** Bits that a second table needs that begins with a code of this length. */
function secondWidth(root: i32, length: i32, left: u32, code: u32): i32 {
  let width = length - root;
  let open = <i32>((1 << width) - (code & ((1 << width) - 1)));
  let here = <i32>left;
  while (length < MAX_LENGTH) {
    open -= here;
    if (open <= 0) break;
    length++;
    width++;
    open <<= 1;
    here = load<u32>(counts + (length << 2));
  }
  return width;
}

/** The first code that is longer than `root`, as one of `root` + 1 bits. */
function firstLongCode(root: i32): u32 {
  let code: u32 = 0;
  for (let length = 1; length <= root; length++) code = (code + load<u32>(counts + (length << 2))) << 1;
  return code;
}

function fillTable(table: usize, root: i32): void {
  if (root == 0) return store<u16>(table, load<u16>(sorted) << 4);
  let code: u32 = 0;
  let symbol: u32 = 0;
  for (let length = 1; length <= root; length++, code <<= 1) {
    for (let left = load<u32>(counts + (length << 2)); left > 0; left--, symbol++, code++) {
      const entry = <u16>((load<u16>(sorted + (symbol << 1)) << 4) | length);
      for (let i = reversed(code, length); i < (<u32>1) << root; i += 1 << length)
        store<u16>(table + (i << 1), entry);
    }
  }
  if (symbol < load<u32>(counts)) secondTables(root, table, symbol);
}

function reversed(code: u32, length: i32): u32 {
  let result: u32 = 0;
  for (let bit = 0; bit < length; bit++) result |= ((code >> bit) & 1) << (length - 1 - bit);
  return result;
}

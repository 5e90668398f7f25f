/**
 * Decoding tables of prefix codes (RFC 1951, section 3.2). A table is indexed by the next `root` bits; a code longer
 * than that has an entry that leads to a second table behind the first. Entries are 32 bits:
 *
 *     bits 0-5    bits to drop; of a length or distance, the extra bits too
 *     literals    bit 31 set, bits 6-7 how many (1 or 2), bits 8-23 the literals, the first one lowest
 *     length      bits 8-12 bits of the code alone, bits 16-24 least length
 *     distance    bits 8-12 bits of the code alone, bits 16-30 least distance
 *     special     SPECIAL set and one of: LINK, bits 8-12 index bits of the second table and bits 14-27 its place;
 *                 END of the block; else no code
 *
 * Two short literals whose codes fit the root together share an entry: photographs are mostly literals.
 */

/** An entry that is neither literal nor value; alone, it is no code. */
export const SPECIAL: u32 = 1 << 13;
/** It leads to a second table. */
export const LINK: u32 = 1 << 28;
/** It ends the block. */
export const END: u32 = 1 << 29;
const LITERAL: u32 = 1 << 31;

/** Index bits of the table of literals and lengths, of distances, and of the code that code lengths are written in. */
export const LITERAL_ROOT: u32 = 11;
/** See `LITERAL_ROOT`. */
export const DISTANCE_ROOT: u32 = 8;
/** See `LITERAL_ROOT`. */
export const PRECODE_ROOT: u32 = 7;

/** Symbols of the fixed code of literals and lengths; the last two mean nothing. */
export const MAX_LITERALS: u32 = 288;
/** Symbols of the fixed code of distances; the last two mean nothing. */
export const MAX_DISTANCES: u32 = 32;

/** Most entries of a complete code: roots and second tables, by exhaustive search in zlib's `enough`. */
const LITERAL_ENTRIES: u32 = 2342;
const DISTANCE_ENTRIES: u32 = 402;
const MAX_BITS: u32 = 15;

/** The table of literals and lengths. */
export const literalTable: usize = memory.data(LITERAL_ENTRIES * 4, 64);
/** The table of distances. */
export const distanceTable: usize = memory.data(DISTANCE_ENTRIES * 4, 64);
/** The table of code lengths. */
export const precodeTable: usize = memory.data(128 * 4, 64);

const counts: usize = memory.data(16 * 4, 16);
const places: usize = memory.data(16 * 4, 16);
const sorted: usize = memory.data(320 * 2, 16);

/** Extra bits and least value of length symbols 257 to 285 and of distance symbols 0 to 29. */
const LENGTH_EXTRA: StaticArray<u8> = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
];
const LENGTH_LEAST: StaticArray<u16> = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];
const DISTANCE_EXTRA: StaticArray<u8> = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
const DISTANCE_LEAST: StaticArray<u16> = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12289, 16385, 24577,
];

/** Which meaning symbols have. */
const enum Alphabet {
  Literals,
  Distances,
  Precode,
}

/** Literals and lengths, from one code length a byte. False for a code that is over-subscribed or incomplete. */
export function buildLiterals(lengths: usize, count: u32): bool {
  if (!build(lengths, count, LITERAL_ROOT, literalTable, Alphabet.Literals)) return false;
  pairLiterals();
  return true;
}

/** The same for distances. */
export function buildDistances(lengths: usize, count: u32): bool {
  return build(lengths, count, DISTANCE_ROOT, distanceTable, Alphabet.Distances);
}

/** The same for the code that code lengths are written in. */
export function buildPrecode(lengths: usize): bool {
  return build(lengths, 19, PRECODE_ROOT, precodeTable, Alphabet.Precode);
}

function build(lengths: usize, count: u32, root: u32, table: usize, alphabet: Alphabet): bool {
  const used = sortByLength(lengths, count);
  const left = unusedCodes();
  // Zlib's rule: one symbol alone, or none, may leave the rest of a code unused (section 3.2.7 has it for distances).
  if (left < 0 || (left > 0 && (alphabet == Alphabet.Precode || used > 1))) return false;
  if (left > 0) fillInvalid(table, root);
  fill(used, lengths, root, table, alphabet);
  return true;
}

/** Puts the used symbols in order of length, then value; leaves the number of each length in `counts`. */
function sortByLength(lengths: usize, count: u32): u32 {
  memory.fill(counts, 0, 64);
  for (let symbol: u32 = 0; symbol < count; symbol++) {
    const at = counts + ((<usize>load<u8>(lengths + symbol)) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  store<u32>(counts, 0);
  let used: u32 = 0;
  for (let bits: usize = 1; bits <= MAX_BITS; bits++) {
    store<u32>(places + (bits << 2), used);
    used += load<u32>(counts + (bits << 2));
  }
  for (let symbol: u32 = 0; symbol < count; symbol++) {
    const bits = <usize>load<u8>(lengths + symbol);
    if (bits == 0) continue;
    const at = places + (bits << 2);
    const place = load<u32>(at);
    store<u32>(at, place + 1);
    store<u16>(sorted + ((<usize>place) << 1), <u16>symbol);
  }
  return used;
}

/** Codes of 15 bits that no symbol uses; negative when symbols use more than there are. */
function unusedCodes(): i32 {
  let left: i32 = 1;
  for (let bits: usize = 1; bits <= MAX_BITS; bits++) {
    left = (left << 1) - load<i32>(counts + (bits << 2));
    if (left < 0) return left;
  }
  return left;
}

function fillInvalid(table: usize, root: u32): void {
  for (let i: usize = 0; i < 1 << root; i++) store<u32>(table + (i << 2), SPECIAL);
}

/** Fills the table and its second tables. `code` is the code of the next symbol with its bits reversed. */
function fill(used: u32, lengths: usize, root: u32, table: usize, alphabet: Alphabet): void {
  const rootSize: u32 = 1 << root;
  let code: u32 = 0;
  let prefix: u32 = rootSize;
  let start: u32 = rootSize;
  let subBits: u32 = 0;
  let end: u32 = rootSize;
  for (let i: u32 = 0; i < used; i++) {
    const symbol = <u32>load<u16>(sorted + ((<usize>i) << 1));
    const bits = <u32>load<u8>(lengths + symbol);
    if (bits <= root) {
      repeat(table, code, 1 << bits, rootSize, entryOf(symbol, bits, alphabet));
    } else {
      if ((code & (rootSize - 1)) != prefix) {
        prefix = code & (rootSize - 1);
        start = end;
        subBits = secondBits(bits, root);
        end = start + (1 << subBits);
        store<u32>(table + ((<usize>prefix) << 2), SPECIAL | LINK | root | (subBits << 8) | (start << 14));
      }
      const entry = entryOf(symbol, bits - root, alphabet);
      repeat(table + ((<usize>start) << 2), code >> root, 1 << (bits - root), 1 << subBits, entry);
    }
    store<u32>(counts + ((<usize>bits) << 2), load<u32>(counts + ((<usize>bits) << 2)) - 1);
    code = nextReversed(code, bits);
  }
}

/** Index bits of a second table that begins with a code of `bits` bits and holds all that share its root. */
function secondBits(bits: u32, root: u32): u32 {
  let size = bits - root;
  let left: i32 = 1 << size;
  while (size + root < MAX_BITS) {
    left -= load<i32>(counts + ((<usize>(size + root)) << 2));
    if (left <= 0) break;
    size++;
    left <<= 1;
  }
  return size;
}

// @ts-ignore: decorator
@inline
function repeat(table: usize, from: u32, step: u32, size: u32, entry: u32): void {
  for (let i = from; i < size; i += step) store<u32>(table + ((<usize>i) << 2), entry);
}

/** Adds one to a code whose bits are reversed. */
// @ts-ignore: decorator
@inline
function nextReversed(code: u32, bits: u32): u32 {
  let bit: u32 = 1 << (bits - 1);
  while (code & bit) bit >>= 1;
  return bit ? (code & (bit - 1)) + bit : 0;
}

function entryOf(symbol: u32, bits: u32, alphabet: Alphabet): u32 {
  if (alphabet == Alphabet.Precode) return bits | (symbol << 16);
  if (alphabet == Alphabet.Distances) {
    if (symbol > 29) return SPECIAL;
    return valueOf(bits, DISTANCE_EXTRA[symbol], DISTANCE_LEAST[symbol]);
  }
  if (symbol < 256) return LITERAL | bits | (1 << 6) | (symbol << 8);
  if (symbol == 256) return SPECIAL | END | bits;
  if (symbol > 285) return SPECIAL;
  return valueOf(bits, LENGTH_EXTRA[symbol - 257], LENGTH_LEAST[symbol - 257]);
}

// @ts-ignore: decorator
@inline
function valueOf(bits: u32, extra: u8, least: u16): u32 {
  return (bits + extra) | (bits << 8) | ((<u32>least) << 16);
}

/**
 * Joins literals that fit the root together. From the last entry to the first: the second literal is looked up at a
 * smaller index, which is still single.
 */
function pairLiterals(): void {
  for (let i: i32 = (1 << LITERAL_ROOT) - 1; i >= 0; i--) {
    const at = literalTable + ((<usize>i) << 2);
    const first = load<u32>(at);
    const bits = first & 63;
    if (!(first & LITERAL)) continue;
    const second = load<u32>(literalTable + ((<usize>((<u32>i) >> bits)) << 2));
    const both = bits + (second & 63);
    if (!(second & LITERAL) || both > LITERAL_ROOT) continue;
    store<u32>(at, LITERAL | both | (2 << 6) | (first & 0xff00) | ((second & 0xff00) << 8));
  }
}

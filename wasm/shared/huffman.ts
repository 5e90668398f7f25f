/**
 * Prefix codes of limited length from frequencies (RFC 1951, section 3.2.2). Lengths are those of Huffman's algorithm on
 * frequencies in order of size (Moffat and Katajainen, 1995, in place), then shortened to the limit.
 */

const MAX_SYMBOLS: u32 = 1304;
const MAX_BITS: u32 = 15;

/** Symbols in order of frequency: frequency << 11 | symbol. */
const sorted: usize = memory.data(MAX_SYMBOLS * 8, 16);
/** Weights of inner nodes, then parents, then depths. */
const nodes: usize = memory.data(MAX_SYMBOLS * 4, 16);
const counts: usize = memory.data(32 * 4, 16);
const nextCodes: usize = memory.data(16 * 4, 16);

// @ts-ignore: decorator
@inline
function get(array: usize, index: i32): u32 {
  return load<u32>(array + ((<usize>index) << 2));
}

// @ts-ignore: decorator
@inline
function set(array: usize, index: i32, value: u32): void {
  store<u32>(array + ((<usize>index) << 2), value);
}

// @ts-ignore: decorator
@inline
function entry(index: i32): u64 {
  return load<u64>(sorted + ((<usize>index) << 3));
}

// @ts-ignore: decorator
@inline
function put(index: i32, value: u64): void {
  store<u64>(sorted + ((<usize>index) << 3), value);
}

/**
 * From 32-bit frequencies of `count` symbols their code lengths (bytes) and codes (16 bits, ready to be written lowest bit
 * first). At least two symbols get a code, as some decoders want.
 */
export function buildCode(frequencies: usize, count: u32, limit: u32, lengths: usize, codes: usize): void {
  let used = collect(frequencies, count);
  for (let symbol: u32 = 0; used < 2; symbol++) {
    if (get(frequencies, symbol) == 0) put(used++, symbol);
  }
  sort(used);
  memory.fill(lengths, 0, count);
  measure(used);
  countLengths(used, limit);
  assignLengths(used, lengths);
  assignCodes(count, lengths, codes);
}

function collect(frequencies: usize, count: u32): i32 {
  let used = 0;
  for (let symbol: u32 = 0; symbol < count; symbol++) {
    const frequency = get(frequencies, symbol);
    if (frequency) put(used++, ((<u64>frequency) << 11) | symbol);
  }
  return used;
}

/** Shell's sort: short arrays, and no recursion. */
function sort(used: i32): void {
  for (let gap = used >> 1; gap > 0; gap = gap == 2 ? 1 : (gap * 5) / 11) {
    for (let i = gap; i < used; i++) {
      const value = entry(i);
      let j = i;
      for (; j >= gap && entry(j - gap) > value; j -= gap) put(j, entry(j - gap));
      put(j, value);
    }
  }
}

// @ts-ignore: decorator
@inline
function weight(index: i32): u32 {
  return <u32>(entry(index) >> 11);
}

/** Leaves in `nodes` the depth of each of the `used - 1` inner nodes; the last one is the root. */
function measure(used: i32): void {
  let leaf = 0;
  let inner = 0;
  for (let made = 0; made < used - 1; made++) {
    let sum: u32 = 0;
    for (let child = 0; child < 2; child++) {
      const takeLeaf = leaf < used && (inner >= made || weight(leaf) <= get(nodes, inner));
      if (takeLeaf) sum += weight(leaf++);
      else {
        sum += get(nodes, inner);
        // The weight is used up: its place now tells the parent.
        set(nodes, inner++, made);
      }
    }
    set(nodes, made, sum);
  }
  set(nodes, used - 2, 0);
  for (let node = used - 3; node >= 0; node--) set(nodes, node, get(nodes, get(nodes, node)) + 1);
}

/** Number of codes of each length, none beyond `limit`. */
function countLengths(used: i32, limit: u32): void {
  memory.fill(counts, 0, 32 * 4);
  let depth: u32 = 0;
  let places = 1;
  let node = used - 2;
  let left = used;
  // On each level, what is no inner node is a leaf.
  while (left > 0) {
    let inners = 0;
    while (node >= 0 && get(nodes, node) == depth) {
      inners++;
      node--;
    }
    const leaves = places - inners;
    const at = <i32>min(depth, limit);
    set(counts, at, get(counts, at) + leaves);
    left -= leaves;
    places = inners << 1;
    depth++;
  }
  shorten(limit);
}

/**
 * Codes that were cut to the limit use more than there is: each step takes one of them away, and makes a shorter code two
 * longer ones.
 */
function shorten(limit: u32): void {
  let total: u32 = 0;
  for (let bits: u32 = 1; bits <= limit; bits++) total += get(counts, bits) << (limit - bits);
  for (; total > (<u32>1) << limit; total--) {
    set(counts, limit, get(counts, limit) - 1);
    let bits = limit - 1;
    while (get(counts, bits) == 0) bits--;
    set(counts, bits, get(counts, bits) - 1);
    set(counts, bits + 1, get(counts, bits + 1) + 2);
  }
}

/** The rarest symbols get the longest codes. */
function assignLengths(used: i32, lengths: usize): void {
  let index = 0;
  for (let bits = MAX_BITS; bits >= 1; bits--) {
    for (let left = get(counts, bits); left > 0; left--) {
      store<u8>(lengths + ((<usize>entry(index++)) & 0x7ff), <u8>bits);
    }
  }
}

/** Codes in order of length and symbol, their bits reversed. */
export function assignCodes(count: u32, lengths: usize, codes: usize): void {
  memory.fill(counts, 0, 32 * 4);
  for (let symbol: u32 = 0; symbol < count; symbol++) {
    const bits = load<u8>(lengths + symbol);
    set(counts, bits, get(counts, bits) + 1);
  }
  let code: u32 = 0;
  set(counts, 0, 0);
  for (let bits: u32 = 1; bits <= MAX_BITS; bits++) {
    code = (code + get(counts, bits - 1)) << 1;
    set(nextCodes, bits, code);
  }
  for (let symbol: u32 = 0; symbol < count; symbol++) {
    const bits = <u32>load<u8>(lengths + symbol);
    if (bits == 0) continue;
    const next = get(nextCodes, bits);
    set(nextCodes, bits, next + 1);
    store<u16>(codes + ((<usize>symbol) << 1), <u16>reversed(next, bits));
  }
}

function reversed(code: u32, bits: u32): u32 {
  let out: u32 = 0;
  for (let i: u32 = 0; i < bits; i++) out |= ((code >> i) & 1) << (bits - 1 - i);
  return out;
}

/**
 * Huffman tables made to measure (ITU-T T.81 annexes C and K.2). There are four, as baseline allows:
 * DC and AC for Y, DC and AC for chroma.
 */

export const DC_LUMA = 0;
export const AC_LUMA = 1;
export const DC_CHROMA = 2;
export const AC_CHROMA = 3;
const TABLES = 4;

const SYMBOLS = 256;
const LONGEST_CODE = 16;
/** K.2 adds one symbol of its own, so that no code consists of ones only. */
const RESERVED = SYMBOLS;
const LEAVES = SYMBOLS + 1;
/** Longer than any code of a histogram below 2^32 can be before it is cut to 16 bits. */
const LONGEST_BRANCH = 64;

/** How often each symbol occurs, u32. */
const HISTOGRAMS: usize = memory.data(TABLES * SYMBOLS * 4, 16);
/** What DHT holds: 16 counts of codes by length, then the symbols. */
const SPECIFICATIONS: usize = memory.data(TABLES * (LONGEST_CODE + SYMBOLS));
/** Per symbol `code << (size + 5) | (length + size)`, u32: size is how many bits of magnitude follow the code. */
export const CODES: usize = memory.data(TABLES * SYMBOLS * 4, 16);
export const CODES_BYTES: usize = TABLES * SYMBOLS * 4;

/** Workspace of K.2: frequency (u32), code length (i32) and next leaf of the same branch (i32, -1: none). */
const FREQUENCY: usize = memory.data(LEAVES * 4, 4);
const LENGTH: usize = memory.data(LEAVES * 4, 4);
const OTHERS: usize = memory.data(LEAVES * 4, 4);
/** The leaf that stands for each branch not yet joined, in rising order, i32. */
const BRANCHES: usize = memory.data(LEAVES * 4, 4);
/** Leaves by code length, i32. */
const COUNTS: usize = memory.data((LONGEST_BRANCH + 1) * 4, 4);

// @ts-ignore: decorator
@inline
function at(array: usize, index: i32): usize {
  return array + ((<usize>index) << 2);
}

// @ts-ignore: decorator
@inline
export function histogram(table: i32): usize {
  return HISTOGRAMS + table * (SYMBOLS * 4);
}

// @ts-ignore: decorator
@inline
export function codes(table: i32): usize {
  return CODES + table * (SYMBOLS * 4);
}

export function specification(table: i32): usize {
  return SPECIFICATIONS + table * (LONGEST_CODE + SYMBOLS);
}

/** Bytes of a specification. */
export function specificationLength(table: i32): i32 {
  let symbols = 0;
  for (let length = 0; length < LONGEST_CODE; length++)
    symbols += <i32>load<u8>(specification(table) + length);
  return LONGEST_CODE + symbols;
}

// @ts-ignore: decorator
@inline
export function countSymbol(counts: usize, symbol: i32): void {
  const count = at(counts, symbol);
  store<u32>(count, load<u32>(count) + 1);
}

export function clearHistograms(): void {
  memory.fill(HISTOGRAMS, 0, TABLES * SYMBOLS * 4);
}

/** Gives every symbol baseline coding can need (F.1.2.1, F.1.2.2) a code, for pictures whose end is not yet known. */
export function expectEverything(): void {
  expectDc();
  expectAc(AC_LUMA, 10);
  expectAc(AC_CHROMA, 10);
}

/** The same for one progressive scan (G.1.2): of DC coefficients, or of AC coefficients that have a table. */
export function expectScan(ofDc: bool, refinement: bool, acTable: i32): void {
  if (ofDc) {
    expectDc();
    return;
  }
  expectAc(acTable, refinement ? 1 : 10);
  // Ends of up to 2^15 - 1 blocks at once.
  for (let bits = 1; bits <= 14; bits++) countSymbol(histogram(acTable), bits << 4);
}

function expectDc(): void {
  for (let size = 0; size <= 11; size++) {
    countSymbol(histogram(DC_LUMA), size);
    countSymbol(histogram(DC_CHROMA), size);
  }
}

function expectAc(table: i32, largest: i32): void {
  for (let run = 0; run < 16; run++) {
    for (let size = run == 0 || run == 15 ? 0 : 1; size <= largest; size++)
      countSymbol(histogram(table), (run << 4) | size);
  }
}

/** Makes the shortest code for a table's histogram. */
export function makeTable(table: i32): void {
  memory.copy(FREQUENCY, histogram(table), SYMBOLS * 4);
  store<u32>(at(FREQUENCY, RESERVED), 1);
  memory.fill(LENGTH, 0, LEAVES * 4);
  memory.fill(OTHERS, 0xff, LEAVES * 4);
  joinBranches();
  countLengths();
  limitLengths();
  specify(table);
  assignCodes(table);
}

/** Figure K.1: joins the two rarest branches until one is left; every join lengthens the codes of both by one. */
function joinBranches(): void {
  for (let branches = listBranches(); branches > 1; branches--) {
    const second = joinRarest(branches);
    const place = at(BRANCHES, second);
    memory.copy(place, place + 4, (branches - second - 1) << 2);
  }
}

/** Lists the leaves that occur. Returns their number. */
function listBranches(): i32 {
  let branches = 0;
  for (let leaf = 0; leaf < LEAVES; leaf++) {
    if (load<u32>(at(FREQUENCY, leaf)) > 0) store<i32>(at(BRANCHES, branches++), leaf);
  }
  return branches;
}

/** Joins the two rarest branches, the last ones of those that are as rare. Returns the place of the one to forget. */
function joinRarest(branches: i32): i32 {
  let rarest = 0;
  let second = 0;
  let least: u64 = u64.MAX_VALUE;
  let secondLeast: u64 = u64.MAX_VALUE;
  for (let place = 0; place < branches; place++) {
    const frequency = <u64>load<u32>(at(FREQUENCY, load<i32>(at(BRANCHES, place))));
    if (frequency <= least) {
      second = rarest;
      secondLeast = least;
      rarest = place;
      least = frequency;
    } else if (frequency <= secondLeast) {
      second = place;
      secondLeast = frequency;
    }
  }
  const kept = load<i32>(at(BRANCHES, rarest));
  const joined = load<i32>(at(BRANCHES, second));
  store<u32>(at(FREQUENCY, kept), <u32>(least + secondLeast));
  store<i32>(at(OTHERS, lengthen(kept)), joined);
  lengthen(joined);
  return second;
}

/** Makes the codes of a whole branch one bit longer. Returns its last leaf. */
function lengthen(leaf: i32): i32 {
  while (true) {
    store<i32>(at(LENGTH, leaf), load<i32>(at(LENGTH, leaf)) + 1);
    const next = load<i32>(at(OTHERS, leaf));
    if (next < 0) return leaf;
    leaf = next;
  }
}

/** Figure K.2. */
function countLengths(): void {
  memory.fill(COUNTS, 0, (LONGEST_BRANCH + 1) * 4);
  for (let leaf = 0; leaf < LEAVES; leaf++) {
    const length = load<i32>(at(LENGTH, leaf));
    if (length > 0) countSymbol(COUNTS, length);
  }
}

// @ts-ignore: decorator
@inline
function addCount(length: i32, change: i32): void {
  store<i32>(at(COUNTS, length), load<i32>(at(COUNTS, length)) + change);
}

/** Figure K.3: no code longer than 16 bits; then the reserved leaf gives up its code, which is one of the longest. */
function limitLengths(): void {
  for (let length = LONGEST_BRANCH; length > LONGEST_CODE; length--) {
    while (load<i32>(at(COUNTS, length)) > 0) {
      let shorter = length - 2;
      while (load<i32>(at(COUNTS, shorter)) == 0) shorter--;
      addCount(length, -2);
      addCount(length - 1, 1);
      addCount(shorter + 1, 2);
      addCount(shorter, -1);
    }
  }
  let longest = LONGEST_CODE;
  while (load<i32>(at(COUNTS, longest)) == 0) longest--;
  addCount(longest, -1);
}

/** Figure K.4: symbols sorted by the length of their codes before those were limited. */
function specify(table: i32): void {
  let next = specification(table);
  for (let length = 1; length <= LONGEST_CODE; length++) store<u8>(next++, <u8>load<i32>(at(COUNTS, length)));
  for (let length = 1; length <= LONGEST_BRANCH; length++) {
    for (let symbol = 0; symbol < SYMBOLS; symbol++) {
      if (load<i32>(at(LENGTH, symbol)) == length) store<u8>(next++, <u8>symbol);
    }
  }
}

/** Annex C: codes of one length are consecutive numbers. */
function assignCodes(table: i32): void {
  memory.fill(codes(table), 0, SYMBOLS * 4);
  let code = 0;
  let next = specification(table) + LONGEST_CODE;
  for (let length = 1; length <= LONGEST_CODE; length++) {
    const count = <i32>load<u8>(specification(table) + length - 1);
    for (let i = 0; i < count; i++) {
      const symbol = <i32>load<u8>(next++);
      const size = symbol & 15;
      store<u32>(at(codes(table), symbol), ((<u32>code) << (size + 5)) | (length + size));
      code++;
    }
    code <<= 1;
  }
}

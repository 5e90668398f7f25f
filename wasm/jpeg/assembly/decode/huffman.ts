/**
 * Huffman tables (T.81 annexes C and F.2.2.3). A DHT segment is only copied; the lookups are built when a scan uses
 * the table, so that a file cannot make us build tables nobody reads. One table is HUFFMAN_BYTES long:
 *
 *     FAST      1024 × u32   by the next 10 bits. AC: value << 16 | run << 8 | bits of code and value together, when
 *                            all of them are among the ten; else symbol << 8 | bits of the code, or 0 for a
 *                            longer code. DC: value << 16 | bits of both; else size << 8 | bits | DC_SPLIT, or 0.
 *     SKIP      4096 × u16   AC only, by the next 12 bits: as many whole symbols as begin and have their code in them:
 *                            coefficients passed << 8 | bits of codes and values. SKIP_END is added to the
 *                            coefficients when the last one ends the block. 0: look at one symbol.
 *     LARGEST   18 × i32     largest code of each length, -1 when there is none
 *     SMALLEST  18 × i32     first code of each length
 *     OFFSET    18 × i32     index of a code's symbol minus the code, for each length
 *     COUNTS    16 × u8      the segment's own list: codes of each length
 *     SYMBOLS   256 × u8     the symbols in order of their codes
 *     STATE     4 × u8       which lookups are built
 */
export const FAST_BITS: i32 = 10;
const SKIP_BITS: i32 = 12;
/** Set in a FAST entry of a DC table whose value is not among the ten bits. */
export const DC_SPLIT: u32 = 0x80;
export const SKIP: usize = 4096;
/** Added to the coefficients of a SKIP entry that ends with EOB. */
export const SKIP_END: i32 = 128;
const LARGEST: usize = SKIP + 8192;
const SMALLEST: usize = LARGEST + 72;
const OFFSET: usize = SMALLEST + 72;
const COUNTS: usize = OFFSET + 72;
const SYMBOLS: usize = COUNTS + 16;
const STATE: usize = SYMBOLS + 256;
export const HUFFMAN_BYTES: usize = (STATE + 4 + 63) & ~63;

const EMPTY: u8 = 0;
const READ: u8 = 1;
const BUILT: u8 = 2;
const BUILT_WITH_SKIP: u8 = 3;

/** 4096 × u16: length << 8 | symbol of the code that the index starts with. */
const firstSymbol = memory.data(8192, 16);

/** Bytes of a table's own list. */
export const LIST_BYTES: usize = 16 + 256;

/** Copies out a table's list, which `putList` makes the table of again. */
export function copyList(table: usize, to: usize): void {
  memory.copy(to, table + COUNTS, LIST_BYTES);
}

export function putList(table: usize, list: usize): void {
  memory.copy(table + COUNTS, list, LIST_BYTES);
  store<u8>(table, READ, STATE);
}

/** Copies one table of a DHT segment with `room` bytes left. Its length, or 0 when it is not a table. */
export function readHuffmanTable(table: usize, list: usize, room: usize): usize {
  if (room < 16) return 0;
  let total: usize = 0;
  let code = 0;
  for (let length = 1; length <= 16; length++) {
    const count = <i32>load<u8>(list + length - 1);
    total += <usize>count;
    code += count;
    if (code > 1 << length) return 0;
    code <<= 1;
  }
  if (total > 256 || <usize>16 + total > room) return 0;
  memory.copy(table + COUNTS, list, 16 + total);
  store<u8>(table, READ, STATE);
  return 16 + total;
}

/** Builds what a scan needs. False when the table was never defined. */
export function buildHuffmanTable(table: usize, direct: bool, skips: bool): bool {
  const state = load<u8>(table, STATE);
  if (state == EMPTY) return false;
  if (state == READ) buildCodes(table, direct);
  if (skips && state != BUILT_WITH_SKIP) buildSkips(table);
  store<u8>(table, skips || state == BUILT_WITH_SKIP ? BUILT_WITH_SKIP : BUILT, STATE);
  return true;
}

/** `direct` for a DC table. */
function buildCodes(table: usize, direct: bool): void {
  memory.fill(table, 0, SKIP);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= 16; length++) {
    const count = <i32>load<u8>(table + length - 1, COUNTS);
    const slot = table + (length << 2);
    store<i32>(slot, index - code, OFFSET);
    store<i32>(slot, code, SMALLEST);
    store<i32>(slot, count ? code + count - 1 : -1, LARGEST);
    for (let i = 0; i < count; i++, code++, index++) {
      if (length > FAST_BITS) continue;
      const symbol = <i32>load<u8>(table + index, SYMBOLS);
      const free = FAST_BITS - length;
      for (let tail = 0; tail < 1 << free; tail++) {
        const entry = direct ? dcEntry(symbol, length, tail, free) : acEntry(symbol, length, tail, free);
        store<u32>(table + (((code << free) + tail) << 2), entry);
      }
    }
    code <<= 1;
  }
}

/** `tail`: the `free` bits that follow the code. */
function dcEntry(symbol: i32, length: i32, tail: i32, free: i32): u32 {
  const size = symbol & 15;
  if (size == 0) return length;
  if (size > free) return (size << 8) | length | DC_SPLIT;
  return (extend(tail >> (free - size), size) << 16) | (length + size);
}

function acEntry(symbol: i32, length: i32, tail: i32, free: i32): u32 {
  const size = symbol & 15;
  if (size == 0 || size > free) return (symbol << 8) | length;
  return (extend(tail >> (free - size), size) << 16) | ((symbol >> 4) << 8) | (length + size);
}

function buildSkips(table: usize): void {
  memory.fill(firstSymbol, 0, 8192);
  for (let length = 1; length <= SKIP_BITS; length++) {
    const slot = table + (length << 2);
    const free = SKIP_BITS - length;
    for (let code = load<i32>(slot, SMALLEST); code <= load<i32>(slot, LARGEST); code++) {
      const symbol = <i32>load<u8>(table + load<i32>(slot, OFFSET) + code, SYMBOLS);
      for (let tail = 0; tail < 1 << free; tail++) {
        store<u16>(firstSymbol + (((code << free) + tail) << 1), <u16>((length << 8) | symbol));
      }
    }
  }
  for (let i = 0; i < 1 << SKIP_BITS; i++) store<u16>(table + (i << 1), skipEntry(i), SKIP);
}

function skipEntry(ahead: i32): u16 {
  let used = 0;
  let passed = 0;
  while (passed <= 63 && used < SKIP_BITS) {
    const entry = <i32>load<u16>(firstSymbol + (((ahead << used) & 4095) << 1));
    const length = entry >> 8;
    if (length == 0 || used + length > SKIP_BITS) break;
    const size = entry & 15;
    const run = (entry & 255) >> 4;
    used += length + size;
    if (size == 0 && run != 15) {
      passed += SKIP_END;
      break;
    }
    passed += run + 1;
  }
  return <u16>((passed << 8) | used);
}

/** EXTEND of T.81 F.2.2.1: the value that `size` extra bits stand for. */
// @ts-ignore: decorator
@inline
export function extend(value: i32, size: i32): i32 {
  return value + ((1 - (1 << size)) & ((value - (1 << (size - 1))) >> 31));
}

/** Decodes a code longer than FAST_BITS: length << 8 | symbol. No such code counts as 16 bits of symbol 0. */
export function decodeLong(table: usize, bits: u64): i32 {
  for (let length = FAST_BITS + 1; length <= 16; length++) {
    const code = <i32>(bits >> (64 - length));
    const slot = table + (length << 2);
    if (code <= load<i32>(slot, LARGEST)) {
      return (length << 8) | (<i32>load<u8>(table + ((load<i32>(slot, OFFSET) + code) & 255), SYMBOLS));
    }
  }
  return 16 << 8;
}

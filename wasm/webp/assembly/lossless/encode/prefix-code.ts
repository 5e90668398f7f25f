/** Prefix codes that fit counts, and their description (RFC 9649, section 3.7.2.1). */
import { putBits } from '../../../../shared/bits';
import {
  findRuns,
  runBits,
  runSymbol,
  symbolsDescribed,
  writeRunCode,
  writeRuns,
} from '../../../../shared/code-lengths';
import { buildCode } from '../../../../shared/huffman';

const MOST_LENGTH: u32 = 15;
const LENGTH_ORDER = memory.data<u8>([17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
/** Symbols of a code that are described in one byte. */
const BYTE: u32 = 256;
/** Bits that it costs to say where the lengths end. */
const END_BITS: u32 = 13;

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
  const runs = findRuns(lengths, size, true);
  writeRunCode(LENGTH_ORDER, symbolsDescribed(LENGTH_ORDER));
  writeRuns(writeEnd(runs));
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

/** Leaves zeros out at the end of so many runs where that is cheaper than to write them; how many are left. */
function writeEnd(runs: u32): u32 {
  let left = runs;
  let saved: u32 = 0;
  for (; left > 2; left--) {
    const symbol = runSymbol(left - 1);
    if (symbol != 0 && symbol < 17) break;
    saved += runBits(symbol);
  }
  if (saved <= END_BITS) {
    putBits(0, 1);
    return runs;
  }
  const pairs = left == 2 ? 0 : (<u32>(31 - clz(left - 2))) >> 1;
  putBits(1, 1);
  putBits(pairs, 3);
  putBits(left - 2, 2 * pairs + 2);
  return left;
}

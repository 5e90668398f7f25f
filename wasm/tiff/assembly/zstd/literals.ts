/** The literals of a block (RFC 8878, section 3.1.1.3.1): as they are, one byte again and again, or in a Huffman code. */
import { bitsLeft, dropBits, highestBit, openBackward, peekBits, takeBits } from './backward';
import { buildTable, fseLog, readShares } from './fse';

export const MOST_LITERALS: usize = 131072;
const LONGEST_CODE: i32 = 11;
/** By the next 11 bits, or as many as the longest code has: a byte, and how many bits its code has. */
const codes: usize = memory.data(2048 * 2, 16);
const weights: usize = memory.data(256, 16);
const weightStates: usize = memory.data(64 * 4, 16);
let codeLog: i32 = 0;

export let literals: usize = 0;
export let literalCount: usize = 0;

/** Begins a frame: literals go to `to`. No code is known. */
export function startLiterals(to: usize): void {
  literals = to;
  codeLog = 0;
}

/** Reads the section at the beginning of a block; where it ends, or 0 for a broken one. */
export function readLiterals(from: usize, end: usize): usize {
  if (end - from < 1) return 0;
  const head = <u32>load<u8>(from);
  return (head & 2) == 0 ? readPlain(head, from, end) : readCoded(head, from, end);
}

function readPlain(head: u32, from: usize, end: usize): usize {
  const form = (head >> 2) & 3;
  const size: usize = form == 1 ? 2 : form == 3 ? 3 : 1;
  if (end - from < size) return 0;
  const word = load<u32>(from);
  literalCount = size == 1 ? (word >> 3) & 31 : size == 2 ? (word >> 4) & 0xfff : (word >> 4) & 0xfffff;
  const data = from + size;
  const stored: usize = head & 1 ? 1 : literalCount;
  if (literalCount > MOST_LITERALS || end - data < stored) return 0;
  if (head & 1) memory.fill(literals, load<u8>(data), literalCount);
  else memory.copy(literals, data, literalCount);
  return data + stored;
}

function readCoded(head: u32, from: usize, end: usize): usize {
  const form = (head >> 2) & 3;
  const width: u64 = form < 2 ? 10 : form == 2 ? 14 : 18;
  const size: usize = form < 2 ? 3 : form == 2 ? 4 : 5;
  if (end - from < size) return 0;
  const word = load<u64>(from) >> 4;
  const mask = ((<u64>1) << width) - 1;
  literalCount = <usize>(word & mask);
  let at = from + size;
  const stop = at + <usize>((word >> width) & mask);
  if (literalCount > MOST_LITERALS || stop > end) return 0;
  if ((head & 1) == 0) at = readCode(at, stop);
  if (at == 0 || codeLog == 0) return 0;
  const right = form == 0 ? expand(at, stop, literals, literals + literalCount) : expandFour(at, stop);
  return right ? stop : 0;
}

/** Four streams of equal lengths, but for the last one. */
function expandFour(from: usize, end: usize): bool {
  if (end - from < 6) return false;
  const part = (literalCount + 3) >> 2;
  let at = from + 6;
  let to = literals;
  for (let i: usize = 0; i < 4; i++) {
    const next = i < 3 ? at + load<u16>(from + i * 2) : end;
    const toEnd = i < 3 ? to + part : literals + literalCount;
    if (next > end || toEnd < to || !expand(at, next, to, toEnd)) return false;
    at = next;
    to = toEnd;
  }
  return true;
}

function expand(from: usize, end: usize, to: usize, toEnd: usize): bool {
  if (toEnd > literals + literalCount || !openBackward(from, end - from)) return false;
  for (; to < toEnd; to++) {
    const code = <u32>load<u16>(codes + ((<usize>peekBits(codeLog)) << 1));
    store<u8>(to, <u8>code);
    dropBits(<i32>(code >> 8));
  }
  return bitsLeft == 0;
}

/** Reads a Huffman code; where it ends, or 0. */
function readCode(from: usize, end: usize): usize {
  if (from >= end) return 0;
  const head = <usize>load<u8>(from);
  let count: i32 = 0;
  let next: usize = 0;
  if (head < 128) {
    next = from + 1 + head;
    count = next <= end ? readWeights(from + 1, next) : 0;
  } else {
    count = <i32>head - 127;
    next = from + 1 + ((count + 1) >> 1);
    if (next > end) return 0;
    for (let i: usize = 0; i < <usize>count; i++) {
      const pair = load<u8>(from + 1 + (i >> 1));
      store<u8>(weights + i, i & 1 ? pair & 15 : pair >> 4);
    }
  }
  return count > 0 && buildCode(count) ? next : 0;
}

/** Weights in a code of two states that take turns; how many, or 0. */
function readWeights(from: usize, end: usize): i32 {
  const bits = readShares(from, end, 6, 16);
  if (bits == 0) return 0;
  buildTable(weightStates);
  if (!openBackward(bits, end - bits)) return 0;
  let one = weightStates + (takeBits(fseLog) << 2);
  let other = weightStates + (takeBits(fseLog) << 2);
  for (let count = 0; count < 254; count++) {
    store<u8>(weights + count, load<u8>(one));
    const width = <i32>load<u8>(one, 1);
    const next = weightStates + ((<u32>load<u16>(one, 2) + takeBits(width)) << 2);
    // The bits that the next state would take are not there: the other one's symbol is the last.
    if (bitsLeft < 0) {
      store<u8>(weights + count + 1, load<u8>(other));
      return count + 2;
    }
    one = other;
    other = next;
  }
  return 0;
}

/** Makes the table; the weight of the last byte is what is missing. */
function buildCode(count: i32): bool {
  let sum: i32 = 0;
  for (let i = 0; i < count; i++) {
    const weight = <i32>load<u8>(weights + i);
    if (weight > LONGEST_CODE + 1) return false;
    if (weight > 0) sum += 1 << (weight - 1);
  }
  if (sum == 0) return false;
  codeLog = highestBit(sum) + 1;
  const missing = (1 << codeLog) - sum;
  if (codeLog > LONGEST_CODE || (missing & (missing - 1)) != 0) {
    codeLog = 0;
    return false;
  }
  store<u8>(weights + count, <u8>(highestBit(missing) + 1));
  let to = codes;
  for (let weight = 1; weight <= codeLog; weight++) {
    for (let byte = 0; byte <= count; byte++) {
      if (<i32>load<u8>(weights + byte) != weight) continue;
      const entry = <u16>(byte | ((codeLog + 1 - weight) << 8));
      for (let i = 1 << (weight - 1); i > 0; i--, to += 2) store<u16>(to, entry);
    }
  }
  return true;
}

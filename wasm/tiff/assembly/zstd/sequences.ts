/** The sequences of a block (RFC 8878, section 3.1.1.3.2): so many literals, then a match, again and again. */
import { ringReaches, ringRepeat, ringRoom, ringTake } from '../ring';
import { bitsLeft, openBackward, takeBits } from './backward';
import { buildSingle, buildTable, fseLog, readShares, takeShares } from './fse';
import { literalCount, literals } from './literals';

/** One of the three codes: its states, and what the format says of it. */
@unmanaged
class Code {
  table: usize;
  /** Accuracy; -1 while no table is known. */
  log: i32;
  mostLog: i32;
  mostSymbols: i32;
  usual: usize;
  usualCount: i32;
  usualLog: i32;
}

const lengths = changetype<Code>(memory.data(offsetof<Code>(), 16));
const offsets = changetype<Code>(memory.data(offsetof<Code>(), 16));
const matches = changetype<Code>(memory.data(offsetof<Code>(), 16));
const tables: usize = memory.data(3 * 512 * 4, 16);

const USUAL_LENGTHS = memory.data<i8>([
  4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1,
  -1,
]);
const USUAL_OFFSETS = memory.data<i8>([
  1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1,
]);
const USUAL_MATCHES = memory.data<i8>([
  1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
]);
/** Of lengths from 16 on and of matches from 32 on: the least, and how many bits are added. */
const LENGTH_BASES = memory.data<u32>([
  16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536,
]);
const LENGTH_BITS = memory.data<u8>([1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
const MATCH_BASES = memory.data<u32>([
  35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771, 65539,
]);
const MATCH_BITS = memory.data<u8>([1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
const LARGEST_OFFSET: i32 = 31;

/** The last three offsets. */
let recent0: u32 = 0;
let recent1: u32 = 0;
let recent2: u32 = 0;

/** Begins a frame. */
export function startSequences(): void {
  recent0 = 1;
  recent1 = 4;
  recent2 = 8;
  setCode(lengths, 0, 9, 36, USUAL_LENGTHS, 36, 6);
  setCode(offsets, 1, 8, LARGEST_OFFSET + 1, USUAL_OFFSETS, 29, 5);
  setCode(matches, 2, 9, 53, USUAL_MATCHES, 53, 6);
}

function setCode(
  code: Code,
  i: usize,
  mostLog: i32,
  mostSymbols: i32,
  usual: usize,
  count: i32,
  log: i32,
): void {
  code.table = tables + i * 2048;
  code.log = -1;
  code.mostLog = mostLog;
  code.mostSymbols = mostSymbols;
  code.usual = usual;
  code.usualCount = count;
  code.usualLog = log;
}

/** Reads the section, and adds what it and the literals say to the ring; false for a broken one. */
export function runSequences(from: usize, end: usize): bool {
  if (from >= end) return false;
  let count = <u32>load<u8>(from);
  let at = from + 1;
  if (count >= 128) {
    const long = count == 255;
    count = long ? <u32>load<u16>(at) + 0x7f00 : ((count - 128) << 8) + load<u8>(at);
    at += long ? 2 : 1;
  }
  if (count == 0) return at <= end && takeLiterals(literals, literalCount);
  if (at >= end) return false;
  const modes = <u32>load<u8>(at++);
  at = readTable(lengths, modes >> 6, at, end);
  if (at > 0) at = readTable(offsets, (modes >> 4) & 3, at, end);
  if (at > 0) at = readTable(matches, (modes >> 2) & 3, at, end);
  return at > 0 && at < end && openBackward(at, end - at) && run(count);
}

/** Makes a table as a mode says: the usual one, of one symbol, as described, or the last again. */
function readTable(code: Code, mode: u32, from: usize, end: usize): usize {
  let next = from;
  if (mode == 3) return code.log < 0 ? 0 : from;
  if (mode == 1) {
    if (from >= end || <i32>load<u8>(from) >= code.mostSymbols) return 0;
    buildSingle(code.table, load<u8>(next++));
  } else {
    if (mode == 0) takeShares(code.usual, code.usualCount, code.usualLog);
    else next = readShares(from, end, code.mostLog, code.mostSymbols);
    if (next == 0) return 0;
    buildTable(code.table);
  }
  code.log = fseLog;
  return next;
}

function takeLiterals(from: usize, count: usize): bool {
  if (count > ringRoom()) return false;
  ringTake(from, count);
  return true;
}

function run(count: u32): bool {
  let length = lengths.table + (takeBits(lengths.log) << 2);
  let offset = offsets.table + (takeBits(offsets.log) << 2);
  let match = matches.table + (takeBits(matches.log) << 2);
  let from = literals;
  const end = literals + literalCount;
  for (let left = count; left > 0; left--) {
    const offsetCode = <i32>load<u8>(offset);
    const value = ((<u32>1) << offsetCode) + takeBits(offsetCode);
    const copied = valueOf(load<u8>(match), 32, 3, MATCH_BASES, MATCH_BITS);
    const literal = valueOf(load<u8>(length), 16, 0, LENGTH_BASES, LENGTH_BITS);
    if (bitsLeft < 0 || literal > end - from || !takeLiterals(from, literal)) return false;
    from += literal;
    const back = distanceOf(value, literal == 0);
    if (!ringReaches(back) || copied > ringRoom()) return false;
    ringRepeat(back, copied);
    if (left == 1) break;
    length = nextState(lengths.table, length);
    match = nextState(matches.table, match);
    offset = nextState(offsets.table, offset);
  }
  return bitsLeft == 0 && takeLiterals(from, end - from);
}

// @ts-ignore: decorator
@inline
function nextState(table: usize, state: usize): usize {
  return table + ((<u32>load<u16>(state, 2) + takeBits(<i32>load<u8>(state, 1))) << 2);
}

// @ts-ignore: decorator
@inline
function valueOf(code: u32, plain: u32, least: u32, bases: usize, bits: usize): u32 {
  if (code < plain) return code + least;
  const i = code - plain;
  return load<u32>(bases + (i << 2)) + takeBits(load<u8>(bits + i));
}

/** The distance that a value means; 0 for none. The first three stand for recent ones, shifted by one after no literals. */
function distanceOf(value: u32, none: bool): u32 {
  if (value > 3) {
    recent2 = recent1;
    recent1 = recent0;
    return (recent0 = value - 3);
  }
  const which = value - 1 + (none ? 1 : 0);
  if (which == 0) return recent0;
  const distance = which == 1 ? recent1 : which == 2 ? recent2 : recent0 - 1;
  if (which > 1) recent2 = recent1;
  recent1 = recent0;
  return (recent0 = distance);
}

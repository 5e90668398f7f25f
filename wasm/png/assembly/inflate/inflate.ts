/**
 * Inflates a zlib stream (RFC 1950, 1951) piece by piece. Input lies in a buffer that the caller refills; output goes
 * to a window that keeps the 32 KiB matches may reach back to. Input may be read 8 bytes beyond its end.
 *
 * The next bits are held in 64 bits, of which at least 56 are valid after `refill`. Four literal entries of 11 bits, or a
 * length and a distance with all their extra bits (48), need no other refill.
 */
import {
  buildDistances,
  buildLiterals,
  buildPrecode,
  DISTANCE_ROOT,
  distanceTable,
  END,
  LINK,
  LITERAL_ROOT,
  literalTable,
  MAX_DISTANCES,
  MAX_LITERALS,
  PRECODE_ROOT,
  precodeTable,
  SPECIAL,
} from './codes';
import { copyMatch, preparePatterns } from './copy';

/** `inflate` returned because it needs more input. */
export const NEED_INPUT: i32 = 0;
/** There is no room to write. */
export const WINDOW_FULL: i32 = 1;
/** The stream is all there. */
export const STREAM_END: i32 = 2;
/** The stream breaks the rules or ends early; what came before is in the window. */
export const BROKEN: i32 = 3;

/** Farthest reach of a match. */
export const HISTORY: usize = 32768;
/** Bytes the window must have beyond the limit: the longest match, literals and vector stores. */
export const OVERRUN: usize = 258 + 64;
/** A block header takes at most 285 bytes; less input than this waits for more, unless there is no more. */
const HEADER_ROOM: usize = 320;
/** Input the decoding loop must have before it, as it looks at the end only once a round. */
const ROUND_ROOM: usize = 32;
/** Literal entries of 11 bits that 56 bits hold, with room for none more. */
const ENTRIES_PER_REFILL: i32 = 4;

const enum State {
  StreamHeader,
  BlockHeader,
  Stored,
  Coded,
  Done,
}

let state: State = State.StreamHeader;
let isLast: bool = false;
let storedLeft: usize = 0;

/** The input between `next` and `end`; `final` when nothing follows it. */
let next: usize = 0;
let end: usize = 0;
let final: bool = false;
let bits: u64 = 0;
let held: u32 = 0;

/** The window: bytes before `window` do not exist; writing stops at `limit`. */
let window: usize = 0;
let limit: usize = 0;
/** Where the next byte goes. */
export let out: usize = 0;

const lengths: usize = memory.data(320 + 64, 16);
const PRECODE_ORDER: StaticArray<u8> = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Begins a stream whose output starts at `from` and stops at `to`, which has `OVERRUN` bytes behind it. */
export function startInflate(from: usize, to: usize): void {
  preparePatterns();
  state = State.StreamHeader;
  next = end = 0;
  final = false;
  bits = 0;
  held = 0;
  window = out = from;
  limit = to;
}

/** First byte of the input that is not read yet. */
export function unreadInput(): usize {
  return next;
}

/** How many bytes of input are not read yet. */
export function unreadBytes(): usize {
  return end - min(next, end);
}

/** Says where the input is now; what was unread must be repeated at its start. */
export function setInput(from: usize, to: usize, last: bool): void {
  next = from;
  end = to;
  final = last;
}

/** Says that the window's content was moved towards its start by `bytes`; `HISTORY` bytes at least were kept. */
export function moveWindow(bytes: usize): void {
  out -= bytes;
}

// @ts-ignore: decorator
@inline
function refill(): void {
  bits |= load<u64>(next) << held;
  next += (held ^ 63) >> 3;
  held |= 56;
}

// @ts-ignore: decorator
@inline
function take(count: u32): u32 {
  const value = (<u32>bits) & ((1 << count) - 1);
  bits >>= count;
  held -= count;
  return value;
}

/** True when more was read than there is. */
// @ts-ignore: decorator
@inline
function isBeyond(): bool {
  return next - (held >> 3) > end;
}

/** Inflates until the window is full, more input is needed, or the stream ends. */
export function inflate(): i32 {
  while (true) {
    if (state == State.Done) return STREAM_END;
    if (state == State.Stored) {
      const reason = copyStored();
      if (reason != STREAM_END) return reason;
    } else if (state == State.Coded) {
      const reason = decodeBlock();
      if (reason != STREAM_END) return reason;
    } else {
      if (!final && next + HEADER_ROOM > end) return NEED_INPUT;
      const sound = state == State.StreamHeader ? readStreamHeader() : readBlockHeader();
      if (!sound || isBeyond()) return BROKEN;
    }
  }
}

/** The two bytes of RFC 1950: method 8 and no preset dictionary; the check digits are not looked at. */
function readStreamHeader(): bool {
  refill();
  const method = take(8);
  const flags = take(8);
  state = State.BlockHeader;
  return (method & 15) == 8 && !(flags & 32);
}

function readBlockHeader(): bool {
  refill();
  isLast = take(1) != 0;
  const type = take(2);
  if (type == 0) return readStoredHeader();
  state = State.Coded;
  if (type == 1) return buildFixed();
  return type == 2 && readDynamic();
}

/** A stored block begins at a whole byte, with its length twice: plain and inverted. */
function readStoredHeader(): bool {
  take(held & 7);
  refill();
  const length = take(16);
  const inverse = take(16);
  storedLeft = length;
  state = State.Stored;
  return length == (inverse ^ 0xffff);
}

/** The bytes of a stored block: first those that were read ahead as bits, for the input may have moved on since. */
function copyStored(): i32 {
  while (held > 0 && storedLeft > 0) {
    if (out >= limit) return WINDOW_FULL;
    if (next - (held >> 3) >= end) return BROKEN;
    store<u8>(out++, <u8>take(8));
    storedLeft--;
  }
  if (storedLeft == 0) return endBlock();
  // What is read ahead beyond the held bits is passed now.
  bits = 0;
  const room = limit > out ? limit - out : 0;
  const count = min(storedLeft, min(room, unreadBytes()));
  memory.copy(out, next, count);
  out += count;
  next += count;
  storedLeft -= count;
  if (storedLeft == 0) return endBlock();
  if (count == room) return WINDOW_FULL;
  return final ? BROKEN : NEED_INPUT;
}

function endBlock(): i32 {
  state = isLast ? State.Done : State.BlockHeader;
  return STREAM_END;
}

/** Section 3.2.6. */
function buildFixed(): bool {
  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  if (!buildLiterals(lengths, MAX_LITERALS)) return false;
  memory.fill(lengths, 5, MAX_DISTANCES);
  return buildDistances(lengths, MAX_DISTANCES);
}

/** Section 3.2.7: the code lengths of both codes, themselves run-length and prefix coded. */
function readDynamic(): bool {
  const literals = take(5) + 257;
  const distances = take(5) + 1;
  const precodes = take(4) + 4;
  memory.fill(lengths, 0, 19);
  for (let i: u32 = 0; i < precodes; i++) {
    refill();
    store<u8>(lengths + PRECODE_ORDER[i], <u8>take(3));
  }
  if (literals > 286 || !buildPrecode(lengths)) return false;
  if (!readLengths(literals + distances) || load<u8>(lengths, 256) == 0) return false;
  // The distances' lengths come first, as the literals' table is larger and reuses their scratch.
  return buildDistances(lengths + literals, distances) && buildLiterals(lengths, literals);
}

function readLengths(count: u32): bool {
  let i: u32 = 0;
  while (i < count) {
    refill();
    const entry = load<u32>(precodeTable + (((<usize>bits) & ((1 << PRECODE_ROOT) - 1)) << 2));
    take(entry & 63);
    const symbol = entry >> 16;
    if (symbol < 16) {
      store<u8>(lengths + i++, <u8>symbol);
      continue;
    }
    if (symbol == 16 && i == 0) return false;
    const value = symbol == 16 ? load<u8>(lengths + i - 1) : 0;
    const times = symbol == 16 ? 3 + take(2) : symbol == 17 ? 3 + take(3) : 11 + take(7);
    if (i + times > count) return false;
    memory.fill(lengths + i, value, times);
    i += times;
  }
  return true;
}

// @ts-ignore: decorator
@inline
function lookUp(table: usize, root: u32, bits: u64): u32 {
  return load<u32>(table + (((<usize>bits) & ((1 << root) - 1)) << 2));
}

/** Follows an entry to its second table. */
// @ts-ignore: decorator
@inline
function follow(table: usize, entry: u32, bits: u64): u32 {
  const index = (<u32>bits) & ((1 << ((entry >> 8) & 31)) - 1);
  return load<u32>(table + ((((entry >> 14) & 0x3fff) + index) << 2));
}

/** Least value plus extra bits of a length or distance entry. */
// @ts-ignore: decorator
@inline
function valueOf(entry: u32, base: u32, bits: u64): usize {
  const code = (entry >> 8) & 31;
  return base + ((<u32>(bits & (((<u64>1) << (entry & 63)) - 1))) >> code);
}

/**
 * The symbols of one block. State is kept in locals while it runs: globals live in memory. Only the low six bits of
 * `count` mean anything, so whole entries may be subtracted from it, and shifts look at no more than that either.
 */
function decodeBlock(): i32 {
  let to = out;
  let from = next;
  let buffer = bits;
  let count = held;
  const room = end - ROUND_ROOM;
  const stop = limit;
  let reason = WINDOW_FULL;
  let mark = to;
  while (to < stop) {
    if (<isize>from > <isize>room) {
      if (!final) {
        reason = NEED_INPUT;
        break;
      }
      if (from - ((count & 63) >> 3) > end) {
        to = mark;
        reason = BROKEN;
        break;
      }
    }
    mark = to;
    count &= 63;
    buffer |= load<u64>(from) << count;
    from += (count ^ 63) >> 3;
    count |= 56;

    let entry = lookUp(literalTable, LITERAL_ROOT, buffer);
    if (<i32>entry < 0) {
      let left = ENTRIES_PER_REFILL;
      do {
        store<u16>(to, <u16>(entry >> 8));
        to += (entry >> 6) & 3;
        buffer >>= entry;
        count -= entry;
        left--;
        if (left > 0) entry = lookUp(literalTable, LITERAL_ROOT, buffer);
      } while (<i32>entry < 0 && left > 0);
      if (left == 0) continue;
      count &= 63;
      buffer |= load<u64>(from) << count;
      from += (count ^ 63) >> 3;
      count |= 56;
    }
    if (entry & SPECIAL) {
      if (entry & LINK) {
        buffer >>= entry;
        count -= entry;
        entry = follow(literalTable, entry, buffer);
      }
      if (<i32>entry < 0) {
        store<u8>(to++, <u8>(entry >> 8));
        buffer >>= entry;
        count -= entry;
        continue;
      }
      if (entry & SPECIAL) {
        reason = entry & END ? STREAM_END : BROKEN;
        buffer >>= entry;
        count -= entry;
        break;
      }
    }
    const length = valueOf(entry, (entry >> 16) & 0x1ff, buffer);
    buffer >>= entry;
    count -= entry;
    entry = lookUp(distanceTable, DISTANCE_ROOT, buffer);
    if (entry & SPECIAL) {
      if (entry & LINK) {
        buffer >>= entry;
        count -= entry;
        entry = follow(distanceTable, entry, buffer);
      }
      if (entry & SPECIAL) {
        reason = BROKEN;
        break;
      }
    }
    const distance = valueOf(entry, entry >> 16, buffer);
    buffer >>= entry;
    count -= entry;
    if (distance > to - window) {
      reason = BROKEN;
      break;
    }
    copyMatch(to, distance, length);
    to += length;
  }
  out = to;
  next = from;
  bits = buffer;
  held = count & 63;
  return reason == STREAM_END ? endBlock() : reason;
}

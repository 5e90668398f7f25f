/**
 * LZMA2 (the format of .xz files and its reference decoder's description): chunks, stored or coded, of a stream of
 * literals and matches, each bit with a probability that learns.
 */
import {
  forgetRing,
  ringByte,
  ringCount,
  ringPut,
  ringReaches,
  ringRepeat,
  ringRoom,
  ringTake,
} from '../ring';

import {
  beginRange,
  bigEndian,
  bit,
  direct,
  end,
  endRange,
  last,
  next,
  resetProbabilities,
  reverseTree,
  short,
  skip,
  tree,
} from './range';

/** `expandLzma` needs more input, has made a piece, or met the end or nonsense. */
const NEED_INPUT: i32 = 0;
const MADE: i32 = 1;
const ENDED: i32 = 2;

/** Most input that one literal or match takes, and a chunk's header. */
const SYMBOL_ROOM: usize = 21;
const HEADER_ROOM: usize = 6;

/** Probabilities of 11 bits, where each group begins. */
const POSITIONS: u32 = 16;
const IS_MATCH: u32 = 0;
const IS_REPEAT: u32 = IS_MATCH + 12 * POSITIONS;
const IS_LATER: u32 = IS_REPEAT + 12;
const IS_LATER_1: u32 = IS_LATER + 12;
const IS_LATER_2: u32 = IS_LATER_1 + 12;
const IS_LONG: u32 = IS_LATER_2 + 12;
const SLOTS: u32 = IS_LONG + 12 * POSITIONS;
const SPECIAL: u32 = SLOTS + 4 * 64;
const ALIGNED: u32 = SPECIAL + 128;
const MATCH_LENGTH: u32 = ALIGNED + 16;
const LENGTH_SIZE: u32 = 2 + POSITIONS * 16 + 256;
const REPEAT_LENGTH: u32 = MATCH_LENGTH + LENGTH_SIZE;
const LITERALS: u32 = REPEAT_LENGTH + LENGTH_SIZE;
const LITERAL_SIZE: u32 = 0x300;
/** Literal contexts are chosen by at most four bits. */
const ALL: u32 = LITERALS + (LITERAL_SIZE << 4);
/** Bytes that the chunk still makes; whether they are stored; whether the range coder is to begin. */
let left: u32 = 0;
let stored: bool = false;
let begins: bool = false;
let done: bool = false;

let state: u32 = 0;
let rep0: u32 = 0;
let rep1: u32 = 0;
let rep2: u32 = 0;
let rep3: u32 = 0;
/** The rest of a match that was cut by the end of a piece. */
let pending: u32 = 0;
let contextBits: u32 = 0;
let positionMask: u32 = 0;
let literalMask: u32 = 0;
/** What has to be reset before a coded chunk: 3 all, 2 properties and state, 1 state. */
let wanted: u32 = 3;

/** Begins a stream whose ring was begun. */
export function startLzma(): void {
  left = pending = 0;
  done = false;
  wanted = 3;
}

/** Fills the room of the ring as far as it goes. */
export function expandLzma(): i32 {
  while (!done && ringRoom() > 0) {
    const room = <u32>ringRoom();
    const answer = left == 0 ? readChunk() : stored ? copyStored(room) : decode(room);
    if (answer != MADE) return answer;
  }
  return done ? ENDED : MADE;
}

function fail(): i32 {
  done = true;
  return ENDED;
}

/** Reads a chunk's header. */
function readChunk(): i32 {
  if (pending > 0) return fail();
  if (short(HEADER_ROOM) && !last) return NEED_INPUT;
  if (short(1)) return fail();
  const control = <u32>load<u8>(next);
  if (control == 0 || (control > 2 && control < 0x80)) return fail();
  const size: usize = control < 0x80 ? 3 : control < 0xc0 ? 5 : 6;
  if (short(size)) return fail();
  left = bigEndian(next + 1) + 1;
  stored = control < 0x80;
  const reset: u32 = stored ? (control == 1 ? 3 : 0) : (control >> 5) & 3;
  if (reset == 3) forgetRing();
  if (stored) {
    // Properties and state are still wanted from a coded chunk.
    if (reset == 3) wanted = 2;
    else if (wanted == 3) return fail();
  } else {
    if (reset < wanted) return fail();
    left += (control & 31) << 16;
    begins = true;
    wanted = 0;
    if (reset >= 2 && !setProperties(load<u8>(next, 5))) return fail();
    if (reset >= 1) resetState();
  }
  skip(size);
  return MADE;
}

function setProperties(byte: u32): bool {
  if (byte >= 225) return false;
  const literalBits = (byte / 9) % 5;
  contextBits = byte % 9;
  literalMask = (1 << literalBits) - 1;
  positionMask = (1 << (byte / 45)) - 1;
  return contextBits + literalBits <= 4;
}

function resetState(): void {
  state = rep0 = rep1 = rep2 = rep3 = 0;
  resetProbabilities(ALL);
}

function copyStored(room: u32): i32 {
  const count = min(min(left, room), <u32>(end - next));
  ringTake(next, count);
  skip(count);
  left -= count;
  if (count > 0) return MADE;
  return last ? fail() : NEED_INPUT;
}

/** Decodes until the chunk or the room ends. */
function decode(room: u32): i32 {
  if (begins) {
    if (short(5)) return last ? fail() : NEED_INPUT;
    if (!beginRange()) return fail();
    begins = false;
  }
  const stop = left - min(left, room);
  while (left > stop) {
    if (pending > 0) {
      const count = min(pending, left - stop);
      ringRepeat(rep0 + 1, count);
      pending -= count;
      left -= count;
      continue;
    }
    if (short(SYMBOL_ROOM) && !last) return NEED_INPUT;
    const position = ringCount & positionMask;
    const isMatch = bit(IS_MATCH + state * POSITIONS + position);
    const literal = isMatch ? 0 : decodeLiteral();
    if (isMatch && (!decodeMatch(position) || !ringReaches(<usize>rep0 + 1))) return fail();
    // What was read beyond the end is nothing.
    if (next > end) return fail();
    if (isMatch) continue;
    ringPut(literal);
    left--;
  }
  if (left == 0) endRange();
  return MADE;
}

function decodeLiteral(): u32 {
  const context = ((ringCount & literalMask) << contextBits) + (ringByte(1) >> (8 - contextBits));
  const first = LITERALS + LITERAL_SIZE * context;
  let symbol: u32 = 1;
  if (state >= 7) {
    // After a match the byte that would have gone on with it tells something, as long as it is right.
    let foretold = ringByte(<usize>rep0 + 1);
    let agrees: u32 = 0x100;
    while (symbol < 0x100) {
      foretold <<= 1;
      const expected = foretold & agrees;
      const one = bit(first + agrees + expected + symbol);
      symbol = (symbol << 1) | one;
      agrees &= one ? expected : ~expected;
    }
  } else while (symbol < 0x100) symbol = (symbol << 1) | bit(first + symbol);
  state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
  return symbol;
}

/** Sets `rep0` and `pending`; false for what no stream has. */
function decodeMatch(position: u32): bool {
  if (bit(IS_REPEAT + state)) return decodeRepeat(position);
  rep3 = rep2;
  rep2 = rep1;
  rep1 = rep0;
  pending = decodeLength(MATCH_LENGTH, position);
  state = state < 7 ? 7 : 10;
  rep0 = decodeDistance(tree(SLOTS + min(pending - 2, 3) * 64, 6));
  return rep0 != 0xffffffff;
}

function decodeDistance(slot: u32): u32 {
  if (slot < 4) return slot;
  const count = (slot >> 1) - 1;
  const distance = (2 | (slot & 1)) << count;
  if (slot < 14) return distance + reverseTree(SPECIAL + distance - slot, count);
  return distance + (direct(count - 4) << 4) + reverseTree(ALIGNED, 4);
}

/** One of the four last distances again. */
function decodeRepeat(position: u32): bool {
  if (bit(IS_LATER + state) == 0) {
    if (bit(IS_LONG + state * POSITIONS + position) == 0) {
      state = state < 7 ? 9 : 11;
      pending = 1;
      return true;
    }
  } else {
    let distance = rep1;
    if (bit(IS_LATER_1 + state)) {
      distance = rep2;
      if (bit(IS_LATER_2 + state)) {
        distance = rep3;
        rep3 = rep2;
      }
      rep2 = rep1;
    }
    rep1 = rep0;
    rep0 = distance;
  }
  pending = decodeLength(REPEAT_LENGTH, position);
  state = state < 7 ? 8 : 11;
  return true;
}

function decodeLength(first: u32, position: u32): u32 {
  if (bit(first) == 0) return 2 + tree(first + 2 + position * 8, 3);
  if (bit(first + 1) == 0) return 10 + tree(first + 2 + POSITIONS * 8 + position * 8, 3);
  return 18 + tree(first + 2 + POSITIONS * 16, 8);
}

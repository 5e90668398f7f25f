/**
 * Deflates to a zlib stream (RFC 1950, 1951). Matches are found through chains of positions with equal first bytes;
 * a match is put off by a byte when the next position has a longer one.
 *
 * The input is a stream of bytes whose last 32 KiB and what is not yet deflated lie in one window. Positions count from
 * the start of the stream, so sliding the window changes nothing in the chains.
 */
import { allocate } from '../../../shared/memory';
import { adler32 } from './adler';
import { alignBits, bytesOut, clearBytes, putBits, startBits } from '../../../shared/bits';
import {
  addLiteral,
  addMatch,
  BLOCK_BYTES,
  isBlockFull,
  literalCost,
  MEAN_LITERAL,
  prepareLengths,
  startBlock,
  writeBlock,
} from './block';

const HISTORY: u32 = 32768;
const HISTORY_MASK: u32 = HISTORY - 1;
const HASH_BITS: u32 = 15;
const HEADS_BYTES: usize = 4 << HASH_BITS;
const MAX_MATCH: u32 = 258;
/** Positions of a chain that are looked at, and when there is a match of some length already. */
const MAX_CHAIN: u32 = 12;
const SHORT_CHAIN: u32 = 4;
const GOOD_MATCH: u32 = 6;
/** A match that ends the search; one that is not put off. */
const NICE_MATCH: u32 = 128;
const LAZY_MATCH: u32 = 24;
/** After every so many positions in a row without a match, one more is passed over between searches, up to a limit. */
const MISSES_PER_SKIP: u32 = 8;
const MAX_SKIP: u32 = 7;
/** Input kept back until more comes: the longest match from the next position, and the hashes inside it. */
const LOOKAHEAD: u32 = MAX_MATCH + 16;
/** Room for input beyond the history. */
const WINDOW_INPUT: u32 = 98304;

let window: usize = 0;
/** Address of stream position 0, were it still in the window. */
let base: usize = 0;
let windowEnd: usize = 0;
/** Stream positions: next to deflate, and end of the input. */
let at: u32 = 0;
let end: u32 = 0;
/** Last position of each hash, plus one; and for each position of the history how far back the one before it is. */
let heads: usize = 0;
let links: usize = 0;
let output: usize = 0;
let check: u32 = 1;
/** Positions searched in vain since the last match. */
let misses: u32 = 0;
/** True when the bytes are what filters leave of pixels. */
let filtered: bool = false;
/** True when time counts more than bytes. */
let quick: bool = false;
/** Shortest match that is looked for, and the bytes of eight that its hash leaves out, in bits. */
let least: u32 = 4;
let hashShift: u64 = 32;

/** Makes room for streams to which at most `most` bytes are added at a time. */
export function allocateDeflate(most: u32): void {
  const span = HISTORY + max(WINDOW_INPUT, 2 * most) + LOOKAHEAD;
  window = allocate(span);
  windowEnd = window + span;
  heads = allocate(HEADS_BYTES);
  links = allocate(HISTORY * 2);
  // An addition may end several blocks, none of them larger than its input by more than its header.
  output = allocate(2 * BLOCK_BYTES + 2 * most);
  prepareLengths();
}

/** Begins a stream of what filters leave of pixels, or of other bytes; a quick one takes less time and more bytes. */
export function startDeflate(ofPixels: bool, inHaste: bool): void {
  filtered = ofPixels;
  quick = inHaste;
  memory.fill(heads, 0, HEADS_BYTES);
  base = window;
  at = end = 0;
  check = 1;
  misses = 0;
  startBits(output);
  startBlock();
  setLeast(MEAN_LITERAL);
  // Method 8, window of 32 KiB, default level; divisible by 31 as a big-endian number.
  putBits(0x78, 8);
  putBits(0x9c, 8);
}

/** Where the next `bytes` bytes of input go. */
export function inputPlace(bytes: u32): usize {
  if (base + end + bytes + LOOKAHEAD > windowEnd) {
    const from = at > HISTORY ? at - HISTORY : 0;
    memory.copy(window, base + from, end - from);
    base = window - from;
  }
  return base + end;
}

/** Says that `bytes` bytes were put there, and deflates. */
export function addInput(bytes: u32): void {
  check = adler32(check, base + end, bytes);
  end += bytes;
  if (end > at + LOOKAHEAD) runUntil(end - LOOKAHEAD);
}

/** Ends the stream. */
export function endDeflate(): void {
  // What is compared beyond the end must not be what an earlier row left there.
  memory.fill(base + end, 0, LOOKAHEAD);
  runUntil(end);
  writeBlock(true);
  alignBits();
  for (let shift: i32 = 24; shift >= 0; shift -= 8) putBits((check >> shift) & 0xff, 8);
  alignBits();
}

/** Where the output lies. */
export function outputAddress(): usize {
  return output;
}

/** Bytes of output that wait to be taken. */
export function outputBytes(): u32 {
  return bytesOut();
}

/** Says that the output was taken. */
export function outputTaken(): void {
  clearBytes();
}

// @ts-ignore: decorator
@inline
function hashAt(position: u32): usize {
  return (<usize>(((load<u64>(base + position) << hashShift) * 0x9e3779b97f4a7c15) >> (64 - HASH_BITS))) << 2;
}

/** Puts a position into its chain; gives the one before it, plus one, or 0. */
// @ts-ignore: decorator
@inline
function link(position: u32): u32 {
  const head = heads + hashAt(position);
  const before = load<u32>(head);
  store<u32>(head, position + 1);
  const back = position + 1 - before;
  const near = before != 0 && back <= HISTORY;
  store<u16>(links + (((<usize>position) & HISTORY_MASK) << 1), near ? <u16>(back - 1) : 0xffff);
  return near ? before : 0;
}

/** Equal bytes at two addresses, up to `most`. */
// @ts-ignore: decorator
@inline
function equalBytes(a: usize, b: usize, most: u32): u32 {
  let length: u32 = 0;
  while (length < most) {
    const difference = load<u64>(a + length) ^ load<u64>(b + length);
    if (difference) return min(most, length + ((<u32>ctz(difference)) >> 3));
    length += 8;
  }
  return most;
}

/** Links a position and finds the longest match longer than `shorter`: distance << 9 | length, or 0. */
function findMatch(position: u32, shorter: u32): u32 {
  let candidate = link(position);
  if (candidate == 0) return 0;
  const here = base + position;
  const most = min(MAX_MATCH, end - position);
  const first = load<u32>(here);
  let best = max(shorter, least - 1);
  let found: u32 = 0;
  if (most <= best) return 0;
  candidate--;
  for (let left = shorter < GOOD_MATCH ? MAX_CHAIN : SHORT_CHAIN; left > 0; left--) {
    const there = base + candidate;
    if (load<u32>(there) == first && load<u32>(there + best - 3) == load<u32>(here + best - 3)) {
      const length = equalBytes(there, here, most);
      if (length > best) {
        best = length;
        found = ((position - candidate) << 9) | length;
        if (length >= NICE_MATCH || length == most) break;
      }
    }
    const back = <u32>load<u16>(links + (((<usize>candidate) & HISTORY_MASK) << 1));
    if (back == 0xffff || back + 1 + position - candidate > HISTORY) break;
    candidate -= back + 1;
  }
  return found;
}

/** Deflates up to stream position `stop`; a match may go beyond. */
function runUntil(stop: u32): void {
  if (quick) runQuickly(stop);
  else run(stop);
}

/** Takes the first match there is: that with the last position of an equal hash, if any. */
function runQuickly(stop: u32): void {
  while (at < stop) {
    const head = heads + hashAt(at);
    const before = load<u32>(head);
    store<u32>(head, at + 1);
    const distance = at + 1 - before;
    const here = base + at;
    if (before == 0 || distance > HISTORY || load<u32>(here) != load<u32>(here - distance)) {
      putLiterals(stop);
      continue;
    }
    const length = equalBytes(here - distance, here, min(MAX_MATCH, end - at));
    if (length < least) {
      putLiterals(stop);
      continue;
    }
    addMatch(length, distance);
    if (isBlockFull()) nextBlock();
    misses = 0;
    at += length;
  }
}

function run(stop: u32): void {
  while (at < stop) {
    let match = findMatch(at, 0);
    let linked = at + 1;
    // While the next position has a longer match, this one's byte is a literal.
    while (match && (match & 0x1ff) < LAZY_MATCH && at + 1 < stop) {
      const later = findMatch(at + 1, match & 0x1ff);
      linked = at + 2;
      if (!later) break;
      putLiteral();
      match = later;
    }
    if (match) putMatch(match & 0x1ff, match >> 9, linked);
    else putLiterals(stop);
  }
}

/** Puts the literal of a position without a match, and of those that are passed over. */
function putLiterals(stop: u32): void {
  const skip = min(misses++ / MISSES_PER_SKIP, MAX_SKIP);
  const end = min(at + 1 + skip, stop);
  while (at < end) putLiteral();
}

function putLiteral(): void {
  addLiteral(load<u8>(base + at));
  if (isBlockFull()) nextBlock();
  at++;
}

/** Puts a match; its positions before `linked` are in their chains already. */
function putMatch(length: u32, distance: u32, linked: u32): void {
  addMatch(length, distance);
  if (isBlockFull()) nextBlock();
  misses = 0;
  at += length;
  for (let position = linked; position < at; position++) link(position);
}

function nextBlock(): void {
  writeBlock(false);
  setLeast(literalCost());
}

/**
 * How short a match may be. What filters leave of a photograph are cheap literals, and a short match of them costs more than
 * it saves; where literals are dear, as in drawings and text, short matches pay, and so they do among indices. Hashing as many
 * bytes as a match must have keeps chains free of shorter ones. Positions of a block before are in chains of another hash,
 * and are hardly found: that is no error.
 */
function setLeast(sixteenths: u32): void {
  least = !filtered || sixteenths > 104 ? 4 : sixteenths > 96 ? 6 : 8;
  hashShift = 64 - 8 * least;
}

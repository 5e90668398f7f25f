/**
 * TIFF's LZW (TIFF 6.0, section 13): codes of 9 to 12 bits, the highest bit first, one bit longer one code earlier than
 * GIF's. A string is its first part and a last byte, so it is written from its end; no output needs to be kept.
 */

/** `expand` returned because it needs more input, has filled the window, or met the end or nonsense. */
const NEED_INPUT: i32 = 0;
const FULL: i32 = 1;
const ENDED: i32 = 2;

const CLEAR: u32 = 256;
const END: u32 = 257;
const FIRST: u32 = 258;
const MOST: u32 = 4096;
/** The longest string there can be. */
export const LONGEST: usize = 4096;
const NONE: u32 = 0xffff;

/** Of each code: the code of its first part (16 bits), its last byte, its first byte. */
const table: usize = memory.data(4096 * 4, 16);
/** Length of each code's string. */
const lengths: usize = memory.data(4096 * 2, 16);

let next: usize = 0;
let end: usize = 0;
let last: bool = false;
let bits: u64 = 0;
let held: u32 = 0;
let width: u32 = 9;
let free: u32 = FIRST;
let previous: u32 = NONE;
let done: bool = false;

/** Where the next byte goes. */
export let lzwOut: usize = 0;
/** First byte of the input that was not read. */
export let lzwNext: usize = 0;

/** Begins a stream whose output goes to `to`. */
export function startLzw(to: usize): void {
  for (let code: u32 = 0; code < CLEAR; code++) {
    store<u32>(table + (code << 2), NONE | (code << 16) | (code << 24));
    store<u16>(lengths + (code << 1), 1);
  }
  bits = 0;
  held = 0;
  width = 9;
  free = FIRST;
  previous = NONE;
  done = false;
  lzwOut = to;
}

/** Says where output goes from now on. */
export function lzwOutAt(to: usize): void {
  lzwOut = to;
}

export function setLzwInput(from: usize, to: usize, final: bool): void {
  next = from;
  end = to;
  last = final;
}

/** Expands until the output reaches `stop`, which has `LONGEST` bytes behind it. */
export function expand(stop: usize): i32 {
  if (done) return ENDED;
  let to = lzwOut;
  let from = next;
  let buffer = bits;
  let count = held;
  let size = width;
  let fresh = free;
  let before = previous;
  let reason = FULL;
  while (to < stop) {
    while (count <= 48 && from < end) {
      buffer = (buffer << 8) | <u64>load<u8>(from++);
      count += 8;
    }
    if (count < size) {
      reason = last ? ENDED : NEED_INPUT;
      break;
    }
    count -= size;
    const code = <u32>(buffer >> count) & ((1 << size) - 1);
    if (code == CLEAR) {
      size = 9;
      fresh = FIRST;
      before = NONE;
      continue;
    }
    if (code == END || code > fresh || (code == fresh && before == NONE) || (before == NONE && code >= CLEAR)) {
      reason = ENDED;
      break;
    }
    if (before != NONE && fresh < MOST) {
      const head = load<u32>(table + ((code == fresh ? before : code) << 2)) >> 24;
      const start = load<u32>(table + (before << 2)) >> 24;
      store<u32>(table + (fresh << 2), before | (head << 16) | (start << 24));
      store<u16>(lengths + (fresh << 1), load<u16>(lengths + (before << 1)) + 1);
      fresh++;
      if (fresh + 1 >= <u32>1 << size && size < 12) size++;
    } else if (code >= fresh) {
      reason = ENDED;
      break;
    }
    const length = <usize>load<u16>(lengths + (code << 1));
    let part = code;
    let at = to + length;
    do {
      const entry = load<u32>(table + (part << 2));
      store<u8>(--at, <u8>(entry >> 16));
      part = entry & 0xffff;
    } while (part != NONE && at > to);
    to += length;
    before = code;
  }
  done = reason == ENDED;
  lzwOut = to;
  lzwNext = from;
  bits = buffer;
  held = count;
  width = size;
  free = fresh;
  previous = before;
  return reason == NEED_INPUT ? NEED_INPUT : reason;
}

/**
 * TIFF's LZW (TIFF 6.0, section 13): codes of 9 to 12 bits, the highest bit first, one bit longer one code earlier than
 * GIF's. What a code stands for was written before: the string of the code before it and one byte more. So a code is
 * where in the output its string begins and how long it is, and its string is copied from there. Strings that have left
 * the window are put together from their ends: each is its first part and a last byte.
 */

/** `expand` returned because it needs more input, has filled the window, or met the end or nonsense. */
const NEED_INPUT: i32 = 0;
const FULL: i32 = 1;
const ENDED: i32 = 2;

const CLEAR: u32 = 256;
const END: u32 = 257;
const FIRST: u32 = 258;
const MOST: u32 = 4096;
const LONGEST_CODE: i32 = 12;
/** The longest string there can be. */
export const LONGEST: usize = 4096;
const NONE: u32 = 0xffff;

/** Of each code: where in all of the output its string begins (32 bits), and its length. */
const strings: usize = memory.data(4096 * 8, 16);
/** Of each code: the code of its first part (16 bits), its last byte. */
const links: usize = memory.data(4096 * 4, 16);

let next: usize = 0;
let end: usize = 0;
let last: bool = false;
/** The next `held` bits, left-aligned. */
let bits: u64 = 0;
let held: i32 = 0;
let width: i32 = 9;
let free: u32 = FIRST;
/** The code before, the place of its string in all of the output, and its length. */
let previous: u32 = NONE;
let previousAt: usize = 0;
let previousLength: usize = 0;
let done: bool = false;

/** Where the window begins, in memory and in all of the output. */
let windowAt: usize = 0;
let base: usize = 0;
/** Where the next byte goes. */
export let lzwOut: usize = 0;
/** First byte of the input that was not read. */
export let lzwNext: usize = 0;

/** Begins a stream whose output goes to `to`. */
export function startLzw(to: usize): void {
  for (let code: u32 = 0; code < CLEAR; code++) store<u32>(links + (code << 2), NONE | (code << 16));
  bits = 0;
  held = 0;
  width = 9;
  free = FIRST;
  previous = NONE;
  done = false;
  windowAt = to;
  base = 0;
  lzwOut = to;
}

/** What was written is gone: output goes to the window's beginning again. */
export function clearLzwWindow(): void {
  base += lzwOut - windowAt;
  lzwOut = windowAt;
}

export function setLzwInput(from: usize, to: usize, final: bool): void {
  next = from;
  end = to;
  last = final;
}

/** Expands until the output reaches `stop`, which has `LONGEST` bytes and some more behind it. */
export function expand(stop: usize): i32 {
  if (done) return ENDED;
  const first = base;
  const toMemory = windowAt - base;
  let to = lzwOut;
  let from = next;
  let buffer = bits;
  let count = held;
  let size = width;
  let fresh = free;
  let before = previous;
  let beforeAt = previousAt;
  let beforeLength = previousLength;
  let reason = FULL;
  while (to < stop) {
    if (count < LONGEST_CODE) {
      if (from + 8 <= end) {
        buffer |= bswap<u64>(load<u64>(from)) >> count;
        from += (63 - count) >> 3;
        count |= 56;
      } else {
        while (count <= 56 && from < end) {
          buffer |= (<u64>load<u8>(from++)) << (56 - count);
          count += 8;
        }
        if (count < size) {
          reason = last ? ENDED : NEED_INPUT;
          break;
        }
      }
    }
    const code = <u32>(buffer >> (64 - size));
    buffer <<= size;
    count -= size;
    let length: usize = 1;
    if (code < CLEAR) store<u8>(to, <u8>code);
    else if (code == CLEAR) {
      size = 9;
      fresh = FIRST;
      before = NONE;
      continue;
    } else if (code == END || code > fresh || before == NONE) {
      reason = ENDED;
      break;
    } else if (code == fresh) {
      // The string before and its own first byte, which is not written yet.
      length = beforeLength + 1;
      if (beforeAt >= first) copyString(to, beforeAt + toMemory, beforeLength);
      else linkString(to, before, beforeLength);
      store<u8>(to + beforeLength, load<u8>(to));
    } else {
      const string = strings + (code << 3);
      const at = <usize>load<u32>(string);
      length = load<u32>(string, 4);
      if (at >= first) copyString(to, at + toMemory, length);
      else {
        linkString(to, code, length);
        store<u32>(string, to - toMemory);
      }
    }
    if (before != NONE && fresh < MOST) {
      store<u64>(strings + (fresh << 3), (<u64>beforeAt) | ((<u64>(beforeLength + 1)) << 32));
      store<u32>(links + (fresh << 2), before | ((<u32>load<u8>(to)) << 16));
      fresh++;
      if (fresh + 1 >= (<u32>1) << size && size < LONGEST_CODE) size++;
    }
    before = code;
    beforeAt = to - toMemory;
    beforeLength = length;
    to += length;
  }
  done = reason == ENDED;
  lzwOut = to;
  lzwNext = from;
  bits = buffer;
  held = count;
  width = size;
  free = fresh;
  previous = before;
  previousAt = beforeAt;
  previousLength = beforeLength;
  return reason;
}

/** Copies a string that lies wholly before `to`; up to 15 bytes behind it are overwritten. */
// @ts-ignore: decorator
@inline
function copyString(to: usize, from: usize, length: usize): void {
  v128.store(to, v128.load(from));
  for (let done: usize = 16; done < length; done += 16) v128.store(to + done, v128.load(from + done));
}

/** Writes the string of a code from its end. */
function linkString(to: usize, code: u32, length: usize): void {
  let part = code;
  let at = to + length;
  do {
    const link = load<u32>(links + (part << 2));
    store<u8>(--at, <u8>(link >> 16));
    part = link & 0xffff;
  } while (part != NONE && at > to);
}

/**
 * Macroblocks that wait for their probabilities, in the order of the picture:
 *
 *     u8    1 predicted by parts | 2 empty | segment << 2 | mode of luma << 4 | mode of chroma << 6
 *     8     by parts: modes of 16 subblocks, 4 bits each
 *     u32   not empty: which of the 25 blocks have levels
 *     of each of them: u8 place of the last level, then levels from the first on, i8 each; -128 stands for an i16 that follows
 */
import { allocate } from '../../../../shared/memory';
import { chosenLast, chosenLevels, LEVELS } from './trial';

const PARTS: u32 = 1;
const EMPTY: u32 = 2;
/** Most bytes of a record. */
const LARGEST: usize = 1 + 8 + 4 + 25 * (1 + 16 * 3);
const ESCAPE: i32 = -128;

let start: usize = 0;
let limit: usize = 0;
let end: usize = 0;
/** The record that is read next. */
let next: usize = 0;

/** What a record says beside levels; also what is about to be recorded. */
@unmanaged
class Described {
  parts: bool;
  empty: bool;
  segment: i32;
  luma: i32;
  chroma: i32;
}

export const described = changetype<Described>(memory.data(offsetof<Described>(), 16));
/** Modes of its subblocks. */
export const describedModes = memory.data(16);

/** Room for `bytes` bytes, and always for a row of macroblocks. */
export function openRecords(bytes: usize, columns: i32): void {
  const capacity = bytes + <usize>columns * LARGEST;
  start = allocate(capacity);
  limit = start + capacity;
  clearRecords();
}

export function clearRecords(): void {
  end = start;
  next = start;
}

/** True when a row of macroblocks surely fits. */
export function hasRoom(columns: i32): bool {
  return end + <usize>columns * LARGEST <= limit;
}

/** True while records are left to read. */
export function hasRecord(): bool {
  return next < end;
}

/**
 * Appends the macroblock that `described`, its modes and the chosen levels make; `first` is 1 where luma has no first
 * levels.
 */
export function record(): void {
  let at = end;
  store<u8>(
    at++,
    (described.parts ? PARTS : 0) |
      (described.empty ? EMPTY : 0) |
      (described.segment << 2) |
      (described.luma << 4) |
      (described.chroma << 6),
  );
  if (described.parts) {
    for (let i: usize = 0; i < 16; i += 2) {
      store<u8>(at++, load<u8>(describedModes + i) | (load<u8>(describedModes + i, 1) << 4));
    }
  }
  end = described.empty ? at : recordLevels(at);
}

function recordLevels(at: usize): usize {
  const mask = at;
  at += 4;
  let some: u32 = 0;
  for (let block: usize = 0; block < 25; block++) {
    const last = <i32>load<i8>(chosenLast + block);
    if (last < 0) continue;
    some |= 1 << (<u32>block);
    store<u8>(at++, <u8>last);
    const from = chosenLevels + block * LEVELS;
    for (let n: usize = 0; n <= <usize>last; n++) at = recordLevel(at, load<i16>(from + (n << 1)));
  }
  store<u32>(mask, some);
  return at;
}

// @ts-ignore: decorator
@inline
function recordLevel(at: usize, level: i32): usize {
  if (level > ESCAPE && level < 128) {
    store<i8>(at, <i8>level);
    return at + 1;
  }
  store<i8>(at, <i8>ESCAPE);
  store<i16>(at, <i16>level, 1);
  return at + 3;
}

/** Reads the next record to where it was recorded from. */
export function readRecord(): void {
  let at = next;
  const head = <u32>load<u8>(at++);
  described.parts = (head & PARTS) != 0;
  described.empty = (head & EMPTY) != 0;
  described.segment = (head >> 2) & 3;
  described.luma = (head >> 4) & 3;
  described.chroma = head >> 6;
  if (described.parts) {
    for (let i: usize = 0; i < 16; i += 2, at++) {
      store<u8>(describedModes + i, load<u8>(at) & 15);
      store<u8>(describedModes + i, load<u8>(at) >> 4, 1);
    }
  }
  next = described.empty ? at : readLevels(at);
}

function readLevels(at: usize): usize {
  const some = load<u32>(at);
  at += 4;
  for (let block: usize = 0; block < 25; block++) {
    if (((some >> (<u32>block)) & 1) == 0) {
      store<i8>(chosenLast + block, -1);
      continue;
    }
    const last = <usize>load<u8>(at++);
    store<i8>(chosenLast + block, <i8>last);
    const to = chosenLevels + block * LEVELS;
    for (let n: usize = 0; n <= last; n++) {
      const short = load<i8>(at++);
      store<i16>(to + (n << 1), short);
      if (short != ESCAPE) continue;
      store<i16>(to + (n << 1), load<i16>(at));
      at += 2;
    }
  }
  return at;
}

/**
 * Expands the variable-length codes of a frame (GIF89a specification, appendix F), which come in sub-blocks. A code stands
 * for an earlier code's indices and one more, so its indices are written from the last to the first, at their place.
 */
import { allocate, reset } from '../../../shared/memory';

/** Answers of `expand`. */
const WANTS_INPUT: i32 = 0;
const READY: i32 = 1;

const INPUT_BYTES: u32 = 1 << 16;
const MOST_CODES: u32 = 4096;
const MOST_BITS: u32 = 12;

/** For each code the earlier one (16 bits), its last index and its first one (8 bits each). */
const links: usize = memory.data(4096 * 4, 16);
/** For each code its number of indices. */
const lengths: usize = memory.data(4096 * 2, 16);

let input: usize = 0;
let at: usize = 0;
let end: usize = 0;
/** Bytes that the sub-block at hand still has. */
let block: u32 = 0;
let buffer: u32 = 0;
let held: u32 = 0;
let ended: bool = false;

let clear: u32 = 0;
let codeBits: u32 = 0;
let known: u32 = 0;
/** The code before; -1 after the table was emptied. */
let previous: i32 = -1;

/** Indices that are ready and not taken. */
let output: usize = 0;
let taken: usize = 0;
let ready: usize = 0;

/** Forgets the picture before; gives the first free address for what else the decoder holds. */
export function startDecode(most: u32): void {
  reset();
  input = allocate(INPUT_BYTES);
  // A code may have as many indices as there are codes.
  output = allocate(<usize>most + MOST_CODES);
}

/** Begins a frame whose codes stand for indices of `bits` bits, 1 to 11. */
export function startFrame(bits: u32): void {
  at = end = input;
  block = buffer = held = 0;
  ended = false;
  taken = ready = output;
  clear = 1 << bits;
  for (let code: u32 = 0; code < clear; code++) {
    store<u32>(links + ((<usize>code) << 2), ((<u32>0xffff) << 16) | ((code & 255) << 8) | (code & 255));
    store<u16>(lengths + ((<usize>code) << 1), 1);
  }
  emptyTable();
}

/** Where the bytes of the frame's data go, and how many. */
export function inputAddress(): usize {
  return input;
}

export function inputRoom(): u32 {
  return INPUT_BYTES;
}

/** Says that so many bytes were put there; without any the data is over. To be called when input is wanted. */
export function inputAdded(bytes: u32): void {
  at = input;
  end = input + bytes;
  if (bytes == 0) ended = true;
}

/** Where the indices lie that are ready, and how many these are. */
export function indicesReady(): usize {
  return taken;
}

export function readyCount(): u32 {
  return <u32>(ready - taken);
}

/** Says that so many were taken. */
export function indicesTaken(count: u32): void {
  taken += count;
}

/** Makes `count` indices ready, at most what `startDecode` was told, or those there are until the data ends. */
export function expand(count: u32): i32 {
  const rest = ready - taken;
  memory.copy(output, taken, rest);
  taken = output;
  ready = output + rest;
  while (!ended && ready - taken < count) {
    if (!readBits()) return ended ? READY : WANTS_INPUT;
    const code = buffer & ((1 << codeBits) - 1);
    buffer >>= codeBits;
    held -= codeBits;
    if (code == clear) emptyTable();
    else if (code == clear + 1 || code > known || (code == known && previous < 0)) ended = true;
    else write(code);
  }
  return READY;
}

function emptyTable(): void {
  codeBits = 32 - clz(clear);
  known = clear + 2;
  previous = -1;
}

/** Fills the buffer until it holds a code; false when the input does not suffice. */
// @ts-ignore: decorator
@inline
function readBits(): bool {
  while (held < codeBits) {
    if (at == end) return false;
    const byte = <u32>load<u8>(at++);
    if (block == 0) {
      block = byte;
      if (byte > 0) continue;
      ended = true;
      return false;
    }
    block--;
    buffer |= byte << held;
    held += 8;
  }
  return true;
}

/** Writes a code's indices, and learns the one that the code before and its first index make. */
// @ts-ignore: decorator
@inline
function write(code: u32): void {
  if (previous >= 0 && known < MOST_CODES) learn(code);
  const length = <usize>load<u16>(lengths + ((<usize>code) << 1));
  let to = ready + length;
  ready = to;
  let chain = code;
  do {
    const link = load<u32>(links + ((<usize>chain) << 2));
    store<u8>(--to, <u8>(link >> 8));
    chain = link >> 16;
  } while (chain != 0xffff);
  previous = code;
}

// @ts-ignore: decorator
@inline
function learn(code: u32): void {
  const before = load<u32>(links + ((<usize>previous) << 2));
  // The code that is being learnt ends with its own first index, which is that of the one before.
  const first = code == known ? before & 255 : load<u32>(links + ((<usize>code) << 2)) & 255;
  store<u32>(links + ((<usize>known) << 2), ((<u32>previous) << 16) | (first << 8) | (before & 255));
  store<u16>(lengths + ((<usize>known) << 1), load<u16>(lengths + ((<usize>previous) << 1)) + 1);
  known++;
  if (known == (<u32>1) << codeBits && codeBits < MOST_BITS) codeBits++;
}

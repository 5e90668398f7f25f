/**
 * Writes indices as variable-length codes in sub-blocks (GIF89a specification, section 22 and appendix F). A code stands
 * for an earlier one and one more index; which codes there are is looked up in a table of 32-bit entries: the earlier
 * code, the index (20 bits together) and the code. The table is emptied when all 4096 codes are used up.
 */
import { UNDRAWN } from './palette';

const MOST_CODES: u32 = 4096;
/** Open addressing at less than half of its room. An entry is never 0: its code is at least 4. */
const SLOT_BITS: u32 = 14;
const table: usize = memory.data((1 << 14) * 4, 16);

let to: usize = 0;
let start: usize = 0;
/** Where the length of the sub-block at hand belongs. */
let block: usize = 0;
let buffer: u32 = 0;
let held: u32 = 0;

let literalBits: u32 = 0;
let codeBits: u32 = 0;
let next: u32 = 0;
/** The code of the indices read so far that are not written yet; -1 for none. */
let prefix: i32 = -1;
/** What `UNDRAWN` is written as. */
let undrawn: u32 = 0;

/** Begins a frame whose indices take `bits` bits; `transparent` is written for pixels that are not drawn. */
export function startCodes(output: usize, bits: u32, transparent: u32): void {
  start = output;
  literalBits = max<u32>(bits, 2);
  undrawn = transparent;
  store<u8>(output, <u8>literalBits);
  block = output + 1;
  to = block + 1;
  buffer = held = 0;
  prefix = -1;
  reset();
  put(1 << literalBits);
}

/** Writes `count` indices: the output takes up to a byte and a half for each, and one in 255 more. */
export function putIndices(from: usize, count: u32): void {
  let code = prefix;
  for (const end = from + count; from < end; from++) {
    let index = <u32>load<u8>(from);
    if (index == UNDRAWN) index = undrawn;
    if (code < 0) {
      code = index;
      continue;
    }
    const key = (((<u32>code) << 8) | index) << 12;
    const slot = find(key);
    const entry = load<u32>(slot);
    if (entry) {
      code = entry & 0xfff;
      continue;
    }
    put(code);
    learn(slot, key);
    code = index;
  }
  prefix = code;
}

/** Ends the frame. */
export function endCodes(): void {
  if (prefix >= 0) {
    put(prefix);
    // A reader has learnt one more code by now.
    if (next < MOST_CODES) next++;
    widen();
  }
  put((1 << literalBits) + 1);
  if (held > 0) putByte();
  const length = <u32>(to - block - 1);
  store<u8>(block, <u8>length);
  // An empty sub-block ends the data; one that is empty already does.
  if (length > 0) store<u8>(to++, 0);
}

/** Bytes that can be taken: whole sub-blocks, and everything at the end of a frame. */
export function codeBytes(all: bool): u32 {
  return <u32>((all ? to : block) - start);
}

/** Says that those bytes were taken; the sub-block at hand is moved to the beginning. */
export function codesTaken(): void {
  const length = to - block;
  memory.copy(start, block, length);
  block = start;
  to = start + length;
}

function reset(): void {
  memory.fill(table, 0, 4 << SLOT_BITS);
  codeBits = literalBits + 1;
  next = (1 << literalBits) + 2;
}

/** The slot of an entry, or that where it belongs. */
// @ts-ignore: decorator
@inline
function find(key: u32): usize {
  let slot = ((key >> 12) * 0x9e3779b1) >> (32 - SLOT_BITS);
  while (true) {
    const at = table + ((<usize>slot) << 2);
    const entry = load<u32>(at);
    if (entry == 0 || (entry ^ key) < MOST_CODES) return at;
    slot = (slot + 1) & ((1 << SLOT_BITS) - 1);
  }
}

function learn(slot: usize, key: u32): void {
  if (next == MOST_CODES) {
    put(1 << literalBits);
    reset();
    return;
  }
  store<u32>(slot, key | next);
  next++;
  widen();
}

/** A reader is one code behind, so a wider code comes one later than its number. */
function widen(): void {
  if (next > (<u32>1) << codeBits && codeBits < 12) codeBits++;
}

function put(code: u32): void {
  buffer |= code << held;
  held += codeBits;
  while (held >= 8) putByte();
}

function putByte(): void {
  store<u8>(to++, <u8>buffer);
  buffer >>= 8;
  held = held > 8 ? held - 8 : 0;
  if (to - block == 256) {
    store<u8>(block, 255);
    block = to++;
  }
}

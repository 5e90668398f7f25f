/** The blocks of a Zstandard frame behind its header (RFC 8878, section 3.1.1.2). Each is put together before it is read. */
import { allocate } from '../../../shared/memory';
import { ringFill, ringRoom, ringTake } from '../ring';
import { MOST_LITERALS, readLiterals, startLiterals } from './literals';
import { runSequences, startSequences } from './sequences';

/** `expandZstd` needs more input, has made a block, or met the end or nonsense. */
const NEED_INPUT: i32 = 0;
const MADE: i32 = 1;
const ENDED: i32 = 2;

const MOST_BLOCK: usize = 131072;
const HEADER_BYTES: usize = 3;
const RAW: u32 = 0;
const REPEATED: u32 = 1;
const CODED: u32 = 2;

/** The block that is read, its header first, and what of it is there. Bits may be read 8 bytes beyond its end. */
let block: usize = 0;
let held: usize = 0;
let done: bool = false;

/** Begins a stream whose ring was begun. */
export function startZstd(): void {
  startLiterals(allocate(MOST_LITERALS));
  startSequences();
  block = allocate(HEADER_BYTES + MOST_BLOCK);
  held = 0;
  done = false;
}

let next: usize = 0;
/** First byte of the input that was not read. */
export function zstdNext(): usize {
  return next;
}

/** Makes a block of the input between two addresses. */
export function expandZstd(from: usize, end: usize, last: bool): i32 {
  next = from;
  if (done) return ENDED;
  if (!gather(HEADER_BYTES, end)) return starve(last);
  const head = (<u32>load<u16>(block)) | ((<u32>load<u8>(block, 2)) << 16);
  const size = <usize>(head >> 3);
  const kind = (head >> 1) & 3;
  const stored: usize = kind == REPEATED ? 1 : size;
  if (size > MOST_BLOCK || size > ringRoom()) return fail();
  if (!gather(HEADER_BYTES + stored, end)) return starve(last);
  held = 0;
  if (!addBlock(kind, size) || head & 1) return fail();
  return MADE;
}

function addBlock(kind: u32, size: usize): bool {
  const data = block + HEADER_BYTES;
  if (kind == RAW) ringTake(data, size);
  else if (kind == REPEATED) ringFill(load<u8>(data), size);
  else if (kind == CODED) {
    const sequences = readLiterals(data, data + size);
    return sequences > 0 && runSequences(sequences, data + size);
  }
  return kind <= CODED;
}

/** True once so many bytes of the block are there. */
function gather(wanted: usize, end: usize): bool {
  if (held < wanted) {
    const count = min(wanted - held, end - next);
    memory.copy(block + held, next, count);
    next += count;
    held += count;
  }
  return held >= wanted;
}

function starve(last: bool): i32 {
  return last ? fail() : NEED_INPUT;
}

function fail(): i32 {
  done = true;
  return ENDED;
}

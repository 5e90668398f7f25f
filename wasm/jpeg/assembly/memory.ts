/**
 * Blocks of linear memory with owners, so that a decoder, an encoder and a turned picture between them can live in one
 * instance and each can give back everything it holds in one call, whatever the others are doing.
 *
 * Every block is preceded by a header and starts on a multiple of 64 bytes:
 *
 *     header   64 bytes   address of the next block's header (0: none), end of this block, owner
 *     payload  as asked for, rounded up to 64
 *     slack    64 bytes   vector loads and stores may run over the end of a block by less than this
 *
 * The headers form a list in order of address. A job makes some dozens of blocks, so the first gap is simply searched.
 */

/** Whose a block is. */
export const DECODER: i32 = 1;
export const ENCODER: i32 = 2;
export const TURNED: i32 = 3;

const ALIGNMENT: usize = 64;
const SLACK: usize = 64;
const PAGE_BITS: usize = 16;

@unmanaged
class Block {
  next: usize;
  /** First address after payload and slack. */
  end: usize;
  owner: i32;
}

const HEADER: usize = 64;

/** Header of the lowest block; 0 when there is none. */
let first: usize = 0;

function aligned(size: usize): usize {
  return (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
}

/** Grows the memory until `end` is inside. Traps when the host refuses: the plan was wrong then. */
function reach(end: usize): void {
  const pages = <i32>((end + (1 << PAGE_BITS) - 1) >> PAGE_BITS);
  const missing = pages - memory.size();
  if (missing > 0 && memory.grow(missing) < 0) unreachable();
}

/** Reserves `size` bytes for `owner`; their content is whatever was there before. */
export function allocate(owner: i32, size: usize): usize {
  const whole = HEADER + aligned(size) + SLACK;
  let before: usize = 0;
  let start = aligned(__heap_base);
  let next = first;
  while (next != 0 && next - start < whole) {
    before = next;
    start = changetype<Block>(next).end;
    next = changetype<Block>(next).next;
  }
  reach(start + whole);
  const block = changetype<Block>(start);
  block.next = next;
  block.end = start + whole;
  block.owner = owner;
  if (before == 0) first = start;
  else changetype<Block>(before).next = start;
  return start + HEADER;
}

/** Reserves `size` bytes, all zero. */
export function allocateZeroed(owner: i32, size: usize): usize {
  const start = allocate(owner, size);
  memory.fill(start, 0, aligned(size) + SLACK);
  return start;
}

/** Gives back one block. */
export function free(payload: usize): void {
  unlink(payload - HEADER);
}

/** Gives back every block of `owner`. */
export function freeAll(owner: i32): void {
  let block = first;
  while (block != 0) {
    const next = changetype<Block>(block).next;
    if (changetype<Block>(block).owner == owner) unlink(block);
    block = next;
  }
}

function unlink(header: usize): void {
  const next = changetype<Block>(header).next;
  if (first == header) {
    first = next;
    return;
  }
  let before = first;
  while (changetype<Block>(before).next != header) before = changetype<Block>(before).next;
  changetype<Block>(before).next = next;
}

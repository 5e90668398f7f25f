/**
 * Linear memory of one instance. An instance serves one decoding or one encoding at a time: `reset` forgets what
 * the last one held, `allocate` hands out the rest in order, and only the last blocks can be given back.
 */

const ALIGNMENT: usize = 64;
/** Vector loads and stores may run over the end of a block by less than this. */
const SLACK: usize = 64;

let top: usize = 0;

/** Forgets every block. */
export function reset(): void {
  top = align(__heap_base);
}

/** A block of `bytes` bytes and slack, not cleared. */
export function allocate(bytes: usize): usize {
  const address = top;
  top = align(top + bytes + SLACK);
  extend(top);
  return address;
}

/** Where the next block goes: for `release`. */
export function mark(): usize {
  return top;
}

/** Gives back all blocks from an address on. */
export function release(address: usize): void {
  top = align(address);
}

/** Makes memory up to this address there: for a last block that grows with its content. */
export function extend(address: usize): void {
  const missing = <i32>((address + SLACK + 0xffff) >> 16) - memory.size();
  if (missing > 0 && memory.grow(missing) < 0) unreachable();
}

/** A block of `bytes` bytes and slack, all zero. */
export function allocateClear(bytes: usize): usize {
  const address = allocate(bytes);
  memory.fill(address, 0, bytes + SLACK);
  return address;
}

function align(address: usize): usize {
  return (address + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
}

/** Memory that a decoder holds for a picture: canvases, and indices of frames whose rows do not come in order. */
import { allocate } from '../../../shared/memory';

/** A block of `bytes` bytes for the picture at hand, clear. */
export function hold(bytes: u32): usize {
  const at = allocate(bytes);
  memory.fill(at, 0, bytes);
  return at;
}

/** Copies bytes from one place to another. */
export function copy(to: usize, from: usize, bytes: u32): void {
  memory.copy(to, from, bytes);
}

/** Fills bytes with 0. */
export function wipe(at: usize, bytes: u32): void {
  memory.fill(at, 0, bytes);
}

/**
 * The last bytes of a stream whose matches reach far back, in a ring on the heap, and what was added of late as the caller
 * takes it: with the differences of a delta filter summed up (the .xz format, section 5.3.3).
 */
import { allocate } from '../../shared/memory';

/** Most bytes that are made between two times of handing out. */
export const PIECE: usize = 131072;
/** Farthest reach of the delta filter. */
const FARTHEST: usize = 256;

let ring: usize = 0;
let size: usize = 0;
let at: usize = 0;
/** Bytes that matches may reach. */
let held: usize = 0;
/** Bytes that were not handed out yet. */
let fresh: usize = 0;
let distance: usize = 0;

/** Bytes added since the beginning, or since `forgetRing`. */
export let ringCount: u32 = 0;
/** What was handed out last, and where it ends. */
export let ringOut: usize = 0;
export let ringOutEnd: usize = 0;

/**
 * Begins a stream that needs `bytes` of its past, at least a piece; differences are to the byte `delta` before, or there are
 * none. What is handed out goes to `to`, which has room for a piece and `FARTHEST` bytes.
 */
export function startRing(to: usize, bytes: usize, delta: usize): void {
  ring = allocate(bytes);
  size = bytes;
  distance = delta;
  at = fresh = 0;
  ringOut = ringOutEnd = to + FARTHEST;
  memory.fill(to, 0, FARTHEST);
  forgetRing();
}

/** Bytes that may be added before the next handing out. */
export function ringRoom(): usize {
  return PIECE - fresh;
}

/** What was added cannot be reached any more. */
export function forgetRing(): void {
  held = 0;
  ringCount = 0;
}

/** The byte so many before the next one, 1 for the last; 0 where there is none. */
// @ts-ignore: decorator
@inline
export function ringByte(back: usize): u32 {
  if (back > held) return 0;
  return load<u8>(ring + (back <= at ? at - back : at + size - back));
}

/** True when a match may reach so far back. */
// @ts-ignore: decorator
@inline
export function ringReaches(back: usize): bool {
  return back > 0 && back <= held;
}

// @ts-ignore: decorator
@inline
export function ringPut(byte: u32): void {
  store<u8>(ring + at, <u8>byte);
  added(1);
}

/** Adds bytes from elsewhere. */
export function ringTake(from: usize, count: usize): void {
  for (let left = count; left > 0;) {
    const part = min(left, size - at);
    memory.copy(ring + at, from, part);
    from += part;
    left -= part;
    added(part);
  }
}

/** Adds the same byte again and again. */
export function ringFill(byte: u32, count: usize): void {
  for (let left = count; left > 0;) {
    const part = min(left, size - at);
    memory.fill(ring + at, <u8>byte, part);
    left -= part;
    added(part);
  }
}

/** Adds what lies so far back, which may run into what is added. */
export function ringRepeat(back: usize, count: usize): void {
  for (let left = count; left > 0;) {
    const from = back <= at ? at - back : at + size - back;
    const part = min(min(left, back), min(size - at, size - from));
    memory.copy(ring + at, ring + from, part);
    left -= part;
    added(part);
  }
}

// @ts-ignore: decorator
@inline
function added(count: usize): void {
  at += count;
  if (at == size) at = 0;
  held = min(size, held + count);
  fresh += count;
  ringCount += <u32>count;
}

/** Hands out what was added since the last time. */
export function handOut(): void {
  memory.copy(ringOut - FARTHEST, ringOutEnd - FARTHEST, FARTHEST);
  const from = fresh <= at ? at - fresh : at + size - fresh;
  const first = min(fresh, size - from);
  memory.copy(ringOut, ring + from, first);
  memory.copy(ringOut + first, ring, fresh - first);
  ringOutEnd = ringOut + fresh;
  fresh = 0;
  if (distance == 0) return;
  for (let to = ringOut; to < ringOutEnd; to++) store<u8>(to, load<u8>(to) + load<u8>(to - distance));
}

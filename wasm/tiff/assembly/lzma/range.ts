/** The range coder of LZMA: bits, each with a probability that learns, from the input (see chunks.ts). */

/** Probabilities of 11 bits, 16 bits each. */
const probabilities: usize = memory.data(28416, 16);
const EVEN: u16 = 1024;

/** Where the next byte is, and the input ends. */
export let next: usize = 0;
export let end: usize = 0;
export let last: bool = false;
/** First byte of the input that was not read: never beyond its end. */
export function lzmaNext(): usize {
  return min(next, end);
}

let range: u32 = 0;
let code: u32 = 0;
export function setLzmaInput(from: usize, to: usize, final: bool): void {
  next = from;
  end = to;
  last = final;
}

/** True where the input has less. */
export function short(room: usize): bool {
  return end - next < room || next > end;
}

/** Passes over so much of the input. */
export function skip(bytes: usize): void {
  next += bytes;
}

/** Makes the first `count` probabilities even. */
export function resetProbabilities(count: u32): void {
  for (let i: u32 = 0; i < count; i++) store<u16>(probabilities + (i << 1), EVEN);
}

/** Begins with the five bytes at hand; false where they are none of the coder's. */
export function beginRange(): bool {
  if (load<u8>(next) != 0) return false;
  range = 0xffffffff;
  code = (bigEndian(next + 1) << 16) | bigEndian(next + 3);
  next += 5;
  return true;
}

/** Ends: with a byte, at times, that no bit asks for. */
export function endRange(): void {
  if (range < 1 << 24) normalize();
}

// @ts-ignore: decorator
@inline
export function bigEndian(at: usize): u32 {
  return ((<u32>load<u8>(at)) << 8) | load<u8>(at, 1);
}

// @ts-ignore: decorator
@inline
function normalize(): void {
  range <<= 8;
  code = (code << 8) | load<u8>(next++);
}

/** The next bit, by the probability with a number. */
// @ts-ignore: decorator
@inline
export function bit(number: u32): u32 {
  if (range < 1 << 24) normalize();
  const at = probabilities + (number << 1);
  const probability = <u32>load<u16>(at);
  const bound = (range >> 11) * probability;
  if (code < bound) {
    range = bound;
    store<u16>(at, <u16>(probability + ((2048 - probability) >> 5)));
    return 0;
  }
  range -= bound;
  code -= bound;
  store<u16>(at, <u16>(probability - (probability >> 5)));
  return 1;
}

/** A number whose bits, the highest first, each choose the probability of the next one. */
export function tree(first: u32, count: u32): u32 {
  let node: u32 = 1;
  for (let i: u32 = 0; i < count; i++) node = (node << 1) | bit(first + node);
  return node - (1 << count);
}

/** The same with the lowest bit first. */
export function reverseTree(first: u32, count: u32): u32 {
  let node: u32 = 1;
  let value: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const one = bit(first + node);
    node = (node << 1) | one;
    value |= one << i;
  }
  return value;
}

/** Bits of even probability. */
export function direct(count: u32): u32 {
  let value: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    if (range < 1 << 24) normalize();
    range >>= 1;
    const one: u32 = code >= range ? 1 : 0;
    if (one) code -= range;
    value = (value << 1) | one;
  }
  return value;
}

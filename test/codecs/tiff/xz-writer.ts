/** Writes LZMA2 chunks with the properties and distances that a test asks for (the .xz file format; LZMA's range coder). */

/** Where each group of probabilities begins, with 16 positions. */
const MATCH = 0;
const REPEAT = 192;
const SLOTS = 432;
const SPECIAL = SLOTS + 256;
const ALIGNED = SPECIAL + 128;
const LENGTH = ALIGNED + 16;
const LITERALS = LENGTH + 2 * 514;
/** Of a match longer than 17 bytes. */
const LONG_LENGTH = LENGTH + 2 + 256;

/** How literals and positions choose their probabilities: `lc`, `lp` and `pb`. */
export interface Properties {
  readonly context: number;
  readonly literal: number;
  readonly position: number;
}

export const USUAL: Properties = { context: 3, literal: 0, position: 2 };

/** The byte that says them. */
export const propertyByte = ({ context, literal, position }: Properties) =>
  (position * 5 + literal) * 9 + context;

/** The range coder: bits in, bytes out. */
function rangeCoder() {
  const learnt = new Map<number, number>();
  const out: number[] = [];
  let low = 0;
  let range = 0xffff_ffff;
  const carry = () => {
    for (let at = out.length - 1; at >= 0 && ++out[at]! > 255; at--) out[at] = 0;
  };
  const normalize = () => {
    if (low >= 2 ** 32) {
      carry();
      low -= 2 ** 32;
    }
    if (range >= 2 ** 24) return;
    out.push(Math.floor(low / 2 ** 24));
    low = (low % 2 ** 24) * 256;
    range *= 256;
  };
  const bit = (number: number, one: number) => {
    const even = learnt.get(number) ?? 1024;
    const bound = Math.floor(range / 2048) * even;
    if (one) low += bound;
    range = one ? range - bound : bound;
    learnt.set(number, one ? even - (even >> 5) : even + ((2048 - even) >> 5));
    normalize();
  };
  const tree = (first: number, count: number, value: number) => {
    for (let i = count - 1, node = 1; i >= 0; i--) {
      bit(first + node, (value >> i) & 1);
      node = (node << 1) | ((value >> i) & 1);
    }
  };
  const reverseTree = (first: number, count: number, value: number) => {
    for (let i = 0, node = 1; i < count; i++) {
      bit(first + node, (value >> i) & 1);
      node = (node << 1) | ((value >> i) & 1);
    }
  };
  const direct = (count: number, value: number) => {
    for (let i = count - 1; i >= 0; i--) {
      range = Math.floor(range / 2);
      if ((value >> i) & 1) low += range;
      normalize();
    }
  };
  const end = () => {
    for (let i = 0; i < 4; i++) {
      range = 0;
      normalize();
    }
    return Uint8Array.from([0, ...out]);
  };
  return { bit, tree, reverseTree, direct, end };
}

/** A coded chunk that resets everything but what came before: literals alone. */
export function literalChunk(data: Uint8Array, { context, literal, position }: Properties): Uint8Array {
  const coder = rangeCoder();
  for (const [at, byte] of data.entries()) {
    coder.bit(MATCH + (at & (2 ** position - 1)), 0);
    const before = (data[at - 1] ?? 0) >> (8 - context);
    const chosen = ((at & (2 ** literal - 1)) << context) + before;
    coder.tree(LITERALS + 0x300 * chosen, 8, byte);
  }
  return coded(0xe0, data.length, coder.end(), propertyByte({ context, literal, position }));
}

/** A coded chunk behind others: one match of 18 to 273 bytes from at least 128 bytes back. */
export function matchChunk(back: number, length: number): Uint8Array {
  const coder = rangeCoder();
  coder.bit(MATCH, 1);
  coder.bit(REPEAT, 0);
  coder.bit(LENGTH, 1);
  coder.bit(LENGTH + 1, 1);
  coder.tree(LONG_LENGTH, 8, length - 18);
  const distance = back - 1;
  const bits = 31 - Math.clz32(distance);
  coder.tree(SLOTS + 3 * 64, 6, bits * 2 + ((distance >> (bits - 1)) & 1));
  const rest = distance & (2 ** (bits - 1) - 1);
  coder.direct(bits - 5, rest >> 4);
  coder.reverseTree(ALIGNED, 4, rest & 15);
  // Properties and state anew, but not what lies behind.
  return coded(0xc0, length, coder.end(), propertyByte(USUAL));
}

function coded(control: number, made: number, packed: Uint8Array, properties: number): Uint8Array {
  const [size, taken] = [made - 1, packed.length - 1];
  const head = [control | (size >> 16), (size >> 8) & 255, size & 255, taken >> 8, taken & 255, properties];
  return Uint8Array.from([...head, ...packed]);
}

/** Chunks of stored bytes, the first of which forgets all before it. */
export function storedChunks(data: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < data.length; at += 65_536) {
    const part = data.subarray(at, at + 65_536);
    const size = part.length - 1;
    parts.push(Uint8Array.of(at === 0 ? 1 : 2, size >> 8, size & 255), part);
  }
  return Buffer.concat(parts);
}

/** An .xz stream of these chunks, with a dictionary size in half powers of two from 4 KiB on. */
export function xzOf(dictionary: number, ...chunks: readonly Uint8Array[]): Uint8Array {
  const head = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 0, 0xff, 0x12, 0xd9, 0x41];
  const block = [2, 0, 0x21, 1, dictionary, 0, 0, 0, 0, 0, 0, 0];
  return Buffer.concat([Uint8Array.from([...head, ...block]), ...chunks, Uint8Array.of(0)]);
}

/** Prefix codes of the WebP lossless bitstream: lengths from counts, canonical codes, their description (RFC 9649, section 3.7). */
import type { BitWriter } from './bits.ts';

/** A code: for each symbol its bits, already in the order they are written, and how many. */
export interface PrefixCode {
  readonly codes: Uint16Array;
  readonly lengths: Uint8Array;
}

const MAX_LENGTH = 15;
/** The lengths themselves are coded with codes of at most 7 bits, described in this order. */
const MAX_LENGTH_OF_LENGTHS = 7;
const LENGTH_ORDER = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
/** Symbols for a run of zeros: 3 to 10 and 11 to 138 of them. */
const SHORT_ZEROS = { symbol: 17, least: 3, bits: 3 };
const LONG_ZEROS = { symbol: 18, least: 11, bits: 7 };

/** Writes the description of the best code for these counts and gives the code. */
export function writePrefixCode(writer: BitWriter, counts: Uint32Array): PrefixCode {
  const used = usedSymbols(counts);
  const [first = 0, second] = used;
  if (used.length <= 2 && (second ?? first) < 256) return writeSimple(writer, counts.length, first, second);
  const lengths = codeLengths(counts, MAX_LENGTH);
  writer.write(0, 1);
  writeLengths(writer, lengths);
  return { codes: canonicalCodes(lengths), lengths };
}

/** One symbol takes no bits at all, two take one each. */
function writeSimple(writer: BitWriter, size: number, first: number, second: number | undefined): PrefixCode {
  const lengths = new Uint8Array(size);
  writer.write(1, 1);
  writer.write(second === undefined ? 0 : 1, 1);
  writer.write(first > 1 ? 1 : 0, 1);
  writer.write(first, first > 1 ? 8 : 1);
  if (second !== undefined) {
    writer.write(second, 8);
    lengths[first] = 1;
    lengths[second] = 1;
  }
  return { codes: canonicalCodes(lengths), lengths };
}

/** The lengths, runs of zeros folded, under a code of their own. */
function writeLengths(writer: BitWriter, lengths: Uint8Array): void {
  const folded = foldZeros(lengths);
  const counts = new Uint32Array(LENGTH_ORDER.length);
  for (const { symbol } of folded) counts[symbol]!++;
  // Two symbols at least, so that the code is complete.
  for (const symbol of [0, 1]) if (usedSymbols(counts).length < 2) counts[symbol]! += 1;
  const ownLengths = codeLengths(counts, MAX_LENGTH_OF_LENGTHS);
  const ownCodes = canonicalCodes(ownLengths);
  const described = LENGTH_ORDER.findLastIndex((symbol) => ownLengths[symbol] !== 0) + 1;
  writer.write(Math.max(4, described) - 4, 4);
  for (const symbol of LENGTH_ORDER.slice(0, Math.max(4, described))) writer.write(ownLengths[symbol]!, 3);
  writer.write(0, 1); // the lengths of all symbols follow
  for (const { symbol, extra, bits } of folded) {
    writer.write(ownCodes[symbol]!, ownLengths[symbol]!);
    writer.write(extra, bits);
  }
}

interface Folded {
  readonly symbol: number;
  /** Value and number of the bits after the symbol. */
  readonly extra: number;
  readonly bits: number;
}

function foldZeros(lengths: Uint8Array): Folded[] {
  const folded: Folded[] = [];
  for (let at = 0; at < lengths.length;) {
    const run = zerosFrom(lengths, at);
    if (run < SHORT_ZEROS.least) {
      folded.push({ symbol: lengths[at]!, extra: 0, bits: 0 });
      at++;
    } else {
      const { symbol, least, bits } = run < LONG_ZEROS.least ? SHORT_ZEROS : LONG_ZEROS;
      const taken = Math.min(run, least + (1 << bits) - 1);
      folded.push({ symbol, extra: taken - least, bits });
      at += taken;
    }
  }
  return folded;
}

function zerosFrom(lengths: Uint8Array, at: number): number {
  let end = at;
  while (end < lengths.length && lengths[end] === 0) end++;
  return end - at;
}

/**
 * Lengths of a Huffman code, none above `limit`. Counts are halved until the rarest symbols sit high enough: a code
 * so made is a hair longer than the best one under the limit, and seldom needed at all.
 */
export function codeLengths(counts: Uint32Array, limit: number): Uint8Array {
  for (let halvings = 0; ; halvings++) {
    const flattened = counts.map((count) => (count === 0 ? 0 : Math.max(1, count >>> halvings)));
    const lengths = huffmanLengths(flattened);
    if (Math.max(...lengths) <= limit) return lengths;
  }
}

interface Node {
  readonly count: number;
  /** A leaf's symbol, or -1. */
  readonly symbol: number;
  readonly children: readonly Node[];
}

function huffmanLengths(counts: Uint32Array): Uint8Array {
  const lengths = new Uint8Array(counts.length);
  const leaves: Node[] = usedSymbols(counts)
    .map((symbol) => ({ symbol, count: counts[symbol]!, children: [] }))
    .toSorted((a, b) => a.count - b.count);
  const root = joinAll(leaves);
  if (root) descend(root, 0, lengths);
  return lengths;
}

/** Joins the two rarest nodes until one is left. Joined nodes come out in order, so two queues do for a heap. */
function joinAll(leaves: readonly Node[]): Node | undefined {
  const joined: Node[] = [];
  let leaf = 0;
  let inner = 0;
  function rarest(): Node {
    const takeLeaf =
      leaf < leaves.length && (inner >= joined.length || leaves[leaf]!.count <= joined[inner]!.count);
    return takeLeaf ? leaves[leaf++]! : joined[inner++]!;
  }
  for (let join = 1; join < leaves.length; join++) {
    const a = rarest();
    const b = rarest();
    joined.push({ count: a.count + b.count, symbol: -1, children: [a, b] });
  }
  return joined.at(-1) ?? leaves[0];
}

function descend(node: Node, depth: number, lengths: Uint8Array): void {
  if (node.symbol >= 0) lengths[node.symbol] = depth;
  else for (const child of node.children) descend(child, depth + 1, lengths);
}

/** Canonical codes: shorter ones first, equal ones by symbol; reversed, because bits are read from the low end. */
function canonicalCodes(lengths: Uint8Array): Uint16Array {
  const codes = new Uint16Array(lengths.length);
  let code = 0;
  for (let length = 1; length <= MAX_LENGTH; length++) {
    for (const [symbol, own] of lengths.entries()) {
      if (own === length) codes[symbol] = reversed(code++, length);
    }
    code <<= 1;
  }
  return codes;
}

function reversed(code: number, length: number): number {
  let result = 0;
  for (let bit = 0; bit < length; bit++) result |= ((code >> bit) & 1) << (length - 1 - bit);
  return result;
}

function usedSymbols(counts: Uint32Array): number[] {
  return Array.from(counts.keys()).filter((symbol) => counts[symbol] !== 0);
}

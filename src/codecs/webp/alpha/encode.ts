/**
 * Encodes transparency as the data of an `ALPH` chunk, without loss. libwebp does it too, but through a search that holds
 * more than twenty bytes a pixel; this keeps one byte a pixel and reads it twice.
 */
import { type BitWriter, createBitWriter } from './bits.ts';
import { filterGradient } from './filter.ts';
import { type PrefixCode, writePrefixCode } from './prefix-code.ts';
import { prefixed, tokenise } from './tokens.ts';

/** First byte of the chunk: lossless compression, and the filter in bits 2 and 3. */
const LOSSLESS = 1;
const FILTER = { none: 0, gradient: 3 };
/** Literals and the prefixes of lengths share one alphabet; distances have their own. */
const LITERALS = 256;
const ALPHABET = { values: LITERALS + 24, distances: 40 };
/** The channels that transparency does not use have one symbol, described in these four bits. */
const ONE_SYMBOL = { value: 0b0001, bits: 4 };

/** The chunk data for a plane of `width` values a row; of two filters the one that gives less. */
export function encodeAlpha(plane: Uint8Array, width: number): Uint8Array {
  const plain = encodeFiltered(plane, width, FILTER.none);
  const filtered = encodeFiltered(filterGradient(plane, width), width, FILTER.gradient);
  return filtered.length < plain.length ? filtered : plain;
}

function encodeFiltered(plane: Uint8Array, width: number, filter: number): Uint8Array {
  const writer = createBitWriter(plane.length >> 4);
  writer.write(LOSSLESS | (filter << 2), 8);
  writer.write(0, 3); // no transform, no colour cache, one set of codes
  const counts = count(plane, width);
  const values = writePrefixCode(writer, counts.values);
  for (let channel = 0; channel < 3; channel++) writer.write(ONE_SYMBOL.value, ONE_SYMBOL.bits);
  const distances = writePrefixCode(writer, counts.distances);
  writeTokens(writer, plane, width, values, distances);
  return writer.finish();
}

function count(plane: Uint8Array, width: number): Record<keyof typeof ALPHABET, Uint32Array> {
  const values = new Uint32Array(ALPHABET.values);
  const distances = new Uint32Array(ALPHABET.distances);
  tokenise(plane, width, {
    literal(value) {
      values[value]!++;
    },
    copy(length, distance) {
      values[LITERALS + prefixed(length).symbol]!++;
      distances[prefixed(distance).symbol]!++;
    },
  });
  return { values, distances };
}

function writeTokens(
  writer: BitWriter,
  plane: Uint8Array,
  width: number,
  values: PrefixCode,
  distances: PrefixCode,
): void {
  tokenise(plane, width, {
    literal(value) {
      writer.write(values.codes[value]!, values.lengths[value]!);
    },
    copy(length, distance) {
      const { symbol, extra, bits } = prefixed(length);
      writer.write(values.codes[LITERALS + symbol]!, values.lengths[LITERALS + symbol]!);
      writer.write(extra, bits);
      const far = prefixed(distance).symbol;
      writer.write(distances.codes[far]!, distances.lengths[far]!);
    },
  });
}

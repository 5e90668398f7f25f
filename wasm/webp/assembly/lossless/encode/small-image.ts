/** Writes the images that describe a picture: tiles of transforms and groups, and palettes. They repeat themselves a lot. */
import { writeCode } from './prefix-code';
import {
  ALPHA,
  BLUE,
  countCopy,
  countLiteral,
  DISTANCES,
  extraBits,
  extraOf,
  LENGTHS,
  prefixOf,
  RED,
  SYMBOLS,
} from './symbols';
import { putBits } from '../../../../shared/bits';

/** Codes of the distances that are tried: the pixel above, and the one to the left. */
const ABOVE: u32 = 1;
const LEFT: u32 = 2;
const MOST_COPY: u32 = 4096;
const LEAST_COPY: u32 = 3;

const counts = memory.data(SYMBOLS * 4, 16);
const lengths = memory.data(SYMBOLS, 16);
const codes = memory.data(SYMBOLS * 2, 16);

/** Writes `count` ARGB numbers, `width` a row. */
export function writeSmallImage(pixels: usize, count: u32, width: u32): void {
  memory.fill(counts, 0, SYMBOLS << 2);
  walk(pixels, count, width, false);
  putBits(0, 1); // no colour cache
  writeGroupCodes(counts, lengths, codes, 0);
  walk(pixels, count, width, true);
}

/** Writes the five codes of a group. */
export function writeGroupCodes(from: usize, lengthsTo: usize, codesTo: usize, cacheBits: u32): void {
  const greens = 256 + 24 + (cacheBits > 0 ? (<u32>1) << cacheBits : 0);
  writeCode(from, greens, lengthsTo, codesTo);
  writePart(from, RED, 256, lengthsTo, codesTo);
  writePart(from, BLUE, 256, lengthsTo, codesTo);
  writePart(from, ALPHA, 256, lengthsTo, codesTo);
  writePart(from, DISTANCES, 40, lengthsTo, codesTo);
}

function writePart(from: usize, first: u32, size: u32, lengthsTo: usize, codesTo: usize): void {
  writeCode(from + (first << 2), size, lengthsTo + first, codesTo + (first << 1));
}

/** Counts the symbols, or writes them. */
function walk(pixels: usize, count: u32, width: u32, write: bool): void {
  for (let at: u32 = 0; at < count;) {
    const left = repeats(pixels, at, count, 1);
    const above = repeats(pixels, at, count, width);
    const length = max(left, above);
    const pixel = load<u32>(pixels + ((<usize>at) << 2));
    if (length < LEAST_COPY) {
      if (write) writeLiteral(pixel, lengths, codes);
      else countLiteral(counts, pixel);
      at++;
    } else {
      const code = above >= left ? ABOVE : LEFT;
      if (write) writeCopy(length, code, lengths, codes);
      else countCopy(counts, length, code);
      at += length;
    }
  }
}

/** How many pixels from one on equal those `distance` before. */
function repeats(pixels: usize, from: u32, count: u32, distance: u32): u32 {
  if (distance > from) return 0;
  const end = min(count, from + MOST_COPY);
  let at = from;
  while (
    at < end &&
    load<u32>(pixels + ((<usize>at) << 2)) == load<u32>(pixels + ((<usize>(at - distance)) << 2))
  )
    at++;
  return at - from;
}

// @ts-ignore: decorator
@inline
export function writeSymbol(symbol: u32, lengthsAt: usize, codesAt: usize): void {
  putBits(load<u16>(codesAt + ((<usize>symbol) << 1)), load<u8>(lengthsAt + symbol));
}

// @ts-ignore: decorator
@inline
export function writeLiteral(pixel: u32, lengthsAt: usize, codesAt: usize): void {
  writeSymbol((pixel >> 8) & 255, lengthsAt, codesAt);
  writeSymbol(RED + ((pixel >> 16) & 255), lengthsAt, codesAt);
  writeSymbol(BLUE + (pixel & 255), lengthsAt, codesAt);
  writeSymbol(ALPHA + (pixel >> 24), lengthsAt, codesAt);
}

// @ts-ignore: decorator
@inline
export function writeCopy(length: u32, code: u32, lengthsAt: usize, codesAt: usize): void {
  let symbol = prefixOf(length);
  writeSymbol(LENGTHS + symbol, lengthsAt, codesAt);
  let bits = extraBits(symbol);
  putBits(extraOf(length, bits), bits);
  symbol = prefixOf(code);
  writeSymbol(DISTANCES + symbol, lengthsAt, codesAt);
  bits = extraBits(symbol);
  putBits(extraOf(code, bits), bits);
}

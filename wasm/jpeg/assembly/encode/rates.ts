/**
 * What an AC code will cost, before the tables are made that decide it: as many bits as its share of the codes so far
 * is worth (Shannon). At first the tables of ITU-T T.81 annex K.3.3.2 speak for what is to come.
 */
import { standardTable } from '../standard-tables';
import { AC_CHROMA, AC_LUMA, histogram } from './huffman';

const SYMBOLS: usize = 256;
const LONGEST_CODE = 16;
/** Codes that annex K's tables count for, as a power of two. */
const EXPECTED_BITS = 9;

/** Bits of each symbol with its magnitude, f32, for Y, then for chroma. */
const RATES: usize = memory.data(2 * 256 * 4, 16);
/** The same of codes before any is counted, in 65,536ths of all: u16. */
const EXPECTED: usize = memory.data(2 * 256 * 2, 2);

/** Rates of Y or of chroma. */
// @ts-ignore: decorator
@inline
export function rates(chroma: bool): usize {
  return RATES + (chroma ? SYMBOLS * 4 : <usize>0);
}

// @ts-ignore: decorator
@inline
export function rate(rates: usize, symbol: i32): f32 {
  return load<f32>(rates + ((<usize>symbol) << 2));
}

/** Blocks that had been counted when rates were learnt. */
let known: i32 = 0;
/** Learning takes as long as some dozens of blocks. */
const LESSON = 512;

export function openRates(): void {
  memory.fill(EXPECTED, 0, 2 * SYMBOLS * 2);
  expect(EXPECTED, standardTable(1, 0));
  expect(EXPECTED + SYMBOLS * 2, standardTable(1, 1));
  known = -LESSON;
}

/** A code of `length` bits is expected once in `2^length`. */
function expect(expected: usize, table: StaticArray<u8>): void {
  const specification = changetype<usize>(table);
  let symbol = specification + LONGEST_CODE;
  for (let length = 1; length <= LONGEST_CODE; length++) {
    const count = <i32>load<u8>(specification + length - 1);
    for (let i = 0; i < count; i++)
      store<u16>(expected + ((<usize>load<u8>(symbol++)) << 1), <u16>((<u32>1) << (16 - length)));
  }
}

/** Learns from the codes of the blocks counted so far, if they are enough more than the last time. */
export function learnRates(blocks: i32): void {
  if (blocks - known < LESSON) return;
  known = blocks;
  learn(rates(false), histogram(AC_LUMA), EXPECTED);
  learn(rates(true), histogram(AC_CHROMA), EXPECTED + SYMBOLS * 2);
}

function learn(rates: usize, counts: usize, expected: usize): void {
  let all: f32 = 0;
  for (let symbol: usize = 0; symbol < SYMBOLS; symbol++) {
    const seen = <f32>load<u32>(counts + (symbol << 2)) * <f32>(1 << (16 - EXPECTED_BITS));
    // No code is impossible: what was neither seen nor expected is rare.
    const share = max<f32>(seen + <f32>load<u16>(expected + (symbol << 1)), 1);
    store<f32>(rates + (symbol << 2), share);
    all += share;
  }
  const bits = binaryLogarithm(all);
  for (let symbol: usize = 0; symbol < SYMBOLS; symbol++) {
    const at = rates + (symbol << 2);
    store<f32>(at, bits - binaryLogarithm(load<f32>(at)) + <f32>((<i32>symbol) & 15));
  }
}

/** Of a positive number, to a hundredth: the exponent, and a parabola for the fraction. */
function binaryLogarithm(value: f32): f32 {
  const bits = reinterpret<u32>(value);
  const fraction = reinterpret<f32>((bits & 0x7fffff) | 0x3f800000) - 1;
  return <f32>(<i32>(bits >> 23) - 127) + fraction + <f32>0.344 * fraction * (1 - fraction);
}

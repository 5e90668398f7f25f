/**
 * Inverse cosine transforms of 8 × 8 to 32 × 32 (ITU-T H.265, section 8.6.4.2), eight columns at a time: even frequencies
 * are a transform of half the size, odd ones are added to its first half and taken from its mirrored one.
 */
import { lower16, transpose8, upper16 } from '../samples';
import { oddsOf } from './matrix';

const FIRST_SHIFT: i32 = 7;
/** Sums of eight columns, 32 bits each, in two vectors a row. */
const sums: usize = memory.data(32 * 32, 16);
/** Two rows' lanes by turns, in two vectors, for each pair of odd frequencies. */
const pairs: usize = memory.data(8 * 32, 16);
const turned: usize = memory.data(8 * 32 * 2, 16);

/** Transforms a block in place, of which only so many columns and rows have anything. */
export function inverse(at: usize, log2: u32, columns: u32, rows: u32, shift: i32): void {
  const side: u32 = 1 << log2;
  const pitch = (<usize>side) << 1;
  for (let x: u32 = 0; x < columns; x += 8) transform(at + (x << 1), pitch, log2, rows, FIRST_SHIFT);
  for (let y: u32 = 0; y < side; y += 8) {
    const row = at + y * pitch;
    for (let x: u32 = 0; x < columns; x += 8) transpose8(row + (x << 1), pitch, turned + (x << 4), 16);
    for (let x = (columns + 7) & ~7; x < side; x++) v128.store(turned + (x << 4), i16x8.splat(0));
    transform(turned, 16, log2, columns, shift);
    for (let x: u32 = 0; x < side; x += 8) transpose8(turned + (x << 4), 16, row + (x << 1), pitch);
  }
}

/** Transforms eight columns in place; rows lie `pitch` bytes apart, and only the first `rows` are not zero. */
function transform(at: usize, pitch: usize, log2: u32, rows: u32, shift: i32): void {
  // Of the transform of 4: frequencies 0 and half of it, then a quarter and three.
  const quarter = pitch << (log2 - 2);
  first(at, quarter);
  for (let level: u32 = 3; level < log2; level++)
    widen(at, pitch << (log2 - level), level, rows >> (log2 - level));
  finish(at, pitch, log2, rows, shift);
}

// @ts-ignore: decorator
@inline
function pair(a: i16, b: i16): v128 {
  return i32x4.splat(((<i32>a) & 0xffff) | ((<i32>b) << 16));
}

// @ts-ignore: decorator
@inline
function putSums(row: u32, low: v128, high: v128): void {
  v128.store(sums + (row << 5), low);
  v128.store(sums + (row << 5), high, 16);
}

/** The transform of 4. */
// @ts-ignore: decorator
@inline
function first(at: usize, quarter: usize): void {
  const x0 = v128.load(at);
  const x1 = v128.load(at + quarter);
  const x2 = v128.load(at + 2 * quarter);
  const x3 = v128.load(at + 3 * quarter);
  const l02 = lower16(x0, x2);
  const h02 = upper16(x0, x2);
  const l13 = lower16(x1, x3);
  const h13 = upper16(x1, x3);
  const sumL = i32x4.dot_i16x8_s(l02, pair(64, 64));
  const sumH = i32x4.dot_i16x8_s(h02, pair(64, 64));
  const lessL = i32x4.dot_i16x8_s(l02, pair(64, -64));
  const lessH = i32x4.dot_i16x8_s(h02, pair(64, -64));
  const outL = i32x4.dot_i16x8_s(l13, pair(83, 36));
  const outH = i32x4.dot_i16x8_s(h13, pair(83, 36));
  const inL = i32x4.dot_i16x8_s(l13, pair(36, -83));
  const inH = i32x4.dot_i16x8_s(h13, pair(36, -83));
  putSums(0, i32x4.add(sumL, outL), i32x4.add(sumH, outH));
  putSums(1, i32x4.add(lessL, inL), i32x4.add(lessH, inH));
  putSums(2, i32x4.sub(lessL, inL), i32x4.sub(lessH, inH));
  putSums(3, i32x4.sub(sumL, outL), i32x4.sub(sumH, outH));
}

/** Lays the odd rows side by side in pairs; gives how many pairs there are among the first `rows`. */
// @ts-ignore: decorator
@inline
function layPairs(at: usize, pitch: usize, rows: u32): u32 {
  const count = (rows + 3) >> 2;
  for (let i: u32 = 0; i < count; i++) {
    const a = v128.load(at + (4 * i + 1) * pitch);
    const b = v128.load(at + (4 * i + 3) * pitch);
    v128.store(pairs + (i << 5), lower16(a, b));
    v128.store(pairs + (i << 5), upper16(a, b), 16);
  }
  return count;
}

/** Makes the transform of half the size in `sums` one of `1 << log2`, whose rows lie `pitch` bytes apart. */
function widen(at: usize, pitch: usize, log2: u32, rows: u32): void {
  const half: u32 = 1 << (log2 - 1);
  const count = layPairs(at, pitch, max<u32>(rows, 1));
  let factors = oddsOf(log2);
  for (let n: u32 = 0; n < half; n++) {
    let low = i32x4.splat(0);
    let high = low;
    for (let i: u32 = 0; i < count; i++) {
      const both = v128.load32_splat(factors + (i << 2));
      low = i32x4.add(low, i32x4.dot_i16x8_s(v128.load(pairs + (i << 5)), both));
      high = i32x4.add(high, i32x4.dot_i16x8_s(v128.load(pairs + (i << 5), 16), both));
    }
    factors += half << 1;
    const evenL = v128.load(sums + (n << 5));
    const evenH = v128.load(sums + (n << 5), 16);
    putSums(2 * half - 1 - n, i32x4.sub(evenL, low), i32x4.sub(evenH, high));
    putSums(n, i32x4.add(evenL, low), i32x4.add(evenH, high));
  }
}

/** The last step of a transform: rounds, and puts the samples where the frequencies were. */
function finish(at: usize, pitch: usize, log2: u32, rows: u32, shift: i32): void {
  const half: u32 = 1 << (log2 - 1);
  const count = layPairs(at, pitch, rows);
  const bias = i32x4.splat((1 << shift) >> 1);
  let factors = oddsOf(log2);
  let top = at;
  let bottom = at + (2 * half - 1) * pitch;
  for (let n: u32 = 0; n < half; n++) {
    let low = i32x4.splat(0);
    let high = low;
    for (let i: u32 = 0; i < count; i++) {
      const both = v128.load32_splat(factors + (i << 2));
      low = i32x4.add(low, i32x4.dot_i16x8_s(v128.load(pairs + (i << 5)), both));
      high = i32x4.add(high, i32x4.dot_i16x8_s(v128.load(pairs + (i << 5), 16), both));
    }
    factors += half << 1;
    const evenL = i32x4.add(v128.load(sums + (n << 5)), bias);
    const evenH = i32x4.add(v128.load(sums + (n << 5), 16), bias);
    v128.store(top, rounded(i32x4.add(evenL, low), i32x4.add(evenH, high), shift));
    v128.store(bottom, rounded(i32x4.sub(evenL, low), i32x4.sub(evenH, high), shift));
    top += pitch;
    bottom -= pitch;
  }
}

// @ts-ignore: decorator
@inline
function rounded(low: v128, high: v128, shift: i32): v128 {
  return i16x8.narrow_i32x4_s(i32x4.shr_s(low, shift), i32x4.shr_s(high, shift));
}

/**
 * Resamples the plane of one component, straight from the ring it was decoded into: columns first, with 6 fraction bits
 * kept, then rows. Both passes multiply pairs of 16-bit numbers.
 */
import { Axis, COPY, firstTap, lastTap } from './axis';
import { LIGHTS, storeBytes } from '../../../shared/light';
import { MAX_COMPONENTS } from './frame';
import { lights } from './light';
import { allocate, DECODER } from '../memory';
import { writeWeights } from './weights';

/** Bits of a weight, and those of them that the first pass drops. */
const WEIGHT_BITS: i32 = 14;
const FIRST_SHIFT: i32 = 8;
const LAST_SHIFT: i32 = 2 * WEIGHT_BITS - FIRST_SHIFT;
/** Outputs of a row that are made together. */
const AT_ONCE: i32 = 4;

/** Weights of one output row and addresses of its source rows; no filter has more taps (see axis.ts). */
const columnWeights = memory.data(128 * 2, 16);
const rowAddresses = memory.data(128 * 4, 16);

@unmanaged
export class Sampler {
  across: Axis;
  down: Axis;
  /** Rows of the source: sample (x, y) is at source + (y mod sourceRows) × sourceStride + x - sourceLeft, or twice that in a row of light. */
  source: usize;
  sourceStride: usize;
  sourceRows: i32;
  sourceLeft: i32;
  sourceWidth: i32;
  /** True when the source is light, 16 bits a sample, and not the plane's bytes. */
  lit: bool;
  /** Sums of the boxes being filled, u64; 0 when the source is the decoded plane itself. */
  sums: usize;
  /** One output row after the first pass, i16. */
  middle: usize;
  /** First source column of each output sample, i32, and its weights, i16. */
  starts: usize;
  rowWeights: usize;
  rowTaps: i32;
  columnTaps: i32;
  /** Output rows of the current group. */
  output: usize;
  outputStride: usize;
  /** The next output row. */
  next: i32;
}

const samplers = memory.data(MAX_COMPONENTS * offsetof<Sampler>(), 16);

/** The sampler of component `i`. */
// @ts-ignore: decorator
@inline
export function sampler(i: i32): Sampler {
  return changetype<Sampler>(samplers + <usize>i * offsetof<Sampler>());
}

/** A new picture: nothing is known of any component. */
export function forgetSamplers(): void {
  memory.fill(samplers, 0, MAX_COMPONENTS * offsetof<Sampler>());
}

/** Prepares tables and buffers once axes and source are known. `rows` are handed out at a time. */
export function openSampler(s: Sampler, rows: i32): void {
  const count = s.across.count;
  s.next = 0;
  s.outputStride = <usize>((count + 31) & ~15);
  s.output = allocate(DECODER, s.outputStride * rows);
  s.columnTaps = (s.down.taps + 1) & ~1;
  s.rowTaps = (s.across.taps + 7) & ~7;
  if (copies(s)) return;
  s.middle = allocate(DECODER, (<usize>(s.sourceWidth + 32 + s.rowTaps)) << 1);
  memory.fill(s.middle, 0, (<usize>(s.sourceWidth + 32 + s.rowTaps)) << 1);
  const whole = (count + AT_ONCE - 1) & ~(AT_ONCE - 1);
  s.starts = allocate(DECODER, (<usize>whole) << 2);
  s.rowWeights = allocate(DECODER, (<usize>(whole * s.rowTaps)) << 1);
  for (let i = 0; i < whole; i++) {
    const to = s.rowWeights + ((<usize>(i * s.rowTaps)) << 1);
    store<i32>(s.starts + (i << 2), writeWeights(s.across, min(i, count - 1), to, s.rowTaps) - s.sourceLeft);
  }
}

/** True when output samples are source samples. */
// @ts-ignore: decorator
@inline
export function copies(s: Sampler): bool {
  return s.across.kernel == COPY && s.down.kernel == COPY;
}

/** Source rows that must be there before output row `y` can be made. */
export function rowsNeeded(s: Sampler, y: i32): i32 {
  return lastTap(s.down, min(y, s.down.count - 1)) + 1;
}

/** Makes the next `rows` rows of the group; below the picture's end the last row is repeated. */
export function sampleRows(s: Sampler, rows: i32): void {
  for (let i = 0; i < rows; i++) {
    const to = s.output + <usize>i * s.outputStride;
    if (s.next >= s.down.count) memory.copy(to, to - s.outputStride, s.outputStride);
    else sampleRow(s, s.next++, to);
  }
}

function sampleRow(s: Sampler, y: i32, to: usize): void {
  const count = s.across.count;
  if (copies(s)) copyRow(s, y, to);
  else {
    findRows(s, y);
    if (s.lit) filterLitColumns(s);
    else filterColumns(s);
    filterRow(s, to);
  }
  // Blocks at the right edge are whole.
  v128.store(to + count, i8x16.splat(load<u8>(to + count - 1)));
}

/** A row of samples as they are; in front of the first one that may be used stand more of it. */
function copyRow(s: Sampler, y: i32, to: usize): void {
  const first = firstTap(s.across, 0);
  const from = sourceRow(s, firstTap(s.down, y)) + <usize>(first - s.sourceLeft);
  const ahead = min(first - <i32>nearest<f64>(s.across.origin), s.across.count - 1);
  memory.fill(to, load<u8>(from), ahead);
  memory.copy(to + ahead, from, s.across.count - ahead);
}

// @ts-ignore: decorator
@inline
function sourceRow(s: Sampler, y: i32): usize {
  return s.source + <usize>(y % s.sourceRows) * s.sourceStride;
}

/** The source rows of output row `y`, and their weights. */
function findRows(s: Sampler, y: i32): void {
  const first = writeWeights(s.down, y, columnWeights, s.columnTaps);
  const last = s.down.high - 1;
  for (let t = 0; t < s.columnTaps; t++)
    store<usize>(rowAddresses + (t << 2), sourceRow(s, min(first + t, last)));
}

/** Light has the bits that the first pass keeps from the start. */
function filterLitColumns(s: Sampler): void {
  const round = i32x4.splat(1 << (WEIGHT_BITS - 1));
  const end = (<usize>s.columnTaps) << 2;
  const middle = s.middle;
  const bytes = (<usize>s.sourceWidth) << 1;
  for (let x: usize = 0; x < bytes; x += 16) {
    let a = round,
      b = round;
    for (let t: usize = 0; t < end; t += 8) {
      const upper = v128.load(load<usize>(rowAddresses + t) + x);
      const lower = v128.load(load<usize>(rowAddresses + t, 4) + x);
      const weights = v128.load32_splat(columnWeights + (t >> 1));
      a = i32x4.add(a, i32x4.dot_i16x8_s(v128.shuffle<i16>(upper, lower, 0, 8, 1, 9, 2, 10, 3, 11), weights));
      b = i32x4.add(
        b,
        i32x4.dot_i16x8_s(v128.shuffle<i16>(upper, lower, 4, 12, 5, 13, 6, 14, 7, 15), weights),
      );
    }
    v128.store(middle + x, i16x8.narrow_i32x4_s(i32x4.shr_s(a, WEIGHT_BITS), i32x4.shr_s(b, WEIGHT_BITS)));
  }
}

function filterColumns(s: Sampler): void {
  const round = i32x4.splat(1 << (FIRST_SHIFT - 1));
  const end = (<usize>s.columnTaps) << 2;
  const middle = s.middle;
  const width = <usize>s.sourceWidth;
  for (let x: usize = 0; x < width; x += 16) {
    let a = round,
      b = round,
      c = round,
      d = round;
    for (let t: usize = 0; t < end; t += 8) {
      const upper = v128.load(load<usize>(rowAddresses + t) + x);
      const lower = v128.load(load<usize>(rowAddresses + t, 4) + x);
      const weights = v128.load32_splat(columnWeights + (t >> 1));
      const left = v128.shuffle<i8>(upper, lower, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      const right = v128.shuffle<i8>(
        upper,
        lower,
        8,
        24,
        9,
        25,
        10,
        26,
        11,
        27,
        12,
        28,
        13,
        29,
        14,
        30,
        15,
        31,
      );
      a = i32x4.add(a, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(left), weights));
      b = i32x4.add(b, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(left), weights));
      c = i32x4.add(c, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(right), weights));
      d = i32x4.add(d, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(right), weights));
    }
    const to = middle + (x << 1);
    v128.store(to, i16x8.narrow_i32x4_s(i32x4.shr_s(a, FIRST_SHIFT), i32x4.shr_s(b, FIRST_SHIFT)));
    v128.store(to, i16x8.narrow_i32x4_s(i32x4.shr_s(c, FIRST_SHIFT), i32x4.shr_s(d, FIRST_SHIFT)), 16);
  }
}

/** The sums of four vectors, as one. */
// @ts-ignore: decorator
@inline
function sums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
  return i32x4.add(v128.shuffle<i64>(ab, cd, 0, 2), v128.shuffle<i64>(ab, cd, 1, 3));
}

function filterRow(s: Sampler, to: usize): void {
  const lit = s.lit;
  const shift = lit ? WEIGHT_BITS : LAST_SHIFT;
  const round = i32x4.splat(1 << (shift - 1));
  const middle = s.middle;
  const bytes = (<usize>s.rowTaps) << 1;
  let starts = s.starts;
  let w0 = s.rowWeights;
  const count = <usize>s.across.count;
  for (let x: usize = 0; x < count; x += AT_ONCE) {
    const s0 = middle + (load<i32>(starts) << 1),
      s1 = middle + (load<i32>(starts, 4) << 1);
    const s2 = middle + (load<i32>(starts, 8) << 1),
      s3 = middle + (load<i32>(starts, 12) << 1);
    const w1 = w0 + bytes,
      w2 = w1 + bytes,
      w3 = w2 + bytes;
    let a = i32x4.dot_i16x8_s(v128.load(s0), v128.load(w0)),
      b = i32x4.dot_i16x8_s(v128.load(s1), v128.load(w1));
    let c = i32x4.dot_i16x8_s(v128.load(s2), v128.load(w2)),
      d = i32x4.dot_i16x8_s(v128.load(s3), v128.load(w3));
    for (let t: usize = 16; t < bytes; t += 16) {
      a = i32x4.add(a, i32x4.dot_i16x8_s(v128.load(s0 + t), v128.load(w0 + t)));
      b = i32x4.add(b, i32x4.dot_i16x8_s(v128.load(s1 + t), v128.load(w1 + t)));
      c = i32x4.add(c, i32x4.dot_i16x8_s(v128.load(s2 + t), v128.load(w2 + t)));
      d = i32x4.add(d, i32x4.dot_i16x8_s(v128.load(s3 + t), v128.load(w3 + t)));
    }
    const wide = i32x4.shr_s(i32x4.add(sums(a, b, c, d), round), shift);
    if (lit) storeBytes(to + x, wide, lights + LIGHTS);
    else {
      const half = i16x8.narrow_i32x4_s(wide, wide);
      v128.store32_lane(to + x, i8x16.narrow_i16x8_u(half, half), 0);
    }
    starts += AT_ONCE << 2;
    w0 = w3 + bytes;
  }
}

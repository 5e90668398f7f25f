/**
 * Segments: macroblocks are parted by how much they vary, and the calm ones, where the eye sees every step, get finer steps than
 * the busy ones. The borders are those of the rows that are looked at before the first is coded.
 */
import { quantisers } from '../quantisers';
import { frame } from './frame';
import { setMatrices } from './quantise';
import { source } from './source';

export const SEGMENTS: i32 = 4;
/** Activities are 0 to 255: a sixteenth of a doubling of the variance each. */
const ACTIVITIES: i32 = 256;
const histogram = memory.data(256 * 4, 16);
/** Segment of each activity, and centre of each segment. */
const segmentOf = memory.data(256);
const centres = memory.data(4 * 4, 4);

/** What a segment is coded with. */
@unmanaged
export class Segment {
  /** Index of the quantiser, 0 to 127. */
  index: i32;
  /** Level of the loop filter, 0 to 63. */
  filter: i32;
  /**
   * What 256ths of a bit weigh against 256 squared differences: for 16 × 16 prediction, 4 × 4, chroma, and between the
   * first two.
   */
  lambda16: u32;
  lambda4: u32;
  lambdaChroma: u32;
  lambdaMode: u32;
  /** What they weigh against half a Hadamard sum, in 256ths of 256ths. */
  lambdaGuess: u32;
}

const all = memory.data(4 * 28, 4);

// @ts-ignore: decorator
@inline
export function segment(i: i32): Segment {
  return changetype<Segment>(all + <usize>i * offsetof<Segment>());
}

/** Segments in use. */
export let segments: i32 = SEGMENTS;

export function openSegments(): void {
  memory.fill(histogram, 0, ACTIVITIES * 4);
}

/** How much the macroblock in `source` varies: the mean logarithm of the variances of its blocks of luma. */
export function activity(): i32 {
  let sum = 0;
  for (let block: usize = 0; block < 256; block += 16) {
    const pixels = v128.load(source + block);
    const low = i16x8.extend_low_i8x16_u(pixels),
      high = i16x8.extend_high_i8x16_u(pixels);
    const squares = total(i32x4.add(i32x4.dot_i16x8_s(low, low), i32x4.dot_i16x8_s(high, high)));
    const plain = total(i32x4.dot_i16x8_s(i16x8.add(low, high), i16x8.splat(1)));
    sum += logarithm((squares << 4) - plain * plain);
  }
  return sum >> 4;
}

// @ts-ignore: decorator
@inline
function total(lanes: v128): u32 {
  const twos = i32x4.add(lanes, v128.shuffle<i64>(lanes, lanes, 1, 0));
  return i32x4.extract_lane(twos, 0) + i32x4.extract_lane(twos, 1);
}

/** Sixteen logarithms to the base of two of 256 times a variance; what is below one pixel value counts as none. */
// @ts-ignore: decorator
@inline
function logarithm(variance: u32): i32 {
  const value = (variance >> 8) + 1;
  const whole = 31 - clz(value);
  return min(255, <i32>((whole << 4) | (((value << 4) >> whole) & 15)));
}

/** Counts a macroblock that is looked at. */
export function noteActivity(value: i32): void {
  const at = histogram + ((<usize>value) << 2);
  store<u32>(at, load<u32>(at) + 1);
}

// @ts-ignore: decorator
@inline
export function segmentFor(value: i32): i32 {
  return load<u8>(segmentOf + value);
}

/** Chooses segments, for a quality of 0 to 100. */
export function chooseSegments(quality: f64): void {
  segments = frame.described ? SEGMENTS : 1;
  const mean = findCentres();
  let least = ACTIVITIES,
    most = 0;
  for (let i = 0; i < segments; i++) {
    least = min(least, load<i32>(centres + (i << 2)));
    most = max(most, load<i32>(centres + (i << 2)));
  }
  const spread = max(most - least, LEAST_SPREAD);
  for (let i = 0; i < segments; i++) {
    const centre = load<i32>(centres + (i << 2));
    chooseSegment(i, quality, <f64>(mean - centre) / spread, <f64>(most - centre) / spread);
  }
}

/** Centres nearer than this are not pulled apart further. */
const LEAST_SPREAD: i32 = 64;
const ROUNDS: i32 = 6;

/** Lloyd's algorithm on the activities. Returns their mean. */
function findCentres(): i32 {
  let least = 0,
    most = ACTIVITIES - 1;
  while (least < most && load<u32>(histogram + (least << 2)) == 0) least++;
  while (most > least && load<u32>(histogram + (most << 2)) == 0) most--;
  for (let i = 0; i < segments; i++) {
    store<i32>(centres + (i << 2), least + ((2 * i + 1) * (most - least)) / (2 * segments));
  }
  let mean = 0;
  for (let round = 0; round < ROUNDS; round++) {
    assign();
    mean = moveCentres();
  }
  assign();
  return mean;
}

/** Gives every activity to the nearest centre; centres are in order. */
function assign(): void {
  let own = 0;
  for (let value = 0; value < ACTIVITIES; value++) {
    while (own + 1 < segments && distance(own + 1, value) < distance(own, value)) own++;
    store<u8>(segmentOf + value, <u8>own);
  }
}

function distance(i: i32, value: i32): i32 {
  return abs(load<i32>(centres + (i << 2)) - value);
}

function moveCentres(): i32 {
  let value = 0;
  let allSum: u64 = 0,
    allCount: u64 = 0;
  for (let i = 0; i < segments; i++) {
    let sum: u64 = 0,
      count: u64 = 0;
    for (; value < ACTIVITIES && load<u8>(segmentOf + value) == i; value++) {
      const here = <u64>load<u32>(histogram + (value << 2));
      sum += here * value;
      count += here;
    }
    if (count > 0) store<i32>(centres + (i << 2), <i32>((sum + count / 2) / count));
    allSum += sum;
    allCount += count;
  }
  return <i32>(allSum / max<u64>(allCount, 1));
}

/** How far the exponent of a segment's coarseness may leave one. */
const STRENGTH: f64 = 0.9 * 0.5 * 2;
const MOST_LEAVING: f64 = 0.4465;
/** The strength of the loop filter where it is least and most wanted differs by two. */
const FILTER_STRENGTH: f64 = 300;

/** `calm` is how much calmer it is than the mean, `calmest` than the busiest one, as parts of the whole spread. */
function chooseSegment(i: i32, quality: f64, calm: f64, calmest: f64): void {
  const own = segment(i);
  const leaving = max(-MOST_LEAVING, min(MOST_LEAVING, calm * STRENGTH));
  own.index = max(0, min(127, <i32>(127 * (1 - Math.pow(fineness(quality), 1 - leaving)))));
  const q = quantisers(i);
  q.set(own.index, 0, 0, 0, CHROMA_DC_DELTA, 0);
  setMatrices(i, q);
  own.filter = filterStrength(q.y1Ac, calmest);
  setLambdas(
    own,
    (q.y1Dc + 15 * q.y1Ac + 8) >> 4,
    (q.y2Dc + 15 * q.y2Ac + 8) >> 4,
    (q.uvDc + 15 * q.uvAc + 8) >> 4,
  );
}

/** What is added to the index for the first coefficients of chroma, where blocks show first. */
export const CHROMA_DC_DELTA: i32 = -2;

/** Quality to what remains of coarseness, 0 to 1, so that bytes grow as those of JPEG do. */
function fineness(quality: f64): f64 {
  const part = quality / 100;
  return Math.cbrt(part < 0.75 ? (part * 2) / 3 : 2 * part - 1);
}

function filterStrength(acStep: i32, calmest: f64): i32 {
  const level = <i32>((<f64>(acStep >> 2) * FILTER_STRENGTH) / (256 * (1 + calmest)));
  return level < 2 ? 0 : min(63, level);
}

function setLambdas(own: Segment, luma: u32, second: u32, chroma: u32): void {
  own.lambda4 = max<u32>(1, (3 * luma * luma) >> 7);
  own.lambda16 = max<u32>(1, 3 * second * second);
  own.lambdaChroma = max<u32>(1, (3 * chroma * chroma) >> 6);
  own.lambdaMode = max<u32>(1, (luma * luma) >> 7);
  own.lambdaGuess = luma * GUESS;
}

const GUESS: u32 = 64;

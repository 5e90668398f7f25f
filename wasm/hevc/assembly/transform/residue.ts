/** From coefficients to differences, and these added to what was predicted (ITU-T H.265, sections 8.6.2 to 8.6.8). */
import { picture, Plane, planeOf, sampleAt } from '../picture';
import { load8, storeRow } from '../samples';
import { sps } from '../slice/slice';
import { block, coefficients } from '../unit/residual';
import { inverse } from './cosine';
import { inverse4 } from './small';

/** Mode 10 predicts across, mode 26 down. */
const LEVEL: u32 = 10;
const UPRIGHT: u32 = 26;

/** Makes differences of the coefficients of a block, in place. */
export function makeResidue(log2: u32, component: u32, mode: u32, lossless: bool): void {
  const shift = 20 - <i32>planeOf(component).bits;
  if (lossless || block.skip) {
    if (sps.skipRotation && log2 == 2) rotate();
    if (!lossless) scaleSkipped(log2, shift);
    if (sps.implicitRdpcm && (mode == LEVEL || mode == UPRIGHT)) accumulate(log2, mode == LEVEL);
  } else if (log2 == 2) inverse4(coefficients, component == 0, shift);
  else if (block.onlyFirst) flatten(log2, shift);
  else inverse(coefficients, log2, block.columns, block.rows, shift);
}

/** The first coefficient alone is the same difference everywhere. */
function flatten(log2: u32, shift: i32): void {
  const once = (<i32>load<i16>(coefficients) * 64 + 64) >> 7;
  const level = (once * 64 + (1 << (shift - 1))) >> shift;
  const lanes = i16x8.splat(<i16>level);
  const bytes = (<usize>2) << (log2 << 1);
  for (let at: usize = 0; at < bytes; at += 16) v128.store(coefficients + at, lanes);
}

function rotate(): void {
  const a = v128.load(coefficients);
  const b = v128.load(coefficients, 16);
  v128.store(coefficients, v128.shuffle<i16>(b, b, 7, 6, 5, 4, 3, 2, 1, 0));
  v128.store(coefficients, v128.shuffle<i16>(a, a, 7, 6, 5, 4, 3, 2, 1, 0), 16);
}

/** Section 8.6.4.2 for what is not transformed. */
function scaleSkipped(log2: u32, shift: i32): void {
  const up = 5 + log2;
  const round = (1 << shift) >> 1;
  const end = coefficients + ((<usize>2) << (log2 << 1));
  for (let at = coefficients; at < end; at += 2)
    store<i16>(at, <i16>((((<i32>load<i16>(at)) << up) + round) >> shift));
}

/** Section 8.6.6: each difference is one to the difference before it. */
function accumulate(log2: u32, across: bool): void {
  const side: u32 = 1 << log2;
  const back: usize = across ? 2 : side << 1;
  for (let y: u32 = across ? 0 : 1; y < side; y++)
    for (let x: u32 = across ? 1 : 0; x < side; x++) {
      const at = coefficients + (((y << log2) | x) << 1);
      store<i16>(at, load<i16>(at) + load<i16>(at - back));
    }
}

/** Differences of luma, for chroma that follows them. */
const luma: usize = memory.data(2 * 32 * 32, 16);

/** Keeps the differences of a block of luma. */
export function keepLuma(log2: u32): void {
  memory.copy(luma, coefficients, 2 << (log2 << 1));
}

/** Section 7.3.8.12: adds as many eighths of luma's differences to those of chroma. */
export function followLuma(log2: u32, eighths: i32): void {
  const bytes = (<usize>2) << (log2 << 1);
  for (let at: usize = 0; at < bytes; at += 2) {
    const difference = ((<i32>load<i16>(luma + at)) << sps.bitDepthChroma) >> sps.bitDepthLuma;
    store<i16>(coefficients + at, load<i16>(coefficients + at) + <i16>((eighths * difference) >> 3));
  }
}

/** Adds the differences to a square of a plane, and clears them. */
export function addResidue(plane: Plane, x: u32, y: u32, log2: u32): void {
  const to = sampleAt(plane, x, y);
  if (picture.wide) add<u16>(to, plane.stride, log2, (1 << plane.bits) - 1);
  else add<u8>(to, plane.stride, log2, 255);
}

// @ts-ignore: decorator
@inline
function add<T>(start: usize, stride: usize, log2: u32, top: i32): void {
  const side: u32 = 1 << log2;
  const zero = i16x8.splat(0);
  const most = i16x8.splat(<i16>top);
  let from = coefficients;
  let to = start;
  for (let y: u32 = 0; y < side; y++) {
    for (let x: u32 = 0; x < side; x += 8) {
      const at = to + x * sizeof<T>();
      let lanes = i16x8.add_sat_s(load8<T>(at), v128.load(from + (x << 1)));
      if (sizeof<T>() == 2) lanes = i16x8.min_s(i16x8.max_s(lanes, zero), most);
      storeRow<T>(at, lanes, side);
    }
    from += side << 1;
    to += stride;
  }
  memory.fill(coefficients, 0, 2 << (log2 << 1));
}

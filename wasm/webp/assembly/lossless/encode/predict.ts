/**
 * The predictor transform (RFC 9649, section 4.1): for each tile the mode whose residuals are cheapest by the counts of those
 * that were chosen before it.
 */
import { allocateClear } from '../../../../shared/memory';
import { predictFrom } from '../predictors';
import { PREDICTOR, tiles } from '../transforms';
import { bytesLess } from './argb';
import { rowAt, slab } from './slab';
import { writeSmallImage } from './small-image';
import { putBits } from '../../../../shared/bits';

const MODES: u32 = 14;
/** Tiles are 16 pixels wide, and wider where there would be more than so many. */
const TILE_BITS: u32 = 4;
const MOST_TILES: u32 = 8192;
const MOST_TILE_BITS: u32 = 9;
/** Mode of what is to come when a picture does not fit: left + top - corner. */
const USUAL_MODE: u32 = 12;

/** Counts and costs, in sixteenths of a bit, of residuals in each of the four channels. */
const counts = memory.data(4 * 256 * 4, 16);
const costs = memory.data(4 * 256 * 2, 16);

let bits: u32 = 0;
let wide: u32 = 0;
let modes: usize = 0;
/**
 * The next row of the slab: whose green is subtracted, whose modes are chosen, or how many of the first are not foretold
 * yet.
 */
let next: u32 = 0;

/** Prepares tiles for the whole picture. */
export function openPredictor(): void {
  bits = TILE_BITS;
  while (bits < MOST_TILE_BITS && tiles(slab.width, bits) * tiles(slab.height, bits) > MOST_TILES) bits++;
  wide = tiles(slab.width, bits);
  const count = wide * tiles(slab.height, bits);
  modes = allocateClear((<usize>count) << 2);
  for (let i: u32 = 0; i < count; i++) store<u32>(modes + ((<usize>i) << 2), 0xff000000 | (USUAL_MODE << 8));
  memory.fill(counts, 0, 4 * 256 * 4);
  for (let channel: u32 = 0; channel < 4; channel++) {
    for (let value: i32 = 0; value < 256; value++) {
      store<u32>(
        counts + ((channel * 256 + value) << 2),
        1 + 256 / (1 + <u32>(min(value, 256 - value) * min(value, 256 - value))),
      );
    }
  }
}

/** Begins with the slab's first row. */
export function startAtTop(): void {
  next = 0;
}

/** Red and blue less green (section 4.3), of so many rows more, which are a multiple of four; false when none are left. */
export function subtractGreen(rows: u32): bool {
  const to = min(slab.rows, next + rows);
  const zero = i64x2.splat(0);
  for (let at = rowAt(next), end = rowAt(to); at < end; at += 16) {
    const pixels = v128.load(at);
    const green = v128.shuffle<u8>(pixels, zero, 1, 16, 1, 16, 5, 16, 5, 16, 9, 16, 9, 16, 13, 16, 13, 16);
    v128.store(at, i8x16.sub(pixels, green));
  }
  next = to;
  return next < slab.rows;
}

/**
 * Chooses modes for tiles of so many rows more, a row of tiles at least, of the picture's first slab; false when none are
 * left.
 */
export function chooseModes(rows: u32): bool {
  const side: u32 = 1 << bits;
  const to = min(slab.rows, next + ((rows + side - 1) & ~(side - 1)));
  for (let y = next; y < to; y += side) {
    updateCosts();
    for (let x: u32 = 0; x < slab.width; x += side) {
      const mode = cheapestMode(x, y, min(x + side, slab.width), min(y + side, slab.rows));
      store<u32>(modes + ((<usize>((y >> bits) * wide + (x >> bits))) << 2), 0xff000000 | (mode << 8));
    }
  }
  next = to;
  return next < slab.rows;
}

function updateCosts(): void {
  for (let channel: u32 = 0; channel < 4; channel++) {
    const from = counts + (channel << 10);
    let total: u32 = 0;
    for (let value: u32 = 0; value < 256; value++) total += load<u32>(from + (value << 2));
    const all = Mathf.log2(<f32>total);
    for (let value: u32 = 0; value < 256; value++) {
      const cost = all - Mathf.log2(<f32>load<u32>(from + (value << 2)) + 0.1);
      store<u16>(costs + ((channel * 256 + value) << 1), <u16>(16 * max<f32>(0, cost)));
    }
  }
}

// @ts-ignore: decorator
@inline
function costOf(residual: u32): u32 {
  return (
    <u32>load<u16>(costs + ((residual & 255) << 1)) +
    load<u16>(costs + 512 + (((residual >> 8) & 255) << 1)) +
    load<u16>(costs + 1024 + (((residual >> 16) & 255) << 1)) +
    load<u16>(costs + 1536 + ((residual >> 24) << 1))
  );
}

// @ts-ignore: decorator
@inline
function residualAt(mode: u32, at: usize, up: usize): u32 {
  const foretold = predictFrom(mode, v128.load32_zero(at - 4), at - up);
  return <u32>i32x4.extract_lane(i8x16.sub(v128.load32_zero(at), foretold), 0);
}

function cheapestMode(left: u32, top: u32, right: u32, bottom: u32): u32 {
  let best: u32 = USUAL_MODE;
  let least: u32 = 0xffffffff;
  // First row and column have modes of their own.
  const from = max<u32>(left, 1),
    start = max<u32>(top, 1);
  for (let mode: u32 = 0; mode < MODES && least > 0; mode++) {
    const cost = modeCost((mode + 11) % MODES, from, start, right, bottom, least);
    if (cost >= least) continue;
    least = cost;
    best = (mode + 11) % MODES;
  }
  const up = (<usize>slab.width) << 2;
  for (let y = start; y < bottom; y++) {
    for (let x = from; x < right; x++) count(residualAt(best, rowAt(y) + ((<usize>x) << 2), up));
  }
  return best;
}

/** What a mode costs in a tile, or as much of it as is more than `least`. */
function modeCost(mode: u32, left: u32, top: u32, right: u32, bottom: u32, least: u32): u32 {
  const up = (<usize>slab.width) << 2;
  let cost: u32 = 0;
  for (let y = top; y < bottom && cost < least; y++) {
    const end = rowAt(y) + ((<usize>right) << 2);
    for (let at = rowAt(y) + ((<usize>left) << 2); at < end; at += 4)
      cost += costOf(residualAt(mode, at, up));
  }
  return cost;
}

// @ts-ignore: decorator
@inline
function count(residual: u32): void {
  for (let channel: u32 = 0; channel < 4; channel++) {
    const at = counts + ((channel * 256 + ((residual >> (channel << 3)) & 255)) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
}

export function writeModes(): void {
  putBits(1, 1);
  putBits(PREDICTOR, 2);
  putBits(bits - 2, 3);
  writeSmallImage(modes, wide * tiles(slab.height, bits), wide);
}

/** Begins with the slab's last row, which the next slab has to see as it is. */
export function startAtBottom(): void {
  next = slab.rows;
  memory.copy(slab.found, rowAt(next - 1), (<usize>slab.width) << 2);
}

/** Turns so many rows more into residuals, from the end, as what foretells a pixel lies before it; false when none are left. */
export function predictRows(rows: u32): bool {
  const width = slab.width;
  const up = (<usize>width) << 2;
  const first = slab.top == 0;
  for (let left = min(rows, next); left > 0; left--) {
    const y = --next;
    const row = rowAt(y);
    const tileRow = modes + ((<usize>(((slab.top + y) >> bits) * wide)) << 2);
    for (let x = width; x-- > 1;) {
      const at = row + ((<usize>x) << 2);
      const mode = first && y == 0 ? 1 : <u32>load<u8>(tileRow + ((<usize>(x >> bits)) << 2), 1);
      store<u32>(at, residualAt(mode, at, up));
    }
    const before = first && y == 0 ? 0xff000000 : load<u32>(row - up);
    store<u32>(row, bytesLess(load<u32>(row), before));
  }
  if (next > 0) return true;
  memory.copy(slab.above, slab.found, up);
  return false;
}

/**
 * The predictor transform (RFC 9649, section 4.1): for each tile the mode whose residuals are cheapest by the counts of those
 * that were chosen before it.
 */
import { allocateClear } from '../../memory';
import { predictFrom } from '../predictors';
import { PREDICTOR, tiles } from '../transforms';
import { bytesLess } from './palette';
import { slab } from './slab';
import { writeSmallImage } from './small-image';
import { putBits } from './writer';

const MODES: u32 = 14;
/** Tiles are 32 pixels wide, and wider where there would be more than so many. */
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

/** Prepares tiles for the whole picture, and takes the greens out of red and blue. */
export function openPredictor(): void {
  bits = TILE_BITS;
  while (bits < MOST_TILE_BITS && tiles(slab.width, bits) * tiles(slab.height, bits) > MOST_TILES) bits++;
  wide = tiles(slab.width, bits);
  const count = wide * tiles(slab.height, bits);
  modes = allocateClear(<usize>count << 2);
  for (let i: u32 = 0; i < count; i++) store<u32>(modes + (<usize>i << 2), 0xff000000 | (USUAL_MODE << 8));
  memory.fill(counts, 0, 4 * 256 * 4);
  for (let channel: u32 = 0; channel < 4; channel++) {
    for (let value: i32 = 0; value < 256; value++) {
      store<u32>(counts + ((channel * 256 + value) << 2), 1 + 256 / (1 + <u32>(min(value, 256 - value) * min(value, 256 - value))));
    }
  }
}

/** Red and blue less green (section 4.3). */
export function subtractGreen(): void {
  const end = slab.pixels + (<usize>(slab.width * slab.rows) << 2);
  const zero = i64x2.splat(0);
  for (let at = slab.pixels; at < end; at += 16) {
    const pixels = v128.load(at);
    const green = v128.shuffle<u8>(pixels, zero, 1, 16, 1, 16, 5, 16, 5, 16, 9, 16, 9, 16, 13, 16, 13, 16);
    v128.store(at, i8x16.sub(pixels, green));
  }
}

/** Chooses modes for the tiles of the slab, which is the picture's first. */
export function chooseModes(): void {
  const side: u32 = 1 << bits;
  for (let y: u32 = 0; y < slab.rows; y += side) {
    updateCosts();
    for (let x: u32 = 0; x < slab.width; x += side) {
      const mode = cheapestMode(x, y, min(x + side, slab.width), min(y + side, slab.rows));
      store<u32>(modes + (<usize>((y >> bits) * wide + (x >> bits)) << 2), 0xff000000 | (mode << 8));
    }
  }
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
    <u32>load<u16>(costs + ((residual & 255) << 1)) + load<u16>(costs + 512 + (((residual >> 8) & 255) << 1)) +
    load<u16>(costs + 1024 + (((residual >> 16) & 255) << 1)) + load<u16>(costs + 1536 + ((residual >> 24) << 1))
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
  const from = max<u32>(left, 1), start = slab.top == 0 ? max<u32>(top, 1) : top;
  for (let mode: u32 = 0; mode < MODES && least > 0; mode++) {
    const cost = modeCost((mode + 11) % MODES, from, start, right, bottom, least);
    if (cost >= least) continue;
    least = cost;
    best = (mode + 11) % MODES;
  }
  const up = <usize>slab.width << 2;
  for (let y = start; y < bottom; y++) {
    for (let x = from; x < right; x++) count(residualAt(best, slab.pixels + (<usize>(y * slab.width + x) << 2), up));
  }
  return best;
}

/** What a mode costs in a tile, or as much of it as is more than `least`. */
function modeCost(mode: u32, left: u32, top: u32, right: u32, bottom: u32, least: u32): u32 {
  const up = <usize>slab.width << 2;
  let cost: u32 = 0;
  for (let y = top; y < bottom && cost < least; y++) {
    let at = slab.pixels + (<usize>(y * slab.width + left) << 2);
    const end = slab.pixels + (<usize>(y * slab.width + right) << 2);
    for (; at < end; at += 4) cost += costOf(residualAt(mode, at, up));
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

/** Turns the slab's pixels into residuals: from the end, as what foretells a pixel lies before it. */
export function predictSlab(): void {
  const width = slab.width;
  const up = <usize>width << 2;
  const first = slab.top == 0;
  for (let y = slab.rows; y-- > 0;) {
    const row = slab.pixels + (<usize>(y * width) << 2);
    if (y == slab.rows - 1) memory.copy(slab.found, row, up);
    const tileRow = modes + (<usize>(((slab.top + y) >> bits) * wide) << 2);
    for (let x = width; x-- > 1;) {
      const at = row + (<usize>x << 2);
      const mode = first && y == 0 ? 1 : <u32>load<u8>(tileRow + (<usize>(x >> bits) << 2), 1);
      store<u32>(at, residualAt(mode, at, up));
    }
    const before = first && y == 0 ? 0xff000000 : load<u32>(row - up);
    store<u32>(row, bytesLess(load<u32>(row), before));
  }
  // The last row, as it was, is what the next slab looks at.
  memory.copy(slab.above, slab.found, up);
}

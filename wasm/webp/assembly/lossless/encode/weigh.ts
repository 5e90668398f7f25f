/** Which transforms pay: what pixels cost as they are, less their green, foretold, and both. */
import { predictFrom } from '../predictors';
import { bytesLess } from './argb';
import { rowAt, slab } from './slab';
import { bitsOf, countLiteral, SYMBOLS } from './symbols';

/** Left + top - corner stands for all modes. */
const MODE: u32 = 12;
/** Bits that describing the modes takes, for each pixel. */
const MODES_BITS: f32 = 0.004;

const COUNTS_BYTES: usize = SYMBOLS << 2;
const counts = memory.data(SYMBOLS * 4 * 4, 16);
let best: u32 = 0;
let next: u32 = 0;

/** Begins to look at the picture's first slab. */
export function startWeighing(): void {
  memory.fill(counts, 0, COUNTS_BYTES * 4);
  next = 1;
}

/**
 * Looks at so many rows more, at the pixels that neither repeat the one to the left nor the one above: others cost little
 * anyhow. False once all were seen and the choice is made.
 */
export function weighTransforms(rows: u32): bool {
  const up = (<usize>slab.width) << 2;
  const to = min(slab.rows, next + rows);
  for (let y = next; y < to; y++) {
    let at = rowAt(y);
    const end = at + up;
    for (at += 4; at < end; at += 4) {
      const pixel = load<u32>(at);
      if (pixel == load<u32>(at - 4) || pixel == load<u32>(at - up)) continue;
      const foretold = predictFrom(MODE, v128.load32_zero(at - 4), at - up);
      const residual = <u32>i32x4.extract_lane(i8x16.sub(v128.load32_zero(at), foretold), 0);
      countLiteral(counts, pixel);
      countLiteral(counts + COUNTS_BYTES, lessGreen(pixel));
      countLiteral(counts + COUNTS_BYTES * 2, residual);
      countLiteral(counts + COUNTS_BYTES * 3, lessGreen(residual));
    }
  }
  next = max(next, to);
  if (next < slab.rows) return true;
  choose();
  return false;
}

function choose(): void {
  const modes = MODES_BITS * <f32>(slab.width * slab.height);
  best = 0;
  let least: f32 = f32.MAX_VALUE;
  for (let way: u32 = 0; way < 4; way++) {
    const cost = bitsOf(counts + COUNTS_BYTES * way) + (way >= 2 ? modes : 0);
    if (cost >= least) continue;
    least = cost;
    best = way;
  }
}

// @ts-ignore: decorator
@inline
function lessGreen(pixel: u32): u32 {
  const green = (pixel >> 8) & 255;
  return bytesLess(pixel, (green << 16) | green);
}

export function greenHelps(): bool {
  return (best & 1) != 0;
}

export function predictionHelps(): bool {
  return best >= 2;
}

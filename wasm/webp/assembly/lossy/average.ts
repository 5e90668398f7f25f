/** Averages cells of an even number of pixels in planes, so that only the result becomes RGBA. */
import { allocate, allocateClear } from '../../../shared/memory';
import { nextRow } from '../result';
import { resultWidth, target } from '../target';
import { rgbaRow } from './colour';
import { lumaRow, uRow, vRow } from './planes';

/** Sums of columns, two columns of luma in one; and the means of the cells. */
@unmanaged
class Plane {
  sums: usize;
  means: usize;
}

const luma = changetype<Plane>(memory.data(offsetof<Plane>(), 16));
const u = changetype<Plane>(memory.data(offsetof<Plane>(), 16));
const v = changetype<Plane>(memory.data(offsetof<Plane>(), 16));
let lumaRows: i32 = 0;
let chromaRows: i32 = 0;

export function openAverages(): void {
  lumaRows = 0;
  chromaRows = 0;
  openPlane(luma);
  openPlane(u);
  openPlane(v);
}

function openPlane(plane: Plane): void {
  plane.sums = allocateClear(target.width + 32);
  plane.means = allocate(resultWidth() + 16);
}

/** Adds row `y` of the picture; the last one of a row of cells makes a row of the result. The cut begins at even places. */
export function addRow(y: i32): void {
  const from = <usize>target.x;
  const row = lumaRow(y) + from;
  const width = <usize>target.width;
  if ((width & 1) != 0) store<u8>(row + width, load<u8>(row + width - 1));
  for (let x: usize = 0; x < width; x += 16) {
    const pairs = i16x8.extadd_pairwise_i8x16_u(v128.load(row + x));
    v128.store(luma.sums + x, i16x8.add(v128.load(luma.sums + x), pairs));
  }
  lumaRows++;
  if ((y & 1) == 0) {
    addChroma(u, uRow(y >> 1) + (from >> 1));
    addChroma(v, vRow(y >> 1) + (from >> 1));
    chromaRows++;
  }
  const done = y + 1 - target.y;
  if (done % target.cell != 0 && done != target.height) return;
  takeMeans(luma, lumaRows * 2);
  takeMeans(u, chromaRows);
  takeMeans(v, chromaRows);
  rgbaRow(luma.means, u.means, v.means, nextRow(), resultWidth());
  lumaRows = 0;
  chromaRows = 0;
}

function addChroma(plane: Plane, row: usize): void {
  const sums = plane.sums;
  const bytes = <usize>target.width;
  for (let x: usize = 0; x < bytes; x += 16) {
    v128.store(sums + x, i16x8.add(v128.load(sums + x), v128.load8x8_u(row + (x >> 1))));
  }
}

/** Means of all cells; each sum is of `samples` samples. */
function takeMeans(plane: Plane, samples: i32): void {
  const across = target.cell >> 1;
  const whole = target.width / target.cell;
  const cells = resultWidth();
  if (across == 1 && (samples == 4 || samples == 1)) return takeNarrowMeans(plane, cells, samples);
  const share = reciprocal(across * samples);
  let at = plane.sums;
  for (let cell = 0; cell < whole; cell++) {
    let sum: u32 = 0;
    for (let i = 0; i < across; i++, at += 2) sum += load<u16>(at);
    store<u8>(plane.means + cell, mean(sum, share));
  }
  if (cells > whole) {
    const rest = (target.width - whole * target.cell + 1) >> 1;
    let sum: u32 = 0;
    for (let i = 0; i < rest; i++, at += 2) sum += load<u16>(at);
    store<u8>(plane.means + whole, mean(sum, reciprocal(rest * samples)));
  }
  memory.fill(plane.sums, 0, target.width + 32);
}

/** Cells of two pixels have one sum. */
function takeNarrowMeans(plane: Plane, cells: i32, samples: i32): void {
  const rounding = i16x8.splat(<i16>(samples >> 1));
  const shift = samples == 4 ? 2 : 0;
  const zero = i64x2.splat(0);
  for (let x: usize = 0; x < <usize>cells; x += 8) {
    const at = plane.sums + (x << 1);
    const means = i16x8.shr_u(i16x8.add(v128.load(at), samples == 4 ? rounding : zero), shift);
    v128.store64_lane(plane.means + x, i8x16.narrow_i16x8_u(means, means), 0);
    v128.store(at, zero);
  }
}

// @ts-ignore: decorator
@inline
function reciprocal(count: i32): u64 {
  return ((1 << 24) + (count >> 1)) / count;
}
// @ts-ignore: decorator
@inline
function mean(sum: u32, share: u64): u8 {
  return <u8>min<u64>(255, (<u64>sum * share + (1 << 23)) >> 24);
}

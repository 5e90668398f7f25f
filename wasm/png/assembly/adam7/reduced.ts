/**
 * An interlaced picture reduced while it comes, for one that is scaled down anyway: a grid of cells, each the sum of the
 * pixels that fall into it. Every pixel of every pass counts, so nothing is lost but the memory.
 *
 * A cell covers `side` × `side` pixels, the last ones of a row or column fewer. It is four 16-bit sums: red, green, blue,
 * alpha. Where pixels are transparent, colours are multiplied by alpha and lose their lowest `shift` bits, so that the
 * pixels of a cell, 256 at most, do not overflow.
 */
import { allocate, allocateClear } from '../../../shared/memory';
import { toRgba } from '../pixels';
import { lineY, pixelsBefore } from './passes';

const MOST: u32 = 65025;

let cells: usize = 0;
let side: u32 = 0;
let cellsX: u32 = 0;
let left: u32 = 0;
let top: u32 = 0;
let wide: u32 = 0;
let high: u32 = 0;
let opaque: bool = false;
let shift: u32 = 0;
/** For each cell the first pixel of the pass that falls into it, and one more. */
let starts: usize = 0;
let scratch: usize = 0;

/** Begins a grid of cells of `pixels` × `pixels` over a region of a picture `width` pixels wide. */
export function startReduced(x: u32, y: u32, w: u32, h: u32, pixels: u32, solid: bool, width: u32): void {
  left = x;
  top = y;
  wide = w;
  high = h;
  side = pixels;
  cellsX = (w + side - 1) / side;
  opaque = solid;
  shift = shiftOf(side * side);
  cells = allocateClear(<usize>cellsX * ((h + side - 1) / side) * 8);
  starts = allocate((<usize>cellsX + 1) << 2);
  scratch = allocate(<usize>width * 4);
}

/** Least shift with which the colours of `count` pixels fit 16 bits. */
function shiftOf(count: u32): u32 {
  let shift: u32 = 0;
  while (count * ((MOST + ((1 << shift) >> 1)) >> shift) > 0xffff) shift++;
  return shift;
}

/** Where the pixels of the current pass fall. */
export function enterReduced(): void {
  for (let i: u32 = 0; i <= cellsX; i++) {
    store<u32>(starts + (i << 2), pixelsBefore(left + min(i * side, wide)));
  }
}

/** Adds the current row of the pass to its cells. */
export function addLine(row: usize): void {
  const y = lineY();
  if (y < top || y >= top + high) return;
  const first = load<u32>(starts);
  const count = load<u32>(starts + (cellsX << 2)) - first;
  if (count == 0) return;
  toRgba(row, first, count, scratch);
  const target = cells + <usize>((y - top) / side) * cellsX * 8;
  if (opaque) addOpaque(scratch - (first << 2), target);
  else addAlpha(scratch - (first << 2), target);
}

function addOpaque(pixels: usize, cell: usize): void {
  let at = load<u32>(starts);
  for (let i: u32 = 0; i < cellsX; i++, cell += 8) {
    const end = load<u32>(starts + ((i + 1) << 2));
    if (at == end) continue;
    let sum = v128.load64_zero(cell);
    for (; at < end; at++)
      sum = i16x8.add(sum, i16x8.extend_low_i8x16_u(v128.load32_zero(pixels + (at << 2))));
    v128.store64_lane(cell, sum, 0);
  }
}

function addAlpha(pixels: usize, cell: usize): void {
  let at = load<u32>(starts);
  const half = i16x8.splat(<i16>(<i32>((1 << shift) >> 1)));
  for (let i: u32 = 0; i < cellsX; i++, cell += 8) {
    const end = load<u32>(starts + ((i + 1) << 2));
    if (at == end) continue;
    let sum = v128.load64_zero(cell);
    for (; at < end; at++) {
      const pixel = v128.load32_zero(pixels + (at << 2));
      const factors = v128.shuffle<u8>(pixel, pixel, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4);
      const colours = i16x8.shr_u(i16x8.add(i16x8.extmul_low_i8x16_u(pixel, factors), half), shift);
      sum = i16x8.add(
        sum,
        v128.shuffle<u16>(colours, i16x8.extend_low_i8x16_u(pixel), 0, 1, 2, 11, 4, 5, 6, 7),
      );
    }
    v128.store64_lane(cell, sum, 0);
  }
}

/** Row `y` of the grid as RGBA. A cell nothing came for, as the stream ended early, is like the one to its left. */
export function reducedRow(y: u32, to: usize): void {
  const rows = min(side, high - y * side);
  let last: u32 = opaque ? 0xff000000 : 0;
  for (let i: u32 = 0; i < cellsX; i++, to += 4) {
    const cell = cells + (<usize>y * cellsX + i) * 8;
    const alpha = <u32>load<u16>(cell, 6);
    if (alpha == 0) {
      store<u32>(to, opaque ? last : 0);
      continue;
    }
    const count = rows * min(side, wide - i * side);
    const level = opaque ? 255 : (alpha + (count >> 1)) / count;
    last = (level << 24) | (mean(cell + 4, alpha) << 16) | (mean(cell + 2, alpha) << 8) | mean(cell, alpha);
    store<u32>(to, level ? last : 0);
  }
}

/** A sum of colours divided by that of alpha, which is 255 for each pixel of an opaque picture. */
// @ts-ignore: decorator
@inline
function mean(sum: usize, alpha: u32): u32 {
  const colour = <u32>load<u16>(sum);
  return min<u32>(255, ((opaque ? colour * 255 : colour << shift) + (alpha >> 1)) / alpha);
}

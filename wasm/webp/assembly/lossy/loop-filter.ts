/** The loop filter over a row of macroblocks (RFC 6386, section 15), once all of it is reconstructed. */
import { innerEdge, outerEdge, simpleEdge } from './edge';
import { filterLevel, header } from './header';
import { lumaRow, planes, uRow, vRow } from './planes';
import { columns, gatherFour, scatterFour, transpose16 } from './transpose';

/** What is filtered at a macroblock, packed: limit of its inner edges, interior limit, variance, whether it has inner edges. */
export function edgesOf(segment: i32, subblocks: bool, empty: bool): u32 {
  if (header.filterLevel == 0) return 0;
  const level = filterLevel(segment, subblocks);
  if (level == 0) return 0;
  let interior = level;
  if (header.sharpness > 0) {
    interior >>= header.sharpness > 4 ? 2 : 1;
    interior = min(interior, 9 - header.sharpness);
  }
  interior = max(1, interior);
  const variance = level >= 40 ? 2 : level >= 15 ? 1 : 0;
  return (2 * level + interior) | (interior << 8) | (variance << 16) | (i32(subblocks || !empty) << 24);
}

/** Filters macroblock row `y`, of which `edges` has what `edgesOf` gave for each macroblock. */
export function filterRow(y: i32, macroblocks: i32, edges: usize): void {
  for (let x = 0; x < macroblocks; x++) {
    const packed = load<u32>(edges + ((<usize>x) << 2));
    if (packed == 0) continue;
    if (header.simpleFilter) filterSimply(x, y, packed & 255, packed >> 24 != 0);
    else filterFully(x, y, packed & 255, (packed >> 8) & 255, (packed >> 16) & 255, packed >> 24 != 0);
  }
}

/** Between macroblocks more is filtered than within them. */
const OUTER: u32 = 4;

function filterSimply(x: i32, y: i32, limit: u32, inner: bool): void {
  const at = lumaRow(y * 16) + ((<usize>x) << 4);
  const stride = planes.stride;
  takeColumns(at, x > 0);
  if (x > 0) simpleEdge(columns + 48, columns + 64, 16, limit + OUTER);
  if (inner) for (let i: usize = 128; i < 320; i += 64) simpleEdge(columns + i - 16, columns + i, 16, limit);
  putColumns(at, x > 0);
  if (y > 0) simpleEdge(lumaRow(y * 16 - 1) + ((<usize>x) << 4), at, stride, limit + OUTER);
  if (inner)
    for (let i: usize = 4; i < 16; i += 4) simpleEdge(at + (i - 1) * stride, at + i * stride, stride, limit);
}

function filterFully(x: i32, y: i32, limit: u32, interior: u32, variance: u32, inner: bool): void {
  const at = lumaRow(y * 16) + ((<usize>x) << 4);
  const stride = planes.stride;
  if (x > 0 || inner) {
    takeColumns(at, x > 0);
    if (x > 0) outerEdge(columns + 48, columns + 64, 16, limit + OUTER, interior, variance);
    if (inner) {
      for (let i: usize = 128; i < 320; i += 64)
        innerEdge(columns + i - 16, columns + i, 16, limit, interior, variance);
    }
    putColumns(at, x > 0);
  }
  if (y > 0)
    outerEdge(lumaRow(y * 16 - 1) + ((<usize>x) << 4), at, stride, limit + OUTER, interior, variance);
  if (inner) {
    for (let i: usize = 4; i < 16; i += 4) {
      innerEdge(at + (i - 1) * stride, at + i * stride, stride, limit, interior, variance);
    }
  }
  filterChroma(x, y, limit, interior, variance, inner);
}

// @ts-ignore: decorator
@inline
function takeColumns(at: usize, left: bool): void {
  transpose16(at, planes.stride, columns + 64, 16);
  if (left) gatherFour(at, planes.stride, columns);
}

// @ts-ignore: decorator
@inline
function putColumns(at: usize, left: bool): void {
  transpose16(columns + 64, 16, at, planes.stride);
  if (left) scatterFour(columns, at, planes.stride);
}

/** Rows of U with those of V beside them, from four rows above the macroblock on. */
const both = memory.data(12 * 16, 16);

function filterChroma(x: i32, y: i32, limit: u32, interior: u32, variance: u32, inner: bool): void {
  const at = (<usize>x) << 3;
  const stride = planes.chromaStride;
  const u = uRow(y * 8) + at,
    v = vRow(y * 8) + at;
  if (x > 0 || inner) {
    takeChromaColumns(u, v, stride);
    if (x > 0) outerEdge(columns + 48, columns + 64, 16, limit + OUTER, interior, variance);
    if (inner) innerEdge(columns + 112, columns + 128, 16, limit, interior, variance);
    putChromaColumns(u, v, stride);
  }
  if (y > 0) joinRows(uRow(y * 8 - 4) + at, vRow(y * 8 - 4) + at, stride, 0, 4);
  joinRows(u, v, stride, 4, 8);
  if (y > 0) outerEdge(both + 48, both + 64, 16, limit + OUTER, interior, variance);
  if (inner) innerEdge(both + 112, both + 128, 16, limit, interior, variance);
  if (y > 0) partRows(uRow(y * 8 - 4) + at, vRow(y * 8 - 4) + at, stride, 0, 4);
  partRows(u, v, stride, 4, 8);
}

function joinRows(u: usize, v: usize, stride: usize, first: usize, count: usize): void {
  for (let row: usize = 0; row < count; row++) {
    const pair = v128.load64_lane(v + row * stride, v128.load64_zero(u + row * stride), 1);
    v128.store(both + ((first + row) << 4), pair);
  }
}

function partRows(u: usize, v: usize, stride: usize, first: usize, count: usize): void {
  for (let row: usize = 0; row < count; row++) {
    const pair = v128.load(both + ((first + row) << 4));
    v128.store64_lane(u + row * stride, pair, 0);
    v128.store64_lane(v + row * stride, pair, 1);
  }
}

const square = memory.data(256, 16);

/** Twelve columns of eight pixels of U and eight of V, from four to the left of the macroblock on. */
function takeChromaColumns(u: usize, v: usize, stride: usize): void {
  for (let row: usize = 0; row < 8; row++) {
    v128.store(square + (row << 4), v128.load(u - 4 + row * stride));
    v128.store(square + ((row + 8) << 4), v128.load(v - 4 + row * stride));
  }
  transpose16(square, 16, columns, 16);
}

function putChromaColumns(u: usize, v: usize, stride: usize): void {
  transpose16(columns, 16, square, 16);
  for (let row: usize = 0; row < 8; row++) {
    const a = v128.load(square + (row << 4)),
      b = v128.load(square + ((row + 8) << 4));
    putTwelve(u - 4 + row * stride, a);
    putTwelve(v - 4 + row * stride, b);
  }
}

// @ts-ignore: decorator
@inline
function putTwelve(to: usize, pixels: v128): void {
  v128.store64_lane(to, pixels, 0);
  v128.store32_lane(to, pixels, 2, 8);
}

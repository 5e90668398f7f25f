/** The deblocking filter (ITU-T H.265, section 8.7.2): edges of blocks of 8, first upright, then level ones, of the whole picture. */
import {
  ctbOf,
  MARK_LEFT,
  MARK_TOP,
  MARK_UNFILTERED,
  noteAt,
  picture,
  Plane,
  planeOf,
  sampleAt,
} from '../picture';
import { pps, sps } from '../slice/slice';
import { chromaQp } from '../unit/quantiser';
import { filterChroma } from './chroma-edge';
import { filterLuma } from './luma-edge';

/** Limits by quantiser (table 8-12). */
// prettier-ignore
const BETA: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 22, 24,
  26, 28, 30, 32, 34, 36, 38, 40, 42, 44, 46, 48, 50, 52, 54, 56, 58, 60, 62, 64,
]);
// prettier-ignore
const TC: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3,
  3, 3, 3, 4, 4, 4, 5, 5, 6, 6, 7, 8, 9, 10, 11, 13, 14, 16, 18, 20, 22, 24,
]);
/** What the strength of edges of intra prediction adds to the quantiser. */
const STRENGTH: i32 = 2;

/** Filters the picture. */
export function deblock(): void {
  filterEdges(true);
  filterEdges(false);
}

function filterEdges(upright: bool): void {
  const mark = upright ? MARK_LEFT : MARK_TOP;
  for (let y: u32 = 0; y < sps.height; y += upright ? 4 : 8) {
    let marks = noteAt(picture.marks, 0, y);
    for (let x: u32 = 0; x < sps.width; x += upright ? 8 : 4) {
      if (load<u8>(marks) & mark) filterSegment(x, y, upright);
      marks += upright ? 2 : 1;
    }
  }
}

/** Four luma samples along an edge, and what of chroma belongs to them. */
function filterSegment(x: u32, y: u32, upright: bool): void {
  const q = noteAt(picture.marks, x, y);
  const p = upright ? q - 1 : q - picture.units;
  const keepP = (load<u8>(p) & MARK_UNFILTERED) != 0;
  const keepQ = (load<u8>(q) & MARK_UNFILTERED) != 0;
  if (keepP && keepQ) return;
  const distance = picture.quantisers - picture.marks;
  const qp = (<i32>load<i8>(p + distance) + <i32>load<i8>(q + distance) + 1) >> 1;
  const ctb = ctbOf((y >> sps.log2Ctb) * picture.columns + (x >> sps.log2Ctb));
  const luma = planeOf(0);
  const beta = (<i32>load<u8>(BETA + min(max(qp + ctb.betaOffset, 0), 51))) << (luma.bits - 8);
  const tc = limit(qp, ctb.tcOffset, luma.bits);
  const at = sampleAt(luma, x, y);
  const size: usize = picture.wide ? 2 : 1;
  const across = upright ? size : luma.stride;
  const along = upright ? luma.stride : size;
  if (picture.wide) filterLuma<u16>(at, across, along, beta, tc, keepP, keepQ, (1 << luma.bits) - 1);
  else filterLuma<u8>(at, across, along, beta, tc, keepP, keepQ, 255);
  if (picture.planes > 1) filterColours(x, y, upright, qp, ctb.tcOffset, keepP, keepQ);
}

function limit(qp: i32, offset: i32, bits: u32): i32 {
  return (<i32>load<u8>(TC + min(max(qp + STRENGTH + offset, 0), 53))) << (bits - 8);
}

/** Chroma is filtered where its own samples are eight apart. */
function filterColours(x: u32, y: u32, upright: bool, qp: i32, offset: i32, keepP: bool, keepQ: bool): void {
  const plane = planeOf(1);
  const place = upright ? x >> plane.across : y >> plane.down;
  if (place & 7) return;
  const count: u32 = 4 >> (upright ? plane.down : plane.across);
  for (let component: u32 = 1; component < 3; component++)
    filterColour(
      planeOf(component),
      x,
      y,
      upright,
      qp + (component == 1 ? pps.offsetCb : pps.offsetCr),
      offset,
      count,
      keepP,
      keepQ,
    );
}

function filterColour(
  plane: Plane,
  x: u32,
  y: u32,
  upright: bool,
  index: i32,
  offset: i32,
  count: u32,
  keepP: bool,
  keepQ: bool,
): void {
  const tc = limit(chromaQp(index), offset, plane.bits);
  if (tc == 0) return;
  const at = sampleAt(plane, x >> plane.across, y >> plane.down);
  const size: usize = picture.wide ? 2 : 1;
  const across = upright ? size : plane.stride;
  const along = upright ? plane.stride : size;
  if (picture.wide) filterChroma<u16>(at, across, along, count, tc, keepP, keepQ, (1 << plane.bits) - 1);
  else filterChroma<u8>(at, across, along, count, tc, keepP, keepQ, 255);
}

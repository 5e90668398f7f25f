/** Sample adaptive offset (ITU-T H.265, section 8.7.3), from what is deblocked: rows are kept before they change. */
import { allocate, mark, release } from '../../../shared/memory';
import { Ctb, ctbOf, MARK_UNFILTERED, noteAt, picture, Plane, planeOf, sampleAt, tileOf } from '../picture';
import { load8, store8 } from '../samples';
import { pps, sps } from '../slice/slice';
import { SAO_BANDS } from '../unit/offsets';

/** Rows of the plane from that above the blocks at hand to that below them, as they were; a few bytes around each. */
let rows: usize = 0;
let pitch: usize = 0;
const AROUND: usize = 16;

/** Adds the offsets of the whole picture. */
export function addOffsets(): void {
  const before = mark();
  const size: usize = picture.wide ? 2 : 1;
  pitch = (<usize>sps.width * size + 2 * AROUND + 15) & ~15;
  rows = allocate(pitch * ((1 << sps.log2Ctb) + 2)) + AROUND;
  for (let component: u32 = 0; component < picture.planes; component++) addPlane(component);
  release(before);
}

function addPlane(component: u32): void {
  const plane = planeOf(component);
  const height: u32 = (1 << sps.log2Ctb) >> plane.down;
  const bytes = plane.stride;
  for (let row: u32 = 0; row < picture.rows; row++) {
    const y = row * height;
    const own = min(height, plane.height - y);
    // The row above has changed in the plane: it was the last but one of those kept.
    if (row > 0) memory.copy(rows, rows + height * pitch, bytes);
    const kept = min(own + 1, plane.height - y);
    for (let i: u32 = 0; i < kept; i++) memory.copy(rows + (i + 1) * pitch, sampleAt(plane, 0, y + i), bytes);
    for (let column: u32 = 0; column < picture.columns; column++)
      addBlock(component, plane, row, column, own);
  }
}

function addBlock(component: u32, plane: Plane, row: u32, column: u32, height: u32): void {
  const address = row * picture.columns + column;
  const ctb = ctbOf(address);
  const type = (ctb.saoType >> (component << 3)) & 255;
  if (type == 0 || ctb.slice < 0) return;
  const kind = (ctb.saoClass >> (component << 3)) & 255;
  const offsets = load<u64>(changetype<usize>(ctb) + offsetof<Ctb>('sao0') + (component << 3));
  const x = (column << sps.log2Ctb) >> plane.across;
  const y = (row << sps.log2Ctb) >> plane.down;
  const width = min((1 << sps.log2Ctb) >> plane.across, plane.width - x);
  const to = sampleAt(plane, x, y);
  const from = rows + pitch + (to - sampleAt(plane, 0, y));
  if (type == SAO_BANDS) {
    if (picture.wide) addBands<u16>(plane, to, from, width, height, kind, offsets);
    else addBands<u8>(plane, to, from, width, height, kind, offsets);
  } else {
    if (picture.wide) addEdges<u16>(plane, to, from, width, height, kind, offsets);
    else addEdges<u8>(plane, to, from, width, height, kind, offsets);
    keepBorders(plane, address, to, from, width, height, kind);
  }
  if (pps.bypass || sps.pcmUnfiltered) keepUnfiltered(plane, to, from, x, y, width, height);
}

/** Lane `i` of four offsets, in all lanes. */
// @ts-ignore: decorator
@inline
function offsetOf(offsets: u64, i: u64): v128 {
  return i16x8.splat(<i16>(offsets >> (i << 4)));
}

// @ts-ignore: decorator
@inline
function putLanes<T>(to: usize, lanes: v128, most: v128, left: u32): void {
  const clipped = i16x8.min_s(i16x8.max_s(lanes, i16x8.splat(0)), most);
  if (left >= 8) store8<T>(to, clipped);
  else if (sizeof<T>() == 1) store8Part<T>(to, i8x16.narrow_i16x8_u(clipped, clipped), left);
  else store8Part<T>(to, clipped, left);
}

/** Of a row whose width is no multiple of 8: it is one of 4, or of 2. */
// @ts-ignore: decorator
@inline
function store8Part<T>(to: usize, packed: v128, left: u32): void {
  v128.store(edge, packed);
  memory.copy(to, edge, left * sizeof<T>());
}
const edge: usize = memory.data(16, 16);

/** The highest level of a plane. */
// @ts-ignore: decorator
@inline
function highest(plane: Plane): i16 {
  const levels: u32 = 1 << plane.bits;
  return <i16>(levels - 1);
}

/** Offsets for four bands of levels in a row. */
// @ts-ignore: decorator
@inline
function addBands<T>(
  plane: Plane,
  start: usize,
  from: usize,
  width: u32,
  height: u32,
  band: u32,
  offsets: u64,
): void {
  const most = i16x8.splat(highest(plane));
  let to = start;
  for (let y: u32 = 0; y < height; y++) {
    for (let x: u32 = 0; x < width; x += 8) {
      const lanes = load8<T>(from + x * sizeof<T>());
      const bands = v128.and(
        i16x8.sub(i16x8.shr_u(lanes, plane.bits - 5), i16x8.splat(<i16>band)),
        i16x8.splat(31),
      );
      let sum = lanes;
      for (let i: u64 = 0; i < 4; i++)
        sum = i16x8.add(sum, v128.and(i16x8.eq(bands, i16x8.splat(<i16>i)), offsetOf(offsets, i)));
      putLanes<T>(to + x * sizeof<T>(), sum, most, width - x);
    }
    to += plane.stride;
    from += pitch;
  }
}

/** Where the neighbours of each class lie: across, and rows down. */
const ACROSS: usize = memory.data<i8>([1, 0, 1, -1]);
const DOWN: usize = memory.data<i8>([0, 1, 1, 1]);

/** Offsets for samples that are lower, or higher, than their neighbours on both sides, or on one. */
// @ts-ignore: decorator
@inline
function addEdges<T>(
  plane: Plane,
  start: usize,
  from: usize,
  width: u32,
  height: u32,
  kind: u32,
  offsets: u64,
): void {
  const most = i16x8.splat(highest(plane));
  const step = <isize>load<i8>(ACROSS + kind) * sizeof<T>() + <isize>load<i8>(DOWN + kind) * pitch;
  let to = start;
  for (let y: u32 = 0; y < height; y++) {
    for (let x: u32 = 0; x < width; x += 8) {
      const at = from + x * sizeof<T>();
      const lanes = load8<T>(at);
      const sum = signs(lanes, load8<T>(at - step), load8<T>(at + step));
      let offset = v128.and(i16x8.eq(sum, i16x8.splat(-2)), offsetOf(offsets, 0));
      offset = v128.or(offset, v128.and(i16x8.eq(sum, i16x8.splat(-1)), offsetOf(offsets, 1)));
      offset = v128.or(offset, v128.and(i16x8.eq(sum, i16x8.splat(1)), offsetOf(offsets, 2)));
      offset = v128.or(offset, v128.and(i16x8.eq(sum, i16x8.splat(2)), offsetOf(offsets, 3)));
      putLanes<T>(to + x * sizeof<T>(), i16x8.add(lanes, offset), most, width - x);
    }
    to += plane.stride;
    from += pitch;
  }
}

/** The sum of the signs of what lanes are more than two others. */
// @ts-ignore: decorator
@inline
function signs(lanes: v128, a: v128, b: v128): v128 {
  const first = i16x8.sub(i16x8.gt_s(a, lanes), i16x8.gt_s(lanes, a));
  const second = i16x8.sub(i16x8.gt_s(b, lanes), i16x8.gt_s(lanes, b));
  return i16x8.add(first, second);
}

/** Samples whose neighbours are beyond the picture, or must not be looked at, stay as they were. */
function keepBorders(
  plane: Plane,
  address: u32,
  to: usize,
  from: usize,
  width: u32,
  height: u32,
  kind: u32,
): void {
  const across = load<i8>(ACROSS + kind) != 0;
  const down = load<i8>(DOWN + kind) != 0;
  const size: usize = picture.wide ? 2 : 1;
  if (across && hides(address, -1, 0)) keep(plane, to, from, 1, height);
  if (across && hides(address, 1, 0))
    keep(plane, to + (width - 1) * size, from + (width - 1) * size, 1, height);
  const last = height - 1;
  if (down && hides(address, 0, -1)) keep(plane, to, from, width, 1);
  if (down && hides(address, 0, 1)) keep(plane, to + last * plane.stride, from + last * pitch, width, 1);
  if (!across || !down) return;
  const slope = load<i8>(ACROSS + kind);
  const upper = slope > 0 ? 0 : (width - 1) * size;
  const lower = slope > 0 ? (width - 1) * size : 0;
  if (hides(address, -slope, -1)) keep(plane, to + upper, from + upper, 1, 1);
  if (hides(address, slope, 1))
    keep(plane, to + last * plane.stride + lower, from + last * pitch + lower, 1, 1);
}

/** Whether the block beside one must not be looked at. */
function hides(address: u32, across: i32, down: i32): bool {
  const column = <i32>(address % picture.columns) + across;
  const row = <i32>(address / picture.columns) + down;
  if (column < 0 || row < 0 || column >= <i32>picture.columns || row >= <i32>picture.rows) return true;
  const other = row * picture.columns + column;
  const there = ctbOf(other);
  const here = ctbOf(address);
  if (there.slice < 0) return true;
  if (!pps.acrossTiles && tileOf(other) != tileOf(address)) return true;
  if (there.slice == here.slice) return false;
  // The later of the two says whether the edge between them may be crossed.
  return load<u32>(picture.order + (other << 2)) < load<u32>(picture.order + (address << 2))
    ? !here.across
    : !there.across;
}

/** Puts samples back as they were. */
function keep(plane: Plane, start: usize, from: usize, width: u32, height: u32): void {
  const bytes: usize = picture.wide ? width << 1 : width;
  let to = start;
  for (let y: u32 = 0; y < height; y++) {
    memory.copy(to, from, bytes);
    to += plane.stride;
    from += pitch;
  }
}

function keepUnfiltered(plane: Plane, to: usize, from: usize, x: u32, y: u32, width: u32, height: u32): void {
  const across: u32 = 4 >> plane.across;
  const down: u32 = 4 >> plane.down;
  const size: u32 = picture.wide ? 2 : 1;
  for (let row: u32 = 0; row < height; row += down)
    for (let column: u32 = 0; column < width; column += across) {
      const marks = noteAt(picture.marks, (x + column) << plane.across, (y + row) << plane.down);
      if (!(load<u8>(marks) & MARK_UNFILTERED)) continue;
      keep(plane, to + row * plane.stride + column * size, from + row * pitch + column * size, across, down);
    }
}

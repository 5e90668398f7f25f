/** The samples around a block that it is predicted from (ITU-T H.265, section 8.4.4.2.2), 16 bits each. */
import { picture, Plane, sampleAt } from '../picture';
import { load8 } from '../samples';
import { sps } from '../slice/slice';
import { isAvailable } from '../unit/available';

/** Bytes before the first sample, and of all: 64 samples, and what vectors write behind them. */
const BEFORE: usize = 32;
const BYTES: usize = BEFORE + 2 * (64 + 16);

/** Samples at the left from the top down, and above from the left on; the corner is before the first of both. */
export const leftSamples: usize = memory.data(BYTES, 16) + BEFORE;
export const topSamples: usize = memory.data(BYTES, 16) + BEFORE;

/** How many of the samples at each side there are. */
let below: u32 = 0;
let right: u32 = 0;
let left: bool = false;
let top: bool = false;
let corner: bool = false;

/** Gathers what a square of a plane at x and y, in samples of the plane, is predicted from. */
export function gather(plane: Plane, x: u32, y: u32, side: u32): void {
  look(plane, x, y, side);
  if (picture.wide) take<u16>(plane, x, y, side);
  else take<u8>(plane, x, y, side);
  substitute(side, <u16>((<u32>1) << (plane.bits - 1)));
}

function look(plane: Plane, planeX: u32, planeY: u32, side: u32): void {
  const x = planeX << plane.across;
  const y = planeY << plane.down;
  const width = side << plane.across;
  const height = side << plane.down;
  left = isAvailable(x - 1, y, x, y);
  top = isAvailable(x, y - 1, x, y);
  corner = isAvailable(x - 1, y - 1, x, y);
  below = right = 0;
  if (left && y + height < sps.height && isAvailable(x - 1, y + height, x, y))
    below = min(side, (sps.height - y - height) >> plane.down);
  if (top && x + width < sps.width && isAvailable(x + width, y - 1, x, y))
    right = min(side, (sps.width - x - width) >> plane.across);
}

function take<T>(plane: Plane, x: u32, y: u32, side: u32): void {
  const at = sampleAt(plane, x, y);
  const stride = plane.stride;
  if (left) {
    let from = at - sizeof<T>();
    const end = leftSamples + ((side + below) << 1);
    for (let to = leftSamples; to < end; to += 2) {
      store<u16>(to, <u16>load<T>(from));
      from += stride;
    }
  }
  const above = at - stride;
  if (top) {
    const end = side + right;
    for (let i: u32 = 0; i < end; i += 8)
      v128.store(topSamples + (i << 1), load8<T>(above + i * sizeof<T>()));
  }
  if (corner) setCorner(<u16>load<T>(above - sizeof<T>()));
}

// @ts-ignore: decorator
@inline
function setCorner(sample: u16): void {
  store<u16>(leftSamples - 2, sample);
  store<u16>(topSamples - 2, sample);
}

/** What there is not takes the next sample that there is, from the bottom left round to the right. */
function substitute(side: u32, middle: u16): void {
  const sample = first(side, middle);
  if (!left) fill(leftSamples, side << 1, sample);
  else if (below < side) fill(leftSamples + ((side + below) << 1), side - below, sample);
  if (!corner) setCorner(load<u16>(leftSamples));
  if (!top) fill(topSamples, side, load<u16>(topSamples - 2));
  if (right < side) {
    const end = topSamples + ((side + right) << 1);
    fill(end, side - right, load<u16>(end - 2));
  }
}

function first(side: u32, middle: u16): u16 {
  if (left) return load<u16>(leftSamples + ((side + below - 1) << 1));
  if (corner) return load<u16>(topSamples - 2);
  if (top) return load<u16>(topSamples);
  return middle;
}

/** `count` is a multiple of 4, or what is behind is not needed. */
function fill(at: usize, count: u32, sample: u16): void {
  const lanes = i16x8.splat(sample);
  for (let i: u32 = 0; i < count; i += 4) v128.store64_lane(at + (i << 1), lanes, 0);
}

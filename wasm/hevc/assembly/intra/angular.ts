/** Prediction along an angle (ITU-T H.265, section 8.4.4.2.6). */
import { lower16, storeRow, transpose8, upper16 } from '../samples';
import { leftSamples, topSamples } from './references';

/** The angle of each mode from 2 on, and of modes 11 to 25 its inverse (tables 8-5 and 8-6). */
// prettier-ignore
const ANGLES: usize = memory.data<i8>([
  32, 26, 21, 17, 13, 9, 5, 2, 0, -2, -5, -9, -13, -17, -21, -26, -32, -26, -21, -17, -13, -9, -5, -2, 0, 2, 5, 9, 13, 17, 21, 26, 32,
]);
// prettier-ignore
const INVERSES: usize = memory.data<i16>([
  -4096, -1638, -910, -630, -482, -390, -315, -256, -315, -390, -482, -630, -910, -1638, -4096,
]);

/** Modes from this one on look up, those below to the left. */
const UPWARDS: u32 = 18;
const BEFORE: usize = 64;
const reference: usize = memory.data(BEFORE + 2 * (64 + 16), 16) + BEFORE;
const turned: usize = memory.data(2 * 32 * 32 + 16, 16);

/** Predicts a square; `edges` smooths its edge where the mode is straight. */
export function predictAngular<T>(
  to: usize,
  stride: usize,
  log2: u32,
  mode: u32,
  edges: bool,
  top: i32,
): void {
  const side: u32 = 1 << log2;
  const angle = <i32>load<i8>(ANGLES + mode - 2);
  const upwards = mode >= UPWARDS;
  layReference(upwards ? topSamples : leftSamples, upwards ? leftSamples : topSamples, side, mode, angle);
  if (upwards) project<T>(to, stride, side, angle);
  else {
    project<u16>(turned, side << 1, side, angle);
    turn<T>(to, stride, side);
  }
  if (angle == 0 && edges)
    smoothEdge<T>(to, upwards ? stride : sizeof<T>(), upwards ? leftSamples : topSamples, side, top);
}

/** What a mode looks at, in one row from the corner on; before it, where the angle leads there, the samples of the other side. */
function layReference(main: usize, other: usize, side: u32, mode: u32, angle: i32): void {
  const last = (<i32>side * angle) >> 5;
  const end: usize = angle < 0 ? side + 1 : 2 * side + 1;
  for (let at: usize = 0; at < end << 1; at += 16) v128.store(reference + at, v128.load(main + at - 2));
  if (angle >= 0 || last >= -1) return;
  const inverse = <i32>load<i16>(INVERSES + ((mode - 11) << 1));
  for (let i = -1; i >= last; i--) {
    const from = ((i * inverse + 128) >> 8) - 1;
    store<u16>(reference + (i << 1), load<u16>(other + (from << 1)));
  }
}

// @ts-ignore: decorator
@inline
function project<T>(to: usize, stride: usize, side: u32, angle: i32): void {
  let position = angle;
  for (let y: u32 = 0; y < side; y++) {
    const from = reference + (((position >> 5) + 1) << 1);
    const share = position & 31;
    if (share == 0)
      for (let x: u32 = 0; x < side; x += 8)
        storeRow<T>(to + x * sizeof<T>(), v128.load(from + (x << 1)), side);
    else between<T>(to, from, share, side);
    position += angle;
    to += stride;
  }
}

/** A row between neighbours of the reference, in 32nds. */
// @ts-ignore: decorator
@inline
function between<T>(to: usize, from: usize, share: i32, side: u32): void {
  const parts = i32x4.splat((32 - share) | (share << 16));
  const round = i32x4.splat(16);
  for (let x: u32 = 0; x < side; x += 8) {
    const a = v128.load(from + (x << 1));
    const b = v128.load(from + (x << 1), 2);
    const first = i32x4.add(i32x4.dot_i16x8_s(lower16(a, b), parts), round);
    const second = i32x4.add(i32x4.dot_i16x8_s(upper16(a, b), parts), round);
    storeRow<T>(
      to + x * sizeof<T>(),
      i16x8.narrow_i32x4_u(i32x4.shr_u(first, 5), i32x4.shr_u(second, 5)),
      side,
    );
  }
}

/** Lays the columns in `turned` down as rows. */
// @ts-ignore: decorator
@inline
function turn<T>(to: usize, stride: usize, side: u32): void {
  const pitch = (<usize>side) << 1;
  for (let y: u32 = 0; y < side; y += 8)
    for (let x: u32 = 0; x < side; x += 8) {
      transpose8(turned + x * pitch + (y << 1), pitch, block, 16);
      const rows = min(side, 8);
      for (let i: u32 = 0; i < rows; i++)
        storeRow<T>(to + (y + i) * stride + x * sizeof<T>(), v128.load(block + (i << 4)), side);
    }
}

const block: usize = memory.data(128, 16);

/** The first column of an upright mode, or the first row of a level one, follows the samples beside it by half. */
// @ts-ignore: decorator
@inline
function smoothEdge<T>(to: usize, step: usize, beside: usize, side: u32, top: i32): void {
  const corner = <i32>load<u16>(beside - 2);
  const level = <i32>load<T>(to);
  for (let i: u32 = 0; i < side; i++) {
    const sample = level + ((<i32>load<u16>(beside + (i << 1)) - corner) >> 1);
    store<T>(to + i * step, <T>min(max(sample, 0), top));
  }
}

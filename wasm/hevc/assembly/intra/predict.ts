/** Intra prediction of a square (ITU-T H.265, section 8.4.4.2). */
import { picture, Plane, planeOf, sampleAt } from '../picture';
import { lower16, storeRow, upper16 } from '../samples';
import { sps } from '../slice/slice';
import { predictAngular } from './angular';
import { gather, leftSamples, topSamples } from './references';
import { smooth } from './smooth';

const PLANAR: u32 = 0;
const DC: u32 = 1;

/** Predicts `1 << log2` × as many samples of a plane; `sharp` leaves edges of straight modes as they are. */
export function predict(component: u32, x: u32, y: u32, log2: u32, mode: u32, sharp: bool): void {
  const plane = planeOf(component);
  gather(plane, x, y, 1 << log2);
  if (component == 0 || sps.chromaFormat == 3) smooth(log2, mode, component == 0);
  if (picture.wide) paint<u16>(plane, x, y, log2, mode, component == 0, sharp);
  else paint<u8>(plane, x, y, log2, mode, component == 0, sharp);
}

function paint<T>(plane: Plane, x: u32, y: u32, log2: u32, mode: u32, luma: bool, sharp: bool): void {
  const to = sampleAt(plane, x, y);
  const edges = luma && log2 < 5;
  if (mode == PLANAR) predictPlanar<T>(to, plane.stride, log2);
  else if (mode == DC) predictDc<T>(to, plane.stride, log2, edges);
  else predictAngular<T>(to, plane.stride, log2, mode, edges && !sharp, (1 << plane.bits) - 1);
}

// @ts-ignore: decorator
@inline
function weights(a: i32, b: i32): v128 {
  return i32x4.splat((a & 0xffff) | (b << 16));
}

/** Section 8.4.4.2.4: two straight ramps, added. */
function predictPlanar<T>(to: usize, stride: usize, log2: u32): void {
  const side: u32 = 1 << log2;
  const right = i16x8.splat(load<i16>(topSamples + (side << 1)));
  const bottom = i16x8.splat(load<i16>(leftSamples + (side << 1)));
  const round = i32x4.splat(side);
  const step = i16x8(-4, 4, -4, 4, -4, 4, -4, 4);
  for (let y: u32 = 0; y < side; y++) {
    const ends = lower16(i16x8.splat(load<i16>(leftSamples + (y << 1))), right);
    const down = weights(side - 1 - y, y + 1);
    let across = i16x8.add(
      i16x8.splat(<i16>side),
      i16x8(-1, 1 - <i16>side, -2, 2 - <i16>side, -3, 3 - <i16>side, -4, 4 - <i16>side),
    );
    for (let x: u32 = 0; x < side; x += 8) {
      const above = v128.load(topSamples + (x << 1));
      const first = i32x4.add(
        i32x4.dot_i16x8_s(ends, across),
        i32x4.dot_i16x8_s(lower16(above, bottom), down),
      );
      across = i16x8.add(across, step);
      const second = i32x4.add(
        i32x4.dot_i16x8_s(ends, across),
        i32x4.dot_i16x8_s(upper16(above, bottom), down),
      );
      across = i16x8.add(across, step);
      const lanes = i16x8.narrow_i32x4_u(
        i32x4.shr_u(i32x4.add(first, round), log2 + 1),
        i32x4.shr_u(i32x4.add(second, round), log2 + 1),
      );
      storeRow<T>(to + x * sizeof<T>(), lanes, side);
    }
    to += stride;
  }
}

/** Section 8.4.4.2.5: the mean, and edges between that and what is around. */
function predictDc<T>(to: usize, stride: usize, log2: u32, edges: bool): void {
  const side: u32 = 1 << log2;
  let sum: u32 = side;
  for (let i: u32 = 0; i < side; i++)
    sum += <u32>load<u16>(leftSamples + (i << 1)) + <u32>load<u16>(topSamples + (i << 1));
  const mean = sum >> (log2 + 1);
  const lanes = i16x8.splat(<i16>mean);
  for (let y: u32 = 0, at = to; y < side; y++, at += stride)
    for (let x: u32 = 0; x < side; x += 8) storeRow<T>(at + x * sizeof<T>(), lanes, side);
  if (!edges) return;
  const three = mean * 3 + 2;
  for (let i: u32 = 1; i < side; i++) {
    store<T>(to + i * sizeof<T>(), <T>((<u32>load<u16>(topSamples + (i << 1)) + three) >> 2));
    store<T>(to + i * stride, <T>((<u32>load<u16>(leftSamples + (i << 1)) + three) >> 2));
  }
  const corner = <u32>load<u16>(leftSamples) + <u32>load<u16>(topSamples);
  store<T>(to, <T>((corner + 2 * mean + 2) >> 2));
}

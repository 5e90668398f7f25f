/** Smoothing of the samples that a block is predicted from (ITU-T H.265, section 8.4.4.2.3). */
import { sps } from '../slice/slice';
import { leftSamples, topSamples } from './references';

const PLANAR: u32 = 0;
const DC: u32 = 1;
/** A mode must be so far from straight ones to be smoothed, by the logarithm of the side less 3. */
const DISTANCES: usize = memory.data<u8>([7, 1, 0]);

const work: usize = memory.data(2 * (64 + 16), 16);

/** Smooths what `gather` took, where mode and size want that. */
export function smooth(log2: u32, mode: u32, luma: bool): void {
  if (mode == DC || log2 == 2) return;
  if (mode != PLANAR) {
    const distance = min(abs(<i32>mode - 26), abs(<i32>mode - 10));
    if (distance <= <i32>load<u8>(DISTANCES + log2 - 3)) return;
  }
  const corner = <i32>load<u16>(topSamples - 2);
  if (luma && log2 == 5 && sps.strongSmoothing && isFlat(leftSamples, corner) && isFlat(topSamples, corner)) {
    ramp(leftSamples, corner);
    ramp(topSamples, corner);
    return;
  }
  const sum = <i32>load<u16>(leftSamples) + 2 * corner + <i32>load<u16>(topSamples) + 2;
  filter(leftSamples, 2 << log2);
  filter(topSamples, 2 << log2);
  store<u16>(leftSamples - 2, sum >> 2);
  store<u16>(topSamples - 2, sum >> 2);
}

function isFlat(samples: usize, corner: i32): bool {
  const bend = corner + <i32>load<u16>(samples, 126) - 2 * <i32>load<u16>(samples, 62);
  return abs(bend) < 1 << (sps.bitDepthLuma - 5);
}

function ramp(samples: usize, corner: i32): void {
  const last = <i32>load<u16>(samples, 126);
  for (let i = 0; i < 63; i++) store<u16>(samples + (i << 1), ((63 - i) * corner + (i + 1) * last + 32) >> 6);
}

function filter(samples: usize, count: u32): void {
  const bytes = (<usize>count) << 1;
  const last = load<u16>(samples + bytes - 2);
  for (let at: usize = 0; at < bytes; at += 16) {
    const from = samples + at;
    const middle = v128.load(from);
    const sides = i16x8.add(v128.load(from - 2), v128.load(from, 2));
    const sum = i16x8.add(i16x8.add(sides, i16x8.splat(2)), i16x8.shl(middle, 1));
    v128.store(work + at, i16x8.shr_u(sum, 2));
  }
  memory.copy(samples, work, bytes);
  store<u16>(samples + bytes - 2, last);
}

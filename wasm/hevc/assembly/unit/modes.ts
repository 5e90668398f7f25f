/** Modes of intra prediction (ITU-T H.265, sections 8.4.2 and 8.4.3). */
import { noteAt, picture } from '../picture';
import { bypass, bypassBits } from '../slice/cabac';
import { sps } from '../slice/slice';
import { isAvailable } from './available';

const PLANAR: u32 = 0;
const DC: u32 = 1;
const UPRIGHT: u32 = 26;
const LEVEL: u32 = 10;
const LAST: u32 = 34;

/** The mode of luma at a place: one of three likely ones, or a number among the others. */
export function modeFor(x: u32, y: u32, likely: u32): u32 {
  const left = isAvailable(x - 1, y, x, y) ? <u32>load<u8>(noteAt(picture.modes, x - 1, y)) : DC;
  const inside = (y & ((1 << sps.log2Ctb) - 1)) > 0;
  const above = inside && isAvailable(x, y - 1, x, y) ? <u32>load<u8>(noteAt(picture.modes, x, y - 1)) : DC;
  let a = left;
  let b = above;
  let c: u32 = PLANAR;
  if (a != b) {
    if (a != PLANAR && b != PLANAR) c = PLANAR;
    else c = a != DC && b != DC ? DC : UPRIGHT;
  } else if (a < 2) {
    a = PLANAR;
    b = DC;
    c = UPRIGHT;
  } else {
    b = 2 + ((a + 29) & 31);
    c = 2 + ((a - 2 + 1) & 31);
  }
  if (!likely) return otherThan(a, b, c, bypassBits(5));
  if (!bypass()) return a;
  return bypass() ? c : b;
}

/** Mode number `index` of those that are none of three. */
function otherThan(a: u32, b: u32, c: u32, index: u32): u32 {
  const least = min(min(a, b), c);
  const most = max(max(a, b), c);
  const middle = a + b + c - least - most;
  let mode = index;
  if (mode >= least) mode++;
  if (mode >= middle) mode++;
  if (mode >= most) mode++;
  return min(mode, LAST);
}

/** What a mode becomes where chroma has half the columns but all rows (table 8-3). */
// prettier-ignore
const HALF_WIDE: usize = memory.data<u8>([
  0, 1, 2, 2, 2, 2, 3, 5, 7, 8, 10, 12, 13, 15, 17, 18, 19, 20, 21, 22, 23, 23, 24, 24, 25, 25, 26, 27, 27, 28, 28, 29, 29, 30, 31,
]);

/** The mode of chroma from what is told of it: 4 is luma's. */
export function chromaModeOf(told: u32, luma: u32): u32 {
  const own: u32 = told == 0 ? PLANAR : told == 1 ? UPRIGHT : told == 2 ? LEVEL : DC;
  const mode = told == 4 ? luma : own == luma ? LAST : own;
  return sps.chromaFormat == 2 ? <u32>load<u8>(HALF_WIDE + mode) : mode;
}

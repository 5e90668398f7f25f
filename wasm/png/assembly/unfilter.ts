/**
 * Undoes the filters of PNG (section 9) on one row. The row above and the target have `MARGIN` zero bytes before their
 * first pixel, so that a pixel's left neighbours always exist; `bpp` is the bytes of a whole pixel, at least 1.
 */
import { halfSum } from '../../shared/vectors';

/** Zero bytes before a row. */
export const MARGIN: usize = 16;

/** Filter types that are named elsewhere. */
export const PAETH: u32 = 4;

/** Undoes filter `type` of `bytes` bytes at `from` into `to`, below the row `above`. False for an unknown type. */
export function unfilter(type: u32, from: usize, to: usize, above: usize, bytes: usize, bpp: usize): bool {
  if (type == 0) memory.copy(to, from, bytes);
  else if (type == 1) unfilterSub(from, to, bytes, bpp);
  else if (type == 2) unfilterUp(from, to, above, bytes);
  else if (type == 3) unfilterAverage(from, to, above, bytes, bpp);
  else if (type == PAETH) unfilterPaeth(from, to, above, bytes, bpp);
  else return false;
  return true;
}

function unfilterUp(from: usize, to: usize, above: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(to + i, i8x16.add(v128.load(from + i), v128.load(above + i)));
  }
}

// Pixels of 3 and more bytes are handled one by one in a vector. Each store writes 4 or 8 bytes; what is beyond the
// pixel is overwritten by the next one.

function unfilterSub(from: usize, to: usize, bytes: usize, bpp: usize): void {
  if (bpp < 3) return unfilterSubBytes(from, to, bytes, bpp);
  let left = i8x16.splat(0);
  if (bpp > 4) {
    for (let i: usize = 0; i < bytes; i += bpp) {
      left = i8x16.add(left, v128.load64_zero(from + i));
      v128.store64_lane(to + i, left, 0);
    }
  } else {
    for (let i: usize = 0; i < bytes; i += bpp) {
      left = i8x16.add(left, v128.load32_zero(from + i));
      v128.store32_lane(to + i, left, 0);
    }
  }
}

function unfilterSubBytes(from: usize, to: usize, bytes: usize, bpp: usize): void {
  for (let i: usize = 0; i < bytes; i++) store<u8>(to + i, load<u8>(from + i) + load<u8>(to + i - bpp));
}

function unfilterAverage(from: usize, to: usize, above: usize, bytes: usize, bpp: usize): void {
  if (bpp < 3) return unfilterAverageBytes(from, to, above, bytes, bpp);
  let left = i8x16.splat(0);
  if (bpp > 4) {
    for (let i: usize = 0; i < bytes; i += bpp) {
      left = i8x16.add(halfSum(left, v128.load64_zero(above + i)), v128.load64_zero(from + i));
      v128.store64_lane(to + i, left, 0);
    }
  } else {
    for (let i: usize = 0; i < bytes; i += bpp) {
      left = i8x16.add(halfSum(left, v128.load32_zero(above + i)), v128.load32_zero(from + i));
      v128.store32_lane(to + i, left, 0);
    }
  }
}

function unfilterAverageBytes(from: usize, to: usize, above: usize, bytes: usize, bpp: usize): void {
  for (let i: usize = 0; i < bytes; i++) {
    const half = (<u32>load<u8>(to + i - bpp) + load<u8>(above + i)) >> 1;
    store<u8>(to + i, <u8>(load<u8>(from + i) + half));
  }
}

/**
 * Of left, up and corner (above left), 16-bit lanes, the one nearest to left + up - corner. Every pixel waits for its
 * left one, so what counts is how few operations lie between `left` and the result.
 */
// @ts-ignore: decorator
@inline
function nearest(left: v128, up: v128, corner: v128): v128 {
  const toLeft = i16x8.sub(up, corner);
  const toUp = i16x8.sub(left, corner);
  const farUp = i16x8.abs(toUp);
  const farCorner = i16x8.abs(i16x8.add(toUp, toLeft));
  const notLeft = i16x8.gt_s(i16x8.abs(toLeft), i16x8.min_s(farUp, farCorner));
  const isCorner = i16x8.gt_s(farUp, farCorner);
  const other = v128.xor(up, v128.and(v128.xor(up, corner), isCorner));
  return v128.or(v128.andnot(left, notLeft), v128.and(other, notLeft));
}

function unfilterPaeth(from: usize, to: usize, above: usize, bytes: usize, bpp: usize): void {
  if (bpp < 3) return unfilterPaethBytes(from, to, above, bytes, bpp);
  let left = i16x8.splat(0);
  let corner = left;
  // Upper bytes of all lanes are 0, so that adding bytes wraps as PNG wants it.
  if (bpp > 4) {
    for (let i: usize = 0; i < bytes; i += bpp) {
      const up = v128.load8x8_u(above + i);
      left = i8x16.add(nearest(left, up, corner), v128.load8x8_u(from + i));
      corner = up;
      v128.store64_lane(to + i, i8x16.narrow_i16x8_u(left, left), 0);
    }
  } else {
    for (let i: usize = 0; i < bytes; i += bpp) {
      const up = i16x8.extend_low_i8x16_u(v128.load32_zero(above + i));
      left = i8x16.add(nearest(left, up, corner), i16x8.extend_low_i8x16_u(v128.load32_zero(from + i)));
      corner = up;
      v128.store32_lane(to + i, i8x16.narrow_i16x8_u(left, left), 0);
    }
  }
}

/**
 * Two Paeth rows at once, for pixels of 3 or 4 bytes: lanes 0 to 3 are a pixel of the upper row, lanes 4 to 7 the pixel
 * before it of the lower row, whose `up` is then the upper row's `left` and whose `corner` is the `up` before.
 */
export function unfilterPaethPair(
  upper: usize,
  lower: usize,
  toUpper: usize,
  toLower: usize,
  above: usize,
  bytes: usize,
  bpp: usize,
): void {
  let left = i16x8.splat(0);
  let corner = left;
  let value = v128.load32_zero(upper);
  for (let i: usize = 0; i <= bytes; i += bpp) {
    const up = v128.shuffle<u64>(i16x8.extend_low_i8x16_u(v128.load32_zero(above + i)), left, 0, 2);
    left = i8x16.add(nearest(left, up, corner), i16x8.extend_low_i8x16_u(value));
    corner = up;
    const pixels = i8x16.narrow_i16x8_u(left, left);
    v128.store32_lane(toUpper + i, pixels, 0);
    v128.store32_lane(toLower + i - bpp, pixels, 1);
    value = v128.load32_lane(lower + i, v128.load32_zero(upper + i + bpp), 1);
  }
}

function unfilterPaethBytes(from: usize, to: usize, above: usize, bytes: usize, bpp: usize): void {
  for (let i: usize = 0; i < bytes; i++) {
    const left = <i32>load<u8>(to + i - bpp);
    const up = <i32>load<u8>(above + i);
    const corner = <i32>load<u8>(above + i - bpp);
    const farLeft = abs(up - corner);
    const farUp = abs(left - corner);
    const farCorner = abs(left + up - 2 * corner);
    const other = farUp <= farCorner ? up : corner;
    const best = farLeft <= farUp && farLeft <= farCorner ? left : other;
    store<u8>(to + i, <u8>(load<u8>(from + i) + best));
  }
}

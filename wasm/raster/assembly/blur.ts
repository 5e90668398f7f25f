/**
 * Gaussian blur, the twin of `src/core/image/kernels/blur.ts`: rows of unsigned 16-bit samples, four a pixel, colour times
 * alpha (or 255) and alpha times 255; one symmetrical sum down over rows and one across over shifts of a line.
 *
 * Samples are stored less 32768, as `i32x4.dot_i16x8_s` wants them signed. Weights sum to 16384, so a sum of such samples is
 * too small by 32768 × 16384, whatever they are.
 */
import { alphaFactors, storeRounded, upperLanes } from '../../shared/vectors';

/** Puts the bias back and rounds: half of one, and 32768 ones. */
const ROUND_AND_BIAS: i32 = (1 << 13) + (32768 << 14);
const ONE: i32 = 1 << 14;
/** What a sum is multiplied by to become a level. */
const PER_LEVEL: f64 = 1.0 / (255.0 * 16384.0);

/** Brings `bytes` bytes of an opaque row into samples. */
export function spreadOpaque(row: usize, samples: usize, bytes: usize): void {
  const level = i8x16.splat(-1);
  const bias = i16x8.splat(-32768);
  for (let i: usize = 0; i < bytes; i += 16) {
    const pixels = v128.load(row + i);
    const at = samples + (i << 1);
    v128.store(at, v128.xor(i16x8.extmul_low_i8x16_u(pixels, level), bias));
    v128.store(at, v128.xor(i16x8.extmul_high_i8x16_u(pixels, level), bias), 16);
  }
}

/** The same for a row with transparency. */
export function spreadAlpha(row: usize, samples: usize, bytes: usize): void {
  const bias = i16x8.splat(-32768);
  for (let i: usize = 0; i < bytes; i += 16) {
    const pixels = v128.load(row + i);
    const factors = alphaFactors(pixels);
    const at = samples + (i << 1);
    v128.store(at, v128.xor(i16x8.extmul_low_i8x16_u(pixels, factors), bias));
    v128.store(at, v128.xor(i16x8.extmul_high_i8x16_u(pixels, factors), bias), 16);
  }
}

/**
 * Weighted sums of `2 × radius + 1` lines, whose addresses lie at `lines` in order, of `bytes` bytes each. `weights` has
 * 16-bit weights, that of the middle line first. Lines and target are padded to 16 bytes.
 */
// @ts-ignore: decorator
@inline
function weigh(
  lines: usize,
  radius: u32,
  weights: usize,
  bytes: usize,
  target: usize,
  asSamples: bool,
): void {
  const middle = lines + ((<usize>radius) << 2);
  const start = i32x4.splat(ROUND_AND_BIAS);
  const own = i32x4.splat(load<u16>(weights));
  for (let i: usize = 0; i < bytes; i += 16) {
    const samples = v128.load(load<usize>(middle) + i);
    let low = i32x4.add(
      start,
      i32x4.dot_i16x8_s(v128.shuffle<u16>(samples, samples, 0, 8, 1, 9, 2, 10, 3, 11), own),
    );
    let high = i32x4.add(
      start,
      i32x4.dot_i16x8_s(v128.shuffle<u16>(samples, samples, 4, 12, 5, 13, 6, 14, 7, 15), own),
    );
    for (let k: usize = 1; k <= radius; k++) {
      const before = v128.load(load<usize>(middle - (k << 2)) + i);
      const after = v128.load(load<usize>(middle + (k << 2)) + i);
      const weight = v128.load16_splat(weights + (k << 1));
      low = i32x4.add(
        low,
        i32x4.dot_i16x8_s(v128.shuffle<u16>(before, after, 0, 8, 1, 9, 2, 10, 3, 11), weight),
      );
      high = i32x4.add(
        high,
        i32x4.dot_i16x8_s(v128.shuffle<u16>(before, after, 4, 12, 5, 13, 6, 14, 7, 15), weight),
      );
    }
    if (asSamples) {
      const rounded = i16x8.narrow_i32x4_u(i32x4.shr_u(low, 14), i32x4.shr_u(high, 14));
      v128.store(target + i, v128.xor(rounded, i16x8.splat(-32768)));
    } else {
      v128.store(target + (i << 1), low);
      v128.store(target + (i << 1), high, 16);
    }
  }
}

/** The weighted sum of lines as samples. */
export function blurToSamples(lines: usize, radius: u32, weights: usize, bytes: usize, target: usize): void {
  weigh(lines, radius, weights, bytes, target, true);
}

/** The same as 32-bit sums in units of 1 / 16384 of a sample, half a sample too large. */
export function blurToSums(lines: usize, radius: u32, weights: usize, bytes: usize, target: usize): void {
  weigh(lines, radius, weights, bytes, target, false);
}

/** Repeats the first and the last of `count` pixels, of 8 bytes each, `times` times before and behind the line. */
export function repeatEnds(line: usize, count: u32, times: u32): void {
  const first = load<u64>(line);
  const end = line + ((<usize>count) << 3);
  const last = load<u64>(end - 8);
  for (let i: usize = 0; i < times; i++) {
    store<u64>(line - ((i + 1) << 3), first);
    store<u64>(end + (i << 3), last);
  }
}

/** Turns sums of an opaque picture into `bytes` bytes. */
export function levelOpaque(sums: usize, to: usize, bytes: usize): void {
  const scale = f64x2.splat(PER_LEVEL);
  for (let i: usize = 0; i < bytes; i += 4) storePixel(to + i, v128.load(sums + (i << 2)), scale, scale);
}

/** Turns sums of a picture with transparency into `bytes` bytes; colour is divided by alpha. */
export function levelAlpha(sums: usize, to: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 4) {
    const pixel = v128.load(sums + (i << 2));
    const alpha = i32x4.extract_lane(pixel, 3);
    const scale = alpha < ONE ? 0 : 255 / <f64>alpha;
    storePixel(to + i, pixel, f64x2.splat(scale), f64x2.replace_lane(f64x2.splat(scale), 1, PER_LEVEL));
  }
}

/** Scales four sums and stores them as one pixel. */
// @ts-ignore: decorator
@inline
function storePixel(to: usize, sums: v128, nearScale: v128, farScale: v128): void {
  const near = f64x2.mul(f64x2.convert_low_i32x4_s(sums), nearScale);
  storeRounded(to, near, f64x2.mul(f64x2.convert_low_i32x4_s(upperLanes(sums)), farScale));
}

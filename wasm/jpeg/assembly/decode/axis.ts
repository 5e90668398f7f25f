/**
 * One direction of a component's resampling, in numbers: where the centre of each output sample lies among the samples
 * of the decoded plane, and which of them it is made of.
 *
 * Sample j of a plane covers [j, j + 1). Shrinking uses Lanczos-3, widened by the step. Enlarging uses Catmull-Rom;
 * chroma that is merely brought to the luma's size uses the triangle, which is what decoders do
 * (T.871 section 6.1 sites chroma between the luma samples). Beyond a step of 8 the plane is first reduced by whole
 * boxes to a step of 4 or more, so that no filter and no table grows with the source.
 */
export const COPY: i32 = 0;
export const LANCZOS: i32 = 1;
export const CATMULL_ROM: i32 = 2;
export const TRIANGLE: i32 = 3;

const LARGEST_STEP: f64 = 8;
const BOXED_STEP: f64 = 4;
/** Differences below this are rounding of the host's numbers. */
const EPSILON: f64 = 1e-6;

@unmanaged
export class Axis {
  /** Where the first output sample begins and how far they are apart, in samples of the source. */
  origin: f64;
  step: f64;
  support: f64;
  kernel: i32;
  /** Samples that may be used: [low, high). */
  low: i32;
  high: i32;
  /** Samples of the plane that make one sample of the source, and the first one used. */
  box: i32;
  base: i32;
  /** Samples of the plane that may be used end here. */
  end: i32;
  /** Output samples, and source samples one of them is made of at most. */
  count: i32;
  taps: i32;
}

/** What of a picture's side is wanted. */
@unmanaged
export class Side {
  cut: i32;
  cutLength: i32;
  scaled: i32;
  window: i32;
  windowLength: i32;
}

/**
 * Lays an axis out. `density` is samples of the plane for one pixel of the file, `divisor` pixels of the result for one
 * output sample.
 */
export function layOutAxis(
  a: Axis,
  side: Side,
  density: f64,
  planeLength: i32,
  divisor: i32,
  chroma: bool,
): void {
  const ratio = <f64>side.cutLength / <f64>side.scaled;
  a.origin = (<f64>side.cut + <f64>side.window * ratio) * density;
  a.step = <f64>divisor * ratio * density;
  a.low = max(0, <i32>Math.floor(<f64>side.cut * density + EPSILON));
  a.high = min(planeLength, <i32>Math.ceil(<f64>(side.cut + side.cutLength) * density - EPSILON));
  a.low = min(a.low, planeLength - 1);
  a.high = max(a.high, a.low + 1);
  a.count = (side.windowLength + divisor - 1) / divisor;
  a.box = 1;
  a.base = 0;
  a.end = a.high;
  chooseKernel(a, chroma);
}

function chooseKernel(a: Axis, chroma: bool): void {
  const steady = Math.abs(a.step - 1) < EPSILON;
  if (steady && Math.abs(a.origin - Math.round(a.origin)) < EPSILON) a.kernel = COPY;
  else if (a.step >= 1) a.kernel = LANCZOS;
  else a.kernel = chroma && a.step > 0.5 - EPSILON ? TRIANGLE : CATMULL_ROM;
  a.support = reach(a.kernel) * max(1, a.step);
  a.taps = a.kernel == COPY ? 1 : <i32>Math.floor(2 * a.support) + 2;
}

function reach(kernel: i32): f64 {
  if (kernel == COPY) return 0.25;
  if (kernel == LANCZOS) return 3;
  return kernel == CATMULL_ROM ? 2 : 1;
}

/** How many samples of the plane to put in a box; 1 for a step that the filter takes alone. */
export function boxFor(a: Axis): i32 {
  return a.step > LARGEST_STEP ? <i32>(a.step / BOXED_STEP) : 1;
}

/** Makes the axis count in boxes of `box` samples, the first of which begins at the first sample that may be used. */
export function countInBoxes(a: Axis, box: i32): void {
  a.box = box;
  a.base = a.low;
  a.origin = (a.origin - <f64>a.low) / <f64>box;
  a.step /= <f64>box;
  a.high = (a.high - a.low + box - 1) / box;
  a.low = 0;
  a.support = reach(a.kernel) * max(1, a.step);
  a.taps = a.kernel == COPY ? 1 : <i32>Math.floor(2 * a.support) + 2;
}

// @ts-ignore: decorator
@inline
export function centre(a: Axis, i: i32): f64 {
  return a.origin + (<f64>i + 0.5) * a.step - 0.5;
}

/** First source sample of output sample `i`. */
export function firstTap(a: Axis, i: i32): i32 {
  return min(max(<i32>Math.ceil(centre(a, i) - a.support), a.low), a.high - 1);
}

/** Last source sample of output sample `i`. */
export function lastTap(a: Axis, i: i32): i32 {
  return max(min(<i32>Math.floor(centre(a, i) + a.support), a.high - 1), firstTap(a, i));
}

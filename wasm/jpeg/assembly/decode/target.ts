/**
 * What the host wants: a cut of the picture, scaled, of which a window is kept, in one of four forms. All numbers but
 * the cut count in scaled pixels; the cut counts in the file's own.
 */

/** Forms of the result. */
export const RGBA: i32 = 0;
/** C, M, Y, K bytes, 255 full ink. */
export const CMYK: i32 = 1;
/** Y, Cb and Cr planes, one chroma sample for 2 × 2 pixels. */
export const PLANES_420: i32 = 2;
/** Y, Cb and Cr planes of the same size, or Y alone. */
export const PLANES_444: i32 = 3;

/** Colour models of the stored samples. */
export const MODEL_GREY: i32 = 0;
export const MODEL_YCC: i32 = 1;
export const MODEL_RGB: i32 = 2;
/** 0 is full ink, as Adobe stores it and everyone after. */
export const MODEL_CMYK: i32 = 3;
/** The complement of the three stored inks as YCbCr, and K as it is. */
export const MODEL_YCCK: i32 = 4;

@unmanaged
class Target {
  /** With fewer samples for each one that is wanted, resampling has nothing left to sharpen what blocks averaged. */
  margin: f64;
  /** The same where scaling is in linear light; 0 where it is not. */
  lightMargin: f64;
  cutX: i32;
  cutY: i32;
  cutWidth: i32;
  cutHeight: i32;
  scaleWidth: i32;
  scaleHeight: i32;
  windowX: i32;
  windowY: i32;
  windowWidth: i32;
  windowHeight: i32;
  form: i32;
  model: i32;
  /** Height to use when the frame header has none. */
  height: i32;
  /** Bytes that stored coefficients may take. */
  budget: usize;
}

export const target = changetype<Target>(memory.data(offsetof<Target>(), 16));

/** Pixels that one sample of component `i` of the result stands for, across and down. */
// @ts-ignore: decorator
@inline
export function divisor(i: i32): i32 {
  return i > 0 && target.form == PLANES_420 ? 2 : 1;
}

/** Rows of component `i` that are handed out at a time. */
// @ts-ignore: decorator
@inline
export function rowsAtOnce(i: i32): i32 {
  if (target.form == PLANES_444) return 8;
  return target.form == PLANES_420 && i > 0 ? 8 : 16;
}

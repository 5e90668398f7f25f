/** Undoes the predictor transform of a row (RFC 9649, section 4.1). */

// @ts-ignore: decorator
@inline
function pixelAt(at: usize): v128 {
  return v128.load32_zero(at);
}

/** Half the sum, rounded down. */
// @ts-ignore: decorator
@inline
function half(a: v128, b: v128): v128 {
  return i8x16.sub(i8x16.avgr_u(a, b), v128.and(v128.xor(a, b), i8x16.splat(1)));
}

/** The first row: black before the first pixel, then what is to the left. */
export function addFirstRow(row: usize, width: usize): void {
  let left: v128 = i32x4.splat(0xff000000);
  for (let x: usize = 0; x < width; x++) left = addPixel(row + (x << 2), left);
}

/** Adds a prediction to a pixel; the pixel. */
// @ts-ignore: decorator
@inline
function addPixel(at: usize, prediction: v128): v128 {
  const pixel = i8x16.add(pixelAt(at), prediction);
  v128.store32_lane(at, pixel, 0);
  return pixel;
}

/**
 * Adds predictions to the pixels `from` to before `to`, at least 1, of a row at `row`, by those of the row at `above`,
 * whose last pixel is followed by this row's first.
 */
export function addPredictions(mode: u32, row: usize, above: usize, from: usize, to: usize): void {
  const start = row + (from << 2),
    end = row + (to << 2);
  const up = above - row;
  if (mode == 2) return addFrom(start, end, up);
  if (mode == 3) return addFrom(start, end, up + 4);
  if (mode == 4) return addFrom(start, end, up - 4);
  if (mode == 8) return addMeans(start, end, up - 4, up);
  if (mode == 9) return addMeans(start, end, up, up + 4);
  let left = pixelAt(start - 4);
  for (let at = start; at < end; at += 4) left = addPixel(at, predict(mode, left, at + up));
}

/** Predictions that are pixels of the row above. */
function addFrom(at: usize, end: usize, offset: usize): void {
  for (; at + 16 <= end; at += 16) v128.store(at, i8x16.add(v128.load(at), v128.load(at + offset)));
  for (; at < end; at += 4) addPixel(at, pixelAt(at + offset));
}

/** Predictions that are means of two pixels of the row above. */
function addMeans(at: usize, end: usize, a: usize, b: usize): void {
  for (; at < end; at += 4) addPixel(at, half(pixelAt(at + a), pixelAt(at + b)));
}

// @ts-ignore: decorator
@inline
function predict(mode: u32, left: v128, top: usize): v128 {
  switch (mode) {
    case 1:
      return left;
    case 5:
      return half(half(left, pixelAt(top + 4)), pixelAt(top));
    case 6:
      return half(left, pixelAt(top - 4));
    case 7:
      return half(left, pixelAt(top));
    case 10:
      return half(half(left, pixelAt(top - 4)), half(pixelAt(top), pixelAt(top + 4)));
    case 11:
      return select(left, pixelAt(top), pixelAt(top - 4));
    case 12:
      return gradient(left, pixelAt(top), pixelAt(top - 4));
    case 13:
      return halfGradient(half(left, pixelAt(top)), pixelAt(top - 4));
  }
  return i32x4.splat(0xff000000);
}

/** The prediction of any mode for the pixel below `top`. */
// @ts-ignore: decorator
@inline
export function predictFrom(mode: u32, left: v128, top: usize): v128 {
  switch (mode) {
    case 2:
      return pixelAt(top);
    case 3:
      return pixelAt(top + 4);
    case 4:
      return pixelAt(top - 4);
    case 8:
      return half(pixelAt(top - 4), pixelAt(top));
    case 9:
      return half(pixelAt(top), pixelAt(top + 4));
  }
  return predict(mode, left, top);
}

// @ts-ignore: decorator
@inline
function difference(a: v128, b: v128): v128 {
  return v128.or(i8x16.sub_sat_u(a, b), i8x16.sub_sat_u(b, a));
}

// @ts-ignore: decorator
@inline
function sumOfBytes(v: v128): i32 {
  return i32x4.extract_lane(i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(v)), 0);
}

/** Left or top, whichever lies nearer to left + top - corner. */
// @ts-ignore: decorator
@inline
function select(left: v128, top: v128, corner: v128): v128 {
  return sumOfBytes(difference(left, corner)) <= sumOfBytes(difference(top, corner)) ? top : left;
}

/** left + top - corner, clamped. */
// @ts-ignore: decorator
@inline
function gradient(left: v128, top: v128, corner: v128): v128 {
  const sum = i16x8.sub(
    i16x8.add(i16x8.extend_low_i8x16_u(left), i16x8.extend_low_i8x16_u(top)),
    i16x8.extend_low_i8x16_u(corner),
  );
  return i8x16.narrow_i16x8_u(sum, sum);
}

/** mean + (mean - corner) / 2, rounded to zero, clamped. */
// @ts-ignore: decorator
@inline
function halfGradient(mean: v128, corner: v128): v128 {
  const wide = i16x8.extend_low_i8x16_u(mean);
  const step = i16x8.sub(wide, i16x8.extend_low_i8x16_u(corner));
  const halved = i16x8.shr_s(i16x8.add(step, i16x8.shr_u(step, 15)), 1);
  const sum = i16x8.add(wide, halved);
  return i8x16.narrow_i16x8_u(sum, sum);
}

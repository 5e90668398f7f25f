/** Bounds on what a step may make, checked before a pixel is decoded (operations reference, section 2). */
import type { Size } from '../image/picture.ts';
import { ProcessError } from '../spec/error.ts';

/** Longest side that a resize or crop may give. */
export const MAX_TARGET_SIDE = 16_384;
/** Most pixels that a resize may give. */
export const MAX_TARGET_PIXELS = 4096 * 4096;

/**
 * Largest number for an offset or a length that the picture's border clips anyway: longer than any picture, and
 * the longest an integer parameter reads.
 */
export const BEYOND_ANY_PICTURE = 999_999_999;

/** Refuses a result with a longer side. Throws `ImageTooLarge`. */
export function checkTargetSide({ width, height }: Size): void {
  if (Math.max(width, height) <= MAX_TARGET_SIDE) return;
  throw tooLarge(`A side of the result is longer than ${MAX_TARGET_SIDE} pixels.`);
}

/** Refuses a result with more pixels. Throws `ImageTooLarge`. */
export function checkTargetPixels({ width, height }: Size): void {
  if (width * height <= MAX_TARGET_PIXELS) return;
  throw tooLarge(`The result has more than ${MAX_TARGET_PIXELS} pixels.`);
}

function tooLarge(message: string): ProcessError {
  return new ProcessError('ImageTooLarge', message, { ec: '0040-00000007' });
}

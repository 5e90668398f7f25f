/**
 * What libwebp holds at once, as `@jsquash/webp` drives it. Its memory starts at 16 MiB and grows by a fifth at a time,
 * so a picture may find a fifth more than it needs. The figures are measured over photographs and noise.
 */
import type { Size } from '../../core/image/picture.ts';
import type { Source } from '../../core/spec/source.ts';
import type { WebpDetails } from './header.ts';

const START_BYTES = 16 * 1024 * 1024;
const OVERSHOOT = 1.2;
/** Code, tables and row caches. */
const FIXED_BYTES = 1.5 * 1024 * 1024;
const RGBA_BYTES = 4;
/** A lossy picture's transparency: the plane, and the lossless picture it was packed as. */
const ALPHA_BYTES = 2;

/** Peak bytes of decoding, without the file's: the codec's memory and the pixels copied out of it. */
export function decodeBytes({ width, height, bytes, alpha, frames, details }: Source): number {
  const { lossless } = details as WebpDetails;
  const pixels = width * height;
  const extra = lossless ? RGBA_BYTES : alpha ? ALPHA_BYTES : 0;
  // The glue passes the file as text does: once on its heap, once as a C++ string.
  const needed = FIXED_BYTES + 2 * bytes + pixels * (RGBA_BYTES + extra);
  const still = frames > 1 ? bytes : 0;
  return Math.max(START_BYTES, needed * OVERSHOOT) + pixels * RGBA_BYTES + still;
}

/**
 * Two copies of the pixels on the codec's heap (the glue's and the C++ string's), their YUV planes, the bitstream, which
 * doubles while it is written, and the slack of its growth; then the bitstream's copy outside.
 */
const ENCODER_BYTES = 15.5;
/** More bits are written above this quality: up to so many bytes a pixel more for noise at 100. */
const DENSE_QUALITY = 92;
const DENSE_BYTES = 10;

/** The alpha plane, filtered and not, and its encoded form. */
const PLANE_BYTES = 2.5;

/** Peak bytes of encoding: the collected pixels, the codec's memory, and the result copied out of it. */
export function encodeBytes({ width, height }: Size, quality: number, opaque: boolean): number {
  const pixels = width * height;
  const dense = Math.max(0, (quality - DENSE_QUALITY) / (100 - DENSE_QUALITY)) * DENSE_BYTES;
  const collected = pixels * (RGBA_BYTES + (opaque ? 0 : PLANE_BYTES));
  return Math.max(START_BYTES, FIXED_BYTES + pixels * (ENCODER_BYTES + dense)) + collected;
}

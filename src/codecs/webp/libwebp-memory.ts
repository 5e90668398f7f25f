/**
 * What libwebp's encoder holds at once. Its memory starts at 16 MiB and does not grow beyond the limits given here: it
 * fails rather than pass them. The figures are measured over photographs, drawings and noise.
 */
import type { Size } from '../../core/image/picture.ts';
import { alphaBytes, alphaResultBytes } from './encode-memory.ts';

const START_BYTES = 16 * 1024 * 1024;
/** Code, tables and row caches, and up to 1 MiB by which memory grows. */
const FIXED_BYTES = 2 * 1024 * 1024;
const RGBA_BYTES = 4;
/** The pixels, their YUV planes and what is kept of each block of 16 by 16. */
const PICTURE_BYTES = RGBA_BYTES + 1.5 + 0.15;

/**
 * Bytes a pixel for the bitstream, by quality. Its buffer doubles while it fills, old and new at once, so it takes up to
 * four times the bitstream. `noise` holds any picture; `photograph` is what a large one gets beside `BUSY_BYTES`.
 */
const BITSTREAM = [
  { quality: 85, noise: 3.2, photograph: 0.5 },
  { quality: 95, noise: 4.4, photograph: 1.5 },
  { quality: 100, noise: 11.5, photograph: 4 },
] as const;
/** Up to 2.5 megapixels this is enough for noise; 12 megapixels at quality 80 may take 0.3 bytes a pixel. */
const BUSY_BYTES = 8 * 1024 * 1024;

function bitstreamBytes(pixels: number, quality: number): number {
  const [usual, fine, dense] = BITSTREAM;
  const [from, to] = quality > fine.quality ? [fine, dense] : [usual, fine];
  const share = Math.max(0, (quality - from.quality) / (to.quality - from.quality));
  const mix = (kind: 'noise' | 'photograph') => from[kind] + share * (to[kind] - from[kind]);
  return Math.min(pixels * mix('noise'), BUSY_BYTES + pixels * mix('photograph'));
}

/** Bytes of the encoder's memory, which hold any picture up to some size, and photographs above. */
export function encodeHeapBytes({ width, height }: Size, quality: number): number {
  const pixels = width * height;
  return Math.max(START_BYTES, FIXED_BYTES + pixels * PICTURE_BYTES + bitstreamBytes(pixels, quality));
}

/** Peak bytes of encoding: its memory, the bitstream's copy, and the transparency. */
export function encodeBytes(size: Size, quality: number, opaque: boolean): number {
  const pixels = size.width * size.height;
  // While it is handed over the bitstream is on the heap twice.
  const copy = bitstreamBytes(pixels, quality) / 2;
  return encodeHeapBytes(size, quality) + copy + (opaque ? 0 : alphaBytes(size));
}

/** The most bytes that a lossy bitstream and the transparency beside it take. */
export function resultBytes(size: Size, quality: number, opaque: boolean): number {
  const colours = Math.ceil(bitstreamBytes(size.width * size.height, quality) / 2);
  return colours + (opaque ? 0 : alphaResultBytes(size));
}

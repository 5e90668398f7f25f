/** libwebp's configuration: `WebPConfig` of its `encode.h`, 29 words in this order. */
import type { Size } from '../../core/image/picture.ts';

/**
 * How hard the encoder searches, 0 to 6. Method 4, libwebp's default, writes about 5 % less than method 2 at the same
 * visible quality, takes 2.4 times as long, and keeps a list of tokens that a busy picture makes several times
 * larger than its pixels. So only small pictures, which are asked for most, get it. Method 0 halves the bytes of
 * noise, and so the memory, but writes up to a quarter more for photographs.
 */
export const METHOD = { thorough: 4, quick: 2, frugal: 0 };
export const THOROUGH_PIXELS = 512 * 1024;

/** The methods to try for a picture of this size; the next one when the memory did not suffice. */
export function methodsFor({ width, height }: Size): number[] {
  return [width * height <= THOROUGH_PIXELS ? METHOD.thorough : METHOD.quick, METHOD.frugal];
}

/** Everything but quality and method has libwebp's own default; what is 0 is not listed. */
const DEFAULTS = {
  segments: 4,
  snsStrength: 50,
  filterStrength: 60,
  filterType: 1,
  alphaCompression: 1,
  alphaFiltering: 1,
  alphaQuality: 100,
  pass: 1,
  nearLossless: 100,
  largestQuantiser: 100,
};
const PLACE: Record<keyof typeof DEFAULTS | 'quality' | 'method', number> = {
  quality: 1,
  method: 2,
  segments: 6,
  snsStrength: 7,
  filterStrength: 8,
  filterType: 10,
  alphaCompression: 12,
  alphaFiltering: 13,
  alphaQuality: 14,
  pass: 15,
  nearLossless: 23,
  largestQuantiser: 28,
};
const WORDS = 29;

/** The configuration for a lossy bitstream of a quality of 0 to 100, and a method. */
export function configuration(quality: number, method: number): Uint8Array {
  return pack({ ...DEFAULTS, method }, quality);
}

function pack(fields: Partial<Record<keyof typeof PLACE, number>>, quality: number): Uint8Array {
  const words = new Int32Array(WORDS);
  for (const [name, value] of Object.entries(fields)) words[PLACE[name as keyof typeof PLACE]] = value;
  new Float32Array(words.buffer)[PLACE.quality] = quality;
  return new Uint8Array(words.buffer);
}

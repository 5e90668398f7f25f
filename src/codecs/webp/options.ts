/** libwebp's configuration, `WebPConfig` of its `encode.h`, field by field. */
import type { EncodeOptions } from '@jsquash/webp/codec/enc/webp_enc.js';
import type { Size } from '../../core/image/picture.ts';

export type EncoderOptions = EncodeOptions;

/**
 * How hard the encoder searches, 0 to 6. Method 4, libwebp's default, writes about 5 % less than method 2 at the same
 * visible quality, takes 2.4 times as long, and keeps a list of tokens that a busy picture makes several times
 * larger than its pixels. So only small pictures, which are asked for most, get it.
 */
const THOROUGH_METHOD = 4;
const QUICK_METHOD = 2;
const THOROUGH_PIXELS = 512 * 1024;

/** libwebp's own defaults. */
const DEFAULTS: Omit<EncoderOptions, 'quality' | 'method'> = {
  target_size: 0,
  target_PSNR: 0,
  sns_strength: 50,
  filter_strength: 60,
  filter_sharpness: 0,
  filter_type: 1,
  partitions: 0,
  segments: 4,
  pass: 1,
  show_compressed: 0,
  preprocessing: 0,
  autofilter: 0,
  partition_limit: 0,
  alpha_compression: 1,
  alpha_filtering: 1,
  alpha_quality: 100,
  lossless: 0,
  exact: 0,
  image_hint: 0,
  emulate_jpeg_size: 0,
  thread_level: 0,
  low_memory: 0,
  near_lossless: 100,
  use_delta_palette: 0,
  use_sharp_yuv: 0,
};

/** The configuration for a picture of this size and a quality of 1 to 100. */
export function encoderOptions({ width, height }: Size, quality: number): EncoderOptions {
  const method = width * height <= THOROUGH_PIXELS ? THOROUGH_METHOD : QUICK_METHOD;
  return { ...DEFAULTS, quality, method };
}

/** JPEG: baseline, extended and progressive, grey, YCbCr, RGB and CMYK. */
import type { JpegDetails } from './header.ts';
import type { Codec } from '../codec.ts';
import { keepInstance } from '../instance.ts';
import type { WasmModules } from '../modules.ts';
import type { JpegDecodeExports } from './decode-kernel.ts';
import { jpegDecoder } from './decoder.ts';
import type { JpegEncodeExports } from './encode-kernel.ts';
import { jpegEncoder } from './encoder.ts';
import { readHeader } from './header.ts';
import { isJpeg } from './markers.ts';
import { mozjpegEncoder } from './mozjpeg.ts';

/** Who writes JPEG, and how: `fast` our kernel, `tuned` too for fewer bytes, `small` mozjpeg. */
export type JpegEncoderName = 'fast' | 'tuned' | 'small';

/** The codec over our compiled kernel. */
export function jpegCodec(
  { jpeg, mozjpeg }: Pick<WasmModules, 'jpeg' | 'mozjpeg'>,
  encoder: JpegEncoderName = 'fast',
): Codec<JpegDetails> {
  const kernel = keepInstance<JpegDecodeExports & JpegEncodeExports>(jpeg, ['decode jpg', 'encode jpg']);
  return {
    format: 'jpg',
    type: 'image/jpeg',
    alpha: false,
    sourceSide: { ec: '0040-00000019' },
    defaultQuality: 85,
    substitutes: true,
    sniff: isJpeg,
    readHeader,
    decoder: jpegDecoder(kernel),
    encoder:
      encoder === 'small' ? mozjpegEncoder(mozjpeg) : jpegEncoder(kernel, { tuned: encoder === 'tuned' }),
  };
}

/** TIFF: strips and tiles, plain and compressed, of any depth and colour; the first of several pictures. */
import type { TiffLayout } from './layout.ts';
import type { Codec } from '../codec.ts';
import { keepInstance } from '../instance.ts';
import type { JpegDecodeExports } from '../jpeg/decode-kernel.ts';
import type { WasmModules } from '../modules.ts';
import { tiffDecoder } from './decoder.ts';
import { embeddedCodecs } from './embedded-codecs.ts';
import { tiffEncoder } from './encoder.ts';
import { isTiff, readHeader } from './header.ts';

/** The codec over our kernels, those of JPEG and WebP for what TIFF embeds. */
export function tiffCodec({
  tiff,
  png,
  jpeg,
  webp,
}: Pick<WasmModules, 'tiff' | 'png' | 'jpeg' | 'webp'>): Codec<TiffLayout> {
  const kernel = keepInstance<JpegDecodeExports>(jpeg, ['decode tiff']);
  return {
    format: 'tiff',
    type: 'image/tiff',
    alpha: true,
    sourceSide: { most: 16_384, ec: '0040-00000018' },
    sniff: isTiff,
    readHeader,
    decoder: tiffDecoder(tiff, embeddedCodecs(kernel, webp)),
    encoder: tiffEncoder(png),
  };
}

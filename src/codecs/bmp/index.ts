/** BMP: every depth, palette, mask and run-length encoding; written without compression. */
import type { BmpLayout } from './header.ts';
import type { Codec } from '../codec.ts';
import { bmpDecoder } from './decoder.ts';
import { bmpEncoder } from './encoder.ts';
import { isBmp, readHeader } from './header.ts';

export const bmpCodec: Codec<BmpLayout> = {
  format: 'bmp',
  type: 'image/bmp',
  alpha: true,
  sourceSide: { ec: '0040-00000017' },
  sniff: isBmp,
  readHeader,
  decoder: bmpDecoder,
  encoder: bmpEncoder,
};

/** BMP: recognised and described; its pixels are not read yet. */
import type { Codec } from '../codec.ts';
import { isBmp, readHeader } from './header.ts';

export const bmpCodec: Codec = {
  format: 'bmp',
  type: 'image/bmp',
  alpha: true,
  lossy: false,
  sniff: isBmp,
  readHeader,
};

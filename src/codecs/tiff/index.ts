/** TIFF: recognised and described; its pixels are not read yet. */
import type { Codec } from '../codec.ts';
import { isTiff, readHeader } from './header.ts';

export const tiffCodec: Codec = {
  format: 'tiff',
  type: 'image/tiff',
  alpha: true,
  lossy: false,
  sniff: isTiff,
  readHeader,
};

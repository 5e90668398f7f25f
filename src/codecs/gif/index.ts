/** GIF: recognised and described; its pixels are not read yet. */
import type { Codec } from '../codec.ts';
import { isGif, readHeader } from './header.ts';

export const gifCodec: Codec = {
  format: 'gif',
  type: 'image/gif',
  alpha: true,
  lossy: false,
  sniff: isGif,
  readHeader,
};

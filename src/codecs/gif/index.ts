/** GIF: described with all of its frames; the first one is decoded. */
import type { Codec } from '../codec.ts';
import { gifDecoder } from './decoder.ts';
import { isGif, readHeader } from './header.ts';

export const gifCodec: Codec = {
  format: 'gif',
  type: 'image/gif',
  alpha: true,
  lossy: false,
  sniff: isGif,
  readHeader,
  decoder: gifDecoder,
};

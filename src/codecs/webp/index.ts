/** WebP: lossy and lossless, still, with transparency; of animations the first frame. Written lossy. */
import type { Codec } from '../codec.ts';
import type { WasmModules } from '../modules.ts';
import { webpDecoder } from './decoder.ts';
import { webpEncoder } from './encoder.ts';
import { readHeader } from './header.ts';
import { isWebp } from './riff.ts';

/** The codec over our kernel, which decodes, and `@jsquash/webp`'s compiled encoder. */
export function webpCodec(modules: Pick<WasmModules, 'webp' | 'webpEncode'>): Codec {
  return {
    format: 'webp',
    type: 'image/webp',
    alpha: true,
    defaultQuality: 80,
    sniff: isWebp,
    readHeader,
    decoder: webpDecoder(modules.webp),
    encoder: webpEncoder(modules.webpEncode),
  };
}

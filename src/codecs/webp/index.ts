/** WebP: lossy and lossless, still and moving, with transparency. Written lossy, and drawings without loss. */
import type { WebpDetails } from './header.ts';
import type { Codec } from '../codec.ts';
import type { WasmModules } from '../modules.ts';
import { webpDecoder } from './decoder.ts';
import { webpEncoder } from './encoder.ts';
import { readHeader } from './header.ts';
import { isWebp } from './riff.ts';

/** The codec over our kernel; `small` encodes with libwebp instead, as `@jsquash/webp` compiles it. */
export function webpCodec(
  modules: Pick<WasmModules, 'webp' | 'webpEncode'>,
  encoder: 'fast' | 'small' = 'fast',
): Codec<WebpDetails> {
  return {
    format: 'webp',
    type: 'image/webp',
    alpha: true,
    defaultQuality: 80,
    sniff: isWebp,
    readHeader,
    decoder: webpDecoder(modules.webp),
    encoder: webpEncoder(modules, encoder),
  };
}

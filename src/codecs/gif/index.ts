/** GIF, still and moving. */
import type { GifDetails } from './header.ts';
import type { Codec } from '../codec.ts';
import type { WasmModules } from '../modules.ts';
import { gifDecoder } from './decoder.ts';
import { gifEncoder } from './encoder.ts';
import { isGif, readHeader } from './header.ts';

/** The codec over our compiled kernel. */
export function gifCodec({ gif }: Pick<WasmModules, 'gif'>): Codec<GifDetails> {
  return {
    format: 'gif',
    type: 'image/gif',
    alpha: true,
    ownSourcesOnly: true,
    sniff: isGif,
    readHeader,
    decoder: gifDecoder(gif),
    encoder: gifEncoder(gif),
  };
}

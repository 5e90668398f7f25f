/** PNG: every colour type and depth, plain and interlaced. */
import type { PngDetails } from './header.ts';
import type { Codec } from '../codec.ts';
import type { WasmModules } from '../modules.ts';
import { isPng } from './chunks.ts';
import { pngDecoder } from './decoder.ts';
import { pngEncoder } from './encoder.ts';
import { readHeader } from './header.ts';
import { profileReader } from './profile.ts';

/** The codec over our compiled kernel. Animations are written when it is told so: readers of old show their first frame. */
export function pngCodec({ png }: Pick<WasmModules, 'png'>, animated = false): Codec<PngDetails> {
  const inflate = profileReader(png);
  return {
    format: 'png',
    type: 'image/png',
    alpha: true,
    substitutes: true,
    sniff: isPng,
    readHeader: (head, size) => readHeader(head, size, inflate),
    decoder: pngDecoder(png),
    encoder: pngEncoder(png, animated),
  };
}

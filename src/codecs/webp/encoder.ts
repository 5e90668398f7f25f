/**
 * Encodes lossy WebP. Colours go through libwebp as `@jsquash/webp` builds it with SIMD, which knows whole buffers only;
 * transparency, profile and orientation are written here, around its bitstream.
 */
import glue from '@jsquash/webp/codec/enc/webp_enc_simd.js';
import type { Picture } from '../../core/image/picture.ts';
import type { Output } from '../../core/spec/output.ts';
import type { Encoder } from '../codec.ts';
import { collect } from '../collect.ts';
import { type Glue, keepCodec, type KeptCodec } from '../emscripten.ts';
import { encodeAlpha } from './alpha/encode.ts';
import { fillUnseen, takeAlpha } from './alpha/split.ts';
import { assemble } from './container.ts';
import { tooLargeForWebp } from './errors.ts';
import { encodeBytes } from './memory.ts';
import { encoderOptions, type EncoderOptions } from './options.ts';

/** What the glue offers. */
interface EncoderModule {
  encode(rgba: Uint8ClampedArray, width: number, height: number, options: EncoderOptions): Uint8Array | null;
}

/** Largest side of a bitstream: its header has 14 bits for each (RFC 6386, section 9.1). */
const MAX_SIDE = 16_383;

export function webpEncoder(module: WebAssembly.Module): Encoder {
  const kept = keepCodec(module, glue as unknown as Glue<EncoderModule>);
  return {
    maxSide: MAX_SIDE,
    peakBytes: (size, output, opaque) => encodeBytes(size, output.quality, opaque),
    encode: (picture, output) => encode(picture, output, kept),
  };
}

async function* encode(
  picture: Picture,
  output: Output,
  kept: KeptCodec<EncoderModule>,
): AsyncGenerator<Uint8Array> {
  const { width, height, opaque } = picture;
  const pixels = await collect(picture);
  const plane = opaque ? undefined : takeAlpha(pixels);
  if (plane) fillUnseen(pixels, plane, picture);
  const colours = await kept.run((codec) => {
    const encoded = codec.encode(pixels, width, height, encoderOptions(picture, output.quality));
    if (!encoded) throw tooLargeForWebp();
    return encoded;
  });
  yield* assemble(colours, picture, { ...output, alpha: plane && encodeAlpha(plane, width) });
}

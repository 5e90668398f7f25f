/**
 * Encodes lossy WebP with libwebp as `@jsquash/webp` builds it with SIMD. It knows whole buffers only; profile and
 * orientation are put around its bitstream here.
 */
import glue from '@jsquash/webp/codec/enc/webp_enc_simd.js';
import type { Picture } from '../../core/image/picture.ts';
import type { Output } from '../../core/spec/output.ts';
import type { Encoder } from '../codec.ts';
import { type Glue, keepCodec, type KeptCodec } from '../emscripten.ts';
import { extend } from './container.ts';
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
    peakBytes: (size, output) => encodeBytes(size, output.quality),
    encode: (picture, output) => encode(picture, output, kept),
  };
}

async function* encode(
  picture: Picture,
  output: Output,
  kept: KeptCodec<EncoderModule>,
): AsyncGenerator<Uint8Array> {
  const pixels = await collect(picture);
  const { width, height } = picture;
  const file = await kept.run((codec) => {
    const encoded = codec.encode(pixels, width, height, encoderOptions(picture, output.quality));
    if (!encoded) throw tooLargeForWebp();
    return encoded;
  });
  yield* extend(file, picture, output);
}

/** The whole picture as one buffer. */
async function collect(picture: Picture): Promise<Uint8ClampedArray> {
  const pixels = new Uint8ClampedArray(picture.width * picture.height * 4);
  let at = 0;
  for await (const band of picture.bands()) {
    pixels.set(band, at);
    at += band.length;
  }
  return pixels;
}

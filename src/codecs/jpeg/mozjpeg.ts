/**
 * Encodes JPEG with mozjpeg as `@jsquash/jpeg` builds it: trellis quantisation finds smaller files for several times
 * the work and memory of our kernel. It knows whole buffers only, and writes neither profile nor orientation.
 */
import glue from '@jsquash/jpeg/codec/enc/mozjpeg_enc.js';
import type { EncodeOptions } from '@jsquash/jpeg/codec/enc/mozjpeg_enc.js';
import type { Picture, Size } from '../../core/image/picture.ts';
import type { Output } from '../../core/spec/output.ts';
import type { Encoder } from '../codec.ts';
import { encodeCost, type EncodeRates } from '../cost.ts';
import { collectPicture } from '../../core/image/bands.ts';
import type { ModuleLoader } from '../modules.ts';
import { type Glue, keepCodec, type KeptCodec } from '../emscripten.ts';
import { encodedBytes } from './encode-memory.ts';
import { carriedSegments } from './encode-segments.ts';

/** What the glue offers. */
interface MozjpegModule {
  encode(rgba: Uint8ClampedArray, width: number, height: number, options: EncodeOptions): Uint8Array;
}

/** `JPEG_MAX_DIMENSION` of its library. */
const MAX_SIDE = 65_500;
/** The codec's memory with a small picture, and its bytes a pixel with larger ones, as measured; our pixels come on top. */
const START_BYTES = 17 * 1024 * 1024;
const BASELINE_BYTES = 17;
const PROGRESSIVE_BYTES = 20;
const RGBA_BYTES = 4;
const BASELINE: EncodeRates = { pixel: 36, bit: 56 };
const PROGRESSIVE: EncodeRates = { pixel: 96, bit: 88 };

const GREY = 1;
const YCBCR = 3;
/** The tables of T.81 annex K: the only ones whose quality can be read from a file. */
const ANNEX_K = 0;

/** The encoder; its module, that of `@jsquash/jpeg`, is loaded when the first picture wants it. */
export function mozjpegEncoder(load: ModuleLoader): Encoder {
  let kept: KeptCodec<MozjpegModule> | undefined;
  return {
    maxSide: MAX_SIDE,
    peakBytes,
    cost: (size, output) => encodeCost(output.interlace ? PROGRESSIVE : BASELINE, size, output),
    async *encode(picture, output) {
      kept ??= keepCodec(await load(), glue as unknown as Glue<MozjpegModule>, ['encode jpg']);
      yield* encode(picture, output, kept);
    },
  };
}

function peakBytes(size: Size, { interlace, quality }: Output): number {
  const pixels = size.width * size.height;
  const working = pixels * (interlace ? PROGRESSIVE_BYTES : BASELINE_BYTES);
  return Math.max(START_BYTES, working) + pixels * RGBA_BYTES + encodedBytes(size, quality);
}

async function* encode(
  picture: Picture,
  output: Output,
  kept: KeptCodec<MozjpegModule>,
): AsyncGenerator<Uint8Array> {
  const pixels = await collectPicture(picture);
  const file = await kept.run((codec) =>
    codec.encode(pixels, picture.width, picture.height, mozjpegOptions(output)),
  );
  const head = endOfHead(file);
  yield file.subarray(0, head);
  yield carriedSegments(output);
  yield file.subarray(head);
}

/** Where the JFIF segment ends that follows the start of image. */
function endOfHead(file: Uint8Array): number {
  const LENGTH_AT = 4;
  return LENGTH_AT + new DataView(file.buffer, file.byteOffset).getUint16(LENGTH_AT);
}

/** Everything the module wants to be told; chroma and optimised tables as our own encoder writes them. */
export function mozjpegOptions({ quality, interlace, grey, fullChroma }: Output): EncodeOptions {
  return {
    quality,
    baseline: !interlace,
    progressive: interlace,
    arithmetic: false,
    optimize_coding: true,
    smoothing: 0,
    color_space: grey ? GREY : YCBCR,
    quant_table: ANNEX_K,
    trellis_multipass: false,
    trellis_opt_zero: false,
    trellis_opt_table: false,
    trellis_loops: 1,
    auto_subsample: false,
    chroma_subsample: fullChroma ? 1 : 2,
    separate_chroma_quality: false,
    chroma_quality: quality,
  };
}

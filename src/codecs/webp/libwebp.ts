/**
 * Lossy bitstreams by libwebp, for `WEBP_ENCODER = "small"`. Colours go through it as `@jsquash/webp` builds it with SIMD, which
 * knows whole buffers only: bands flow straight onto its heap.
 */
import type { Picture, Size } from '../../core/image/picture.ts';
import type { Output } from '../../core/spec/output.ts';
import { chunkSign } from '../../core/image/sign.ts';
import { type Block, keepLibrary, type KeptLibrary, type Library, type Names, upTo } from '../embind.ts';
import { encodeCost, type EncodeRates } from '../cost.ts';
import { guarded, type Kept } from '../instance.ts';
import type { ModuleLoader } from '../modules.ts';
import { type AlphaPlane, collectAlpha } from './alpha/plane.ts';
import { STRIP_ROWS, type WebpEncodeExports } from './encode-kernel.ts';
import { alphaCost } from './encode-lossless.ts';
import { tooLargeForWebp } from './errors.ts';
import { encodeBytes, encodeHeapBytes, resultBytes } from './libwebp-memory.ts';
import { configuration, methodsFor } from './libwebp-options.ts';
import { readChunks, RIFF_BYTES } from './riff.ts';
import type { LossyEncoder, LossyParts } from './ways.ts';

/** The letters of `webp_enc_simd.wasm` in `@jsquash/webp` 1.5. */
const NAMES: Names = {
  imports: { register: 'f', construct: 'v', grow: 'p' },
  copy: 'r',
  exports: { memory: 'x', start: 'y', allocate: 'z', free: 'A', table: 'D' },
};

/** What a picture takes. */
const RATES: EncodeRates = { pixel: 30, bit: 19 };

/**
 * Lossy bitstreams of libwebp's, whose module is loaded when the first picture wants it; `alpha` writes the transparency beside
 * them.
 */
export function libwebpLossy(load: ModuleLoader, alpha: Kept<WebpEncodeExports>): LossyEncoder {
  let kept: KeptLibrary | undefined;
  return {
    peakBytes: (size, { quality }, opaque) => encodeBytes(size, quality, opaque),
    resultBytes: (size, { quality }, opaque) => resultBytes(size, quality, opaque),
    cost: (size, output, opaque) =>
      encodeCost(RATES, size, output) + (opaque ? 0 : alphaCost(size, output.alphaBytes)),
    async *encode(picture, output) {
      kept ??= keepLibrary(await load(), 'encode', NAMES, ['encode webp']);
      return yield* guarded(upTo(encodeHeapBytes(picture, output.quality), kept), (library) =>
        encodeParts(picture, output, library, alpha),
      );
    },
  };
}

/** The heap is given back before the bitstreams leave. */
async function* encodeParts(
  picture: Picture,
  output: Output,
  library: Library,
  alphaKernel: Kept<WebpEncodeExports>,
): AsyncGenerator<Uint8Array, LossyParts> {
  const pixels = library.allocate(picture.width * picture.height * 4);
  try {
    await collect(picture, library, pixels);
    const alpha = picture.opaque ? undefined : collectAlpha(picture, alphaKernel);
    if (alpha) yield* splitAlpha(library.view(pixels), picture.width, alpha);
    // Others have their turn before: what follows is done in one go.
    yield chunkSign(encodeCost(RATES, picture, output));
    return { colours: encodeColours(library, pixels, picture, output.quality), alpha: alpha?.chunk() };
  } finally {
    library.free(pixels.at);
  }
}

/** Takes the transparency out of pixels. */
function* splitAlpha(
  pixels: Uint8ClampedArray<ArrayBuffer>,
  width: number,
  alpha: AlphaPlane,
): Generator<Uint8Array> {
  const strip = width * 4 * STRIP_ROWS;
  for (let at = 0; at < pixels.length; at += strip) yield* alpha.take(pixels.subarray(at, at + strip));
}

/** The data of the one bitstream in a file. */
function bitstreamOf(file: Uint8Array): Uint8Array[] {
  return [...readChunks(file, RIFF_BYTES)].flatMap(({ name, data }) => (name === 'VP8X' ? [] : [data]));
}

async function collect(picture: Picture, library: Library, pixels: Block): Promise<void> {
  let { at } = pixels;
  for await (const band of picture.bands()) {
    library.view({ at, length: band.length }).set(band);
    at += band.length;
  }
}

/** One bitstream. Throws `ImageTooLarge` when the planned memory holds it with no method. */
function encodeColours(library: Library, pixels: Block, size: Size, quality: number): Uint8Array[] {
  for (const method of methodsFor(size)) {
    const file = encodeWith(library, pixels, size, configuration(quality, method));
    if (file) return bitstreamOf(file);
  }
  throw tooLargeForWebp();
}

/** A copy of what the encoder made; undefined when it gave up. */
function encodeWith(
  library: Library,
  pixels: Block,
  { width, height }: Size,
  config: Uint8Array,
): Uint8Array | undefined {
  let file: Uint8Array | undefined;
  const { at } = library.allocate(config.length);
  library.view({ at, length: config.length }).set(config);
  library.call(pixels, [width, height, at], (parameters) => {
    const made = { length: parameters.getUint32(0, true), at: parameters.getUint32(4, true) };
    file = new Uint8Array(library.view(made));
    return false;
  });
  library.free(at);
  return file;
}

/**
 * Encodes lossy WebP with libwebp, for `WEBP_ENCODER = "small"`. Colours go through it as `@jsquash/webp` builds it with SIMD, which knows whole buffers only:
 * bands flow straight onto its heap. Transparency, profile and orientation are written here, around its bitstream.
 */
import { pixelCost } from '../../core/image/cost.ts';
import type { Picture, Size } from '../../core/image/picture.ts';
import { chunkSign } from '../../core/image/sign.ts';
import type { Encoder } from '../codec.ts';
import { type Block, keepLibrary, type KeptLibrary, type Library, type Names } from '../embind.ts';
import { KEEP_BYTES } from '../emscripten.ts';
import { encodeAlpha } from './alpha/encode.ts';
import { fillUnseen, takeAlpha } from './alpha/split.ts';
import { assemble, MAX_SIDE, MAX_SIDE_EC } from './container.ts';
import { tooLargeForWebp } from './errors.ts';
import type { LossyParts } from './encode-lossy.ts';
import { encodeBytes, encodeHeapBytes, losslessHeapBytes, resultBytes } from './libwebp-memory.ts';
import { configuration, losslessConfiguration, methodsFor } from './libwebp-options.ts';
import { movingEncoder } from './moving.ts';
import { readChunks, RIFF_BYTES } from './riff.ts';
import type { LosslessEncoder } from './smaller.ts';

/** The letters of `webp_enc_simd.wasm` in `@jsquash/webp` 1.5. */
const NAMES: Names = {
  imports: { register: 'f', construct: 'v', grow: 'p' },
  copy: 'r',
  exports: { memory: 'x', start: 'y', allocate: 'z', free: 'A', table: 'D' },
};

/** Reference nanoseconds of a pixel, lossy and without loss. */
const PIXEL = { lossy: 80, lossless: 300 };

function losslessWith(kept: KeptLibrary): LosslessEncoder {
  return {
    workBytes: losslessHeapBytes,
    cost: (size) => pixelCost(size, PIXEL.lossless),
    async *encode(picture) {
      yield chunkSign(pixelCost(picture, PIXEL.lossless));
      return await withPixels(picture, losslessHeapBytes(picture), kept, (library, pixels) => {
        const file = encodeWith(library, pixels, picture, losslessConfiguration());
        return file && bitstreamOf(file);
      });
    },
  };
}

export function libwebpEncoder(module: WebAssembly.Module): Encoder {
  const kept = keepLibrary(module, 'encode', NAMES, ['encode webp']);
  const cost: Encoder['cost'] = (size) => pixelCost(size, PIXEL.lossy);
  const peakBytes: Encoder['peakBytes'] = (size, { quality }, opaque) => encodeBytes(size, quality, opaque);
  return {
    maxSide: MAX_SIDE,
    maxSideEc: MAX_SIDE_EC,
    profiles: ['rgb'],
    peakBytes,
    cost,
    async *encode(picture, output) {
      const { colours, alpha } = await encodeParts(picture, output.quality, kept);
      yield* assemble({ name: 'VP8 ', data: colours }, picture, { ...output, alpha });
    },
    moving: movingEncoder(
      {
        peakBytes,
        resultBytes: (size, { quality }) => resultBytes(size, quality),
        cost,
        async *encode(picture, { quality }) {
          // Others have their turn before: what follows is done in one go.
          yield chunkSign(pixelCost(picture, PIXEL.lossy));
          return await encodeParts(picture, quality, kept);
        },
      },
      losslessWith(kept),
    ),
  };
}

/** The lossy bitstreams of a picture. The heap is given back before they leave. */
async function encodeParts(picture: Picture, quality: number, kept: KeptLibrary): Promise<LossyParts> {
  return withPixels(picture, encodeHeapBytes(picture, quality), kept, (library, pixels) => {
    const alpha = picture.opaque ? undefined : splitAlpha(library.view(pixels), picture);
    return { colours: bitstreamOf(encodeColours(library, pixels, picture, quality)), alpha };
  });
}

/** What `make` makes of a picture's pixels on the heap, which does not grow beyond `limit` bytes. */
async function withPixels<T>(
  picture: Picture,
  limit: number,
  kept: KeptLibrary,
  make: (library: Library, pixels: Block) => T,
): Promise<T> {
  const library = kept.use(limit);
  const pixels = library.allocate(picture.width * picture.height * 4);
  try {
    await collect(picture, library, pixels);
    return make(library, pixels);
  } finally {
    library.free(pixels.at);
    if (kept.bytes > KEEP_BYTES) kept.discard();
  }
}

/** The data of the one bitstream in a file; transparency stands in a lossless one itself. */
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

/** Takes the transparency out of the pixels; undefined when there is none. */
function splitAlpha(pixels: Uint8ClampedArray<ArrayBuffer>, size: Size): Uint8Array | undefined {
  const plane = takeAlpha(pixels);
  if (!plane) return undefined;
  fillUnseen(pixels, plane, size);
  return encodeAlpha(plane, size.width);
}

/** A file of one bitstream. Throws `ImageTooLarge` when the planned memory holds it with no method. */
function encodeColours(library: Library, pixels: Block, size: Size, quality: number): Uint8Array {
  for (const method of methodsFor(size)) {
    const file = encodeWith(library, pixels, size, configuration(quality, method));
    if (file) return file;
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

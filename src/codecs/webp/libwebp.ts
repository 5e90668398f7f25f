/**
 * Encodes lossy WebP with libwebp, for `WEBP_ENCODER = "small"`. Colours go through it as `@jsquash/webp` builds it with SIMD, which knows whole buffers only:
 * bands flow straight onto its heap. Transparency, profile and orientation are written here, around its bitstream.
 */
import type { Picture, Size } from '../../core/image/picture.ts';
import type { Output } from '../../core/spec/output.ts';
import type { Encoder } from '../codec.ts';
import { type Block, keepLibrary, type KeptLibrary, type Library, type Names } from '../embind.ts';
import { KEEP_BYTES } from '../emscripten.ts';
import { encodeAlpha } from './alpha/encode.ts';
import { fillUnseen, takeAlpha } from './alpha/split.ts';
import { assemble, MAX_SIDE, MAX_SIDE_EC } from './container.ts';
import { tooLargeForWebp } from './errors.ts';
import { encodeBytes, encodeHeapBytes } from './libwebp-memory.ts';
import { configuration, methodsFor } from './libwebp-options.ts';
import { readChunks, RIFF_BYTES } from './riff.ts';

/** The letters of `webp_enc_simd.wasm` in `@jsquash/webp` 1.5. */
const NAMES: Names = {
  imports: { register: 'f', construct: 'v', grow: 'p' },
  copy: 'r',
  exports: { memory: 'x', start: 'y', allocate: 'z', free: 'A', table: 'D' },
};

export function libwebpEncoder(module: WebAssembly.Module): Encoder {
  const kept = keepLibrary(module, 'encode', NAMES, ['encode webp']);
  return {
    maxSide: MAX_SIDE,
    maxSideEc: MAX_SIDE_EC,
    profiles: ['rgb'],
    peakBytes: (size, output, opaque) => encodeBytes(size, output.quality, opaque),
    encode: (picture, output) => encode(picture, output, kept),
  };
}

async function* encode(picture: Picture, output: Output, kept: KeptLibrary): AsyncGenerator<Uint8Array> {
  yield* assemble(...(await write(picture, output, kept)));
}

/** The parts of the file. The heap is given back before the first of them leaves. */
async function write(
  picture: Picture,
  output: Output,
  kept: KeptLibrary,
): Promise<Parameters<typeof assemble>> {
  const library = kept.use(encodeHeapBytes(picture, output.quality));
  const pixels = library.allocate(picture.width * picture.height * 4);
  try {
    await collect(picture, library, pixels);
    const alpha = picture.opaque ? undefined : splitAlpha(library.view(pixels), picture);
    const colours = encodeColours(library, pixels, picture, output.quality);
    const data = [...readChunks(colours, RIFF_BYTES)].map((chunk) => chunk.data);
    return [{ name: 'VP8 ', data }, picture, { ...output, alpha }];
  } finally {
    library.free(pixels.at);
    if (kept.bytes > KEEP_BYTES) kept.discard();
  }
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

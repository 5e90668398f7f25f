/**
 * Decodes WebP with libwebp as `@jsquash/webp` builds it. It knows whole buffers only: the file and all of its pixels are
 * on its heap at once. The pixels flow from there as bands.
 */
import { isWhole } from '../../core/image/geometry.ts';
import type { Band, Rect, Size } from '../../core/image/picture.ts';
import { rowsPerBand } from '../../core/image/picture.ts';
import type { Source } from '../../core/spec/source.ts';
import type { Decoder } from '../codec.ts';
import { KEEP_BYTES } from '../emscripten.ts';
import { firstFrame, isAnimated } from './animation.ts';
import { damagedWebp } from './errors.ts';
import { type Block, keepLibrary, type KeptLibrary, type Library, type Names } from './libwebp.ts';
import { decodeBytes, decodeLimit } from './memory.ts';

/** The letters of `webp_dec.wasm` in `@jsquash/webp` 1.5. */
const NAMES: Names = {
  imports: { register: 'c', construct: 'h', copy: 'q', grow: 'p' },
  exports: { memory: 's', start: 't', allocate: 'u', free: 'v', table: 'y' },
};

/** Decodes still files, and of animated ones the first frame. */
export function webpDecoder(module: WebAssembly.Module): Decoder {
  const kept = keepLibrary(module, 'decode', NAMES);
  return {
    plan: (source) => ({
      width: source.width,
      height: source.height,
      did: 'none',
      peakBytes: decodeBytes(source),
      route: source.frames > 1 ? 'first frame' : 'full',
    }),
    decode: (bytes, source) => ({
      width: source.width,
      height: source.height,
      opaque: !source.alpha,
      bands: () => bandsOf(bytes, source, kept),
    }),
  };
}

async function* bandsOf(bytes: Uint8Array, source: Source, kept: KeptLibrary): AsyncGenerator<Band> {
  const canvas = { x: 0, y: 0, width: source.width, height: source.height };
  const { bytes: file, place } = isAnimated(bytes) ? firstFrame(bytes, source) : { bytes, place: canvas };
  const library = kept.use(decodeLimit(source));
  const pixels = decodeWhole(file, place, library);
  const rows = (first: number, last: number) =>
    library.view({
      at: pixels.at + first * place.width * 4,
      length: (last - first) * place.width * 4,
    });
  try {
    yield* isWhole(place, canvas) ? slices(rows, canvas) : placed(rows, place, canvas);
  } finally {
    library.free(pixels.at);
    if (kept.bytes > KEEP_BYTES) kept.discard();
  }
}

/** All pixels of a still file whose size the header told. Throws `BadWebPImage`, whatever way the codec failed. */
function decodeWhole(file: Uint8Array, size: Size, library: Library): Block {
  let pixels: Block | undefined;
  try {
    pixels = decodeOnHeap(file, size, library);
  } catch {
    // A fault of the library, which no sound file causes.
  }
  if (!pixels) throw damagedWebp();
  return pixels;
}

/**
 * The pixels where the library put them, now the caller's to free: it is left before it would do so. It makes an array of
 * them first, then an `ImageData` of that array, a width and a height.
 */
function decodeOnHeap(file: Uint8Array, size: Size, library: Library): Block | undefined {
  let pixels: Block | undefined;
  const input = library.allocate(file.length);
  library.view(input).set(file);
  library.call(input, [], (parameters) => {
    if (parameters.byteLength === 8) {
      pixels = { length: parameters.getUint32(0, true), at: parameters.getUint32(4, true) };
      return false;
    }
    const [width, height] = [parameters.getUint32(8, true), parameters.getUint32(16, true)];
    if (width === size.width && height === size.height) return true;
    pixels = undefined;
    return false;
  });
  library.free(input.at);
  return pixels;
}

/** A view of whole rows, from one to before another, until the next call. */
type Rows = (first: number, last: number) => Band;

/** Views of a whole picture, one band after the other. */
function* slices(rowsOf: Rows, { width, height }: Size): Generator<Band> {
  const rows = rowsPerBand(width);
  for (let y = 0; y < height; y += rows) yield rowsOf(y, Math.min(height, y + rows));
}

/** Bands of a clear canvas with the pixels at their place: a first frame need not cover all of it. */
function* placed(rowsOf: Rows, place: Rect, canvas: Size): Generator<Band> {
  const rows = rowsPerBand(canvas.width);
  for (let y = 0; y < canvas.height; y += rows) {
    const band = new Uint8ClampedArray(Math.min(rows, canvas.height - y) * canvas.width * 4);
    const first = Math.max(y, place.y);
    const last = Math.min(y + rows, place.y + place.height, canvas.height);
    for (let row = first; row < last; row++) {
      const from = row - place.y;
      band.set(rowsOf(from, from + 1), ((row - y) * canvas.width + place.x) * 4);
    }
    yield band;
  }
}

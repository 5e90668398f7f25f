/**
 * Decodes WebP with libwebp as `@jsquash/webp` builds it. It knows whole buffers only: the file and all of its
 * pixels are in its memory at once, and a copy of the pixels outside, which then flows as bands.
 */
import glue from '@jsquash/webp/codec/dec/webp_dec.js';
import { isWhole } from '../../core/image/frame.ts';
import type { Band, Rect, Size } from '../../core/image/picture.ts';
import { rowsPerBand } from '../../core/image/picture.ts';
import type { Source } from '../../core/spec/source.ts';
import type { Decoder } from '../codec.ts';
import { type Glue, keepCodec, type KeptCodec } from '../emscripten.ts';
import { firstFrame, isAnimated } from './animation.ts';
import { damagedWebp } from './errors.ts';
import { decodeBytes } from './memory.ts';

/** What the glue offers; the pixels are straight-alpha RGBA. */
interface DecoderModule {
  decode(file: Uint8Array): ({ readonly data: Band } & Size) | null;
}

/** Decodes still files, and of animated ones the first frame. */
export function webpDecoder(module: WebAssembly.Module): Decoder {
  const kept = keepCodec(module, glue as unknown as Glue<DecoderModule>);
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

async function* bandsOf(
  bytes: Uint8Array,
  source: Source,
  kept: KeptCodec<DecoderModule>,
): AsyncGenerator<Band> {
  const canvas = { x: 0, y: 0, width: source.width, height: source.height };
  const { bytes: file, place } = isAnimated(bytes) ? firstFrame(bytes, source) : { bytes, place: canvas };
  const pixels = await decodeWhole(file, place, kept);
  try {
    yield* isWhole(place, canvas) ? slices(pixels, canvas) : placed(pixels, place, canvas);
  } finally {
    release(pixels);
  }
}

/** All pixels of a still file whose size the header told. Throws `BadWebPImage`, whatever way the codec failed. */
async function decodeWhole(file: Uint8Array, size: Size, kept: KeptCodec<DecoderModule>): Promise<Band> {
  try {
    return await kept.run((codec) => {
      const image = codec.decode(file);
      if (image?.width !== size.width || image.height !== size.height) throw damagedWebp();
      return image.data;
    });
  } catch {
    throw damagedWebp();
  }
}

/** Views of a whole picture, one band after the other. */
function* slices(pixels: Band, { width, height }: Size): Generator<Band> {
  const rows = rowsPerBand(width);
  for (let y = 0; y < height; y += rows) {
    yield pixels.subarray(y * width * 4, Math.min(height, y + rows) * width * 4);
  }
}

/** Bands of a clear canvas with the pixels at their place: a first frame need not cover all of it. */
function* placed(pixels: Band, place: Rect, canvas: Size): Generator<Band> {
  const rows = rowsPerBand(canvas.width);
  for (let y = 0; y < canvas.height; y += rows) {
    const band = new Uint8ClampedArray(Math.min(rows, canvas.height - y) * canvas.width * 4);
    const first = Math.max(y, place.y);
    const last = Math.min(y + rows, place.y + place.height, canvas.height);
    for (let row = first; row < last; row++) {
      const from = (row - place.y) * place.width * 4;
      band.set(pixels.subarray(from, from + place.width * 4), ((row - y) * canvas.width + place.x) * 4);
    }
    yield band;
  }
}

/** Gives the pixels back at once instead of when the collector finds them; hosts without `transfer` wait. */
function release({ buffer }: Band): void {
  (buffer as { transfer?(bytes: number): ArrayBuffer }).transfer?.(0);
}

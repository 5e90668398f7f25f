/** Drives the kernel's lossless encoder: rows in, the data of a `VP8L` chunk or of a compressed plane out. */
import { pixelCost } from '../../core/image/cost.ts';
import type { Picture, Size } from '../../core/image/picture.ts';
import { chunkSign } from '../../core/image/sign.ts';
import { MOST_ALPHA_BYTES } from './encode-memory.ts';
import { boundedBy, ENCODE_STATUS, STEP_PIXELS, type WebpEncodeExports } from './encode-kernel.ts';

/** Reference nanoseconds of a pixel: of any picture, of one of few colours, of transparency that nothing is known of. */
const PIXEL = { any: 330, few: 60, alpha: 180 };
/** What a step takes of that: pixels are looked at several times, and some steps are short. */
const PIXEL_OF_STEP = 7;

/** Reference milliseconds; `few` when the picture has no more colours than a palette. */
export function losslessCost(size: Size, few: boolean): number {
  return pixelCost(size, few ? PIXEL.few : PIXEL.any);
}

/**
 * Nanoseconds of transparency: of a flat pixel and of a busy one, of a byte that is made, and of one in the source, which may
 * be a run of many.
 */
const ALPHA = { flat: 4.5, busy: 250, byte: 140, sourceByte: 1200 };

/**
 * The same of transparency: that of a large picture can only be flat for the most part, as its bytes are bounded. Where the
 * source tells its bytes these say how busy it is.
 */
export function alphaCost(size: Size, sourceBytes?: number): number {
  const flat = pixelCost(size, ALPHA.flat);
  const most = flat + MOST_ALPHA_BYTES * ALPHA.byte * 1e-6;
  if (sourceBytes === undefined) return Math.min(pixelCost(size, PIXEL.alpha), most);
  return Math.min(pixelCost(size, ALPHA.busy), flat + sourceBytes * ALPHA.sourceByte * 1e-6, most);
}

/** What is known of the pixels before they come. */
export interface Pixels extends Size {
  /** True for a picture of its own, whose bitstream begins with its size; else it is transparency, in the greens. */
  readonly signed: boolean;
  readonly opaque: boolean;
  /** All colours, as pixels of RGBA. */
  readonly palette?: Uint32Array | undefined;
  /** Most pixels that are looked at together. */
  readonly together: number;
}

/** Writes some rows of RGBA, from row `from` of those that are put, to an address of the kernel's memory. */
export type WriteRows = (to: number, from: number, rows: number) => void;

/** A bitstream under way. */
export interface LosslessStream {
  /** Takes so many rows of RGBA, with signs of the work. */
  put(rows: number, write: WriteRows): Generator<Uint8Array>;
  /** The bitstream, complete once all rows were put. */
  readonly pieces: Uint8Array[];
}

/** Encodes a picture by a kernel that nobody else uses meanwhile. Throws `ImageTooLarge` when the bytes outgrow `most`. */
export async function* encodeLossless(
  picture: Picture,
  kernel: WebpEncodeExports,
  pixels: Pick<Pixels, 'palette' | 'together'>,
  most: number,
): AsyncGenerator<Uint8Array, Uint8Array[]> {
  const { width, height, opaque } = picture;
  const stream = openLossless(kernel, { width, height, opaque, signed: true, ...pixels }, most);
  const rowBytes = width * 4;
  for await (const band of picture.bands()) {
    yield* stream.put(band.length / rowBytes, (to, from, rows) =>
      new Uint8Array(kernel.memory.buffer).set(band.subarray(from * rowBytes, (from + rows) * rowBytes), to),
    );
  }
  return stream.pieces;
}

/** Begins a bitstream of at most so many bytes, after which it throws `ImageTooLarge`. */
export function openLossless(kernel: WebpEncodeExports, pixels: Pixels, most: number): LosslessStream {
  const { width, height, signed, opaque, palette, together } = pixels;
  if (palette) new Uint32Array(kernel.memory.buffer).set(palette, kernel.losslessColours() / 4);
  kernel.encodeLossless(width, height, signed, opaque, palette?.length ?? 0, together);
  const pieces: Uint8Array[] = [];
  const take = boundedBy(most, pieces);
  const worked = chunkSign(
    pixelCost({ width, height: Math.min(height, STEP_PIXELS / width) }, PIXEL_OF_STEP),
  );
  return {
    pieces,
    *put(all, write) {
      for (let from = 0; from < all;) {
        const rows = Math.min(all - from, kernel.losslessRoom());
        write(kernel.losslessPlace(), from, rows);
        kernel.losslessTaken(rows);
        from += rows;
        yield* steps(kernel, take, worked);
      }
    },
  };
}

/** Steps until rows are wanted or all is finished. */
function* steps(
  kernel: WebpEncodeExports,
  take: (piece: Uint8Array) => void,
  worked: Uint8Array,
): Generator<Uint8Array> {
  for (;;) {
    const status = kernel.losslessEncodeStep();
    if (status === ENCODE_STATUS.wantRows || status === ENCODE_STATUS.finished) return;
    if (status === ENCODE_STATUS.bytes) {
      const from = kernel.losslessAddress();
      take(new Uint8Array(kernel.memory.buffer).slice(from, from + kernel.losslessBytes()));
    }
    yield worked;
  }
}

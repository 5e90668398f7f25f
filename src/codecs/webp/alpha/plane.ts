/**
 * Takes the transparency out of a picture's rows as they pass, gives unseen pixels a colour that costs nothing, and writes the
 * data of the `ALPH` chunk (RFC 9649, section 2.7.1.2): a lossless bitstream whose greens are the transparency.
 */
import type { Size } from '../../../core/image/picture.ts';
import { type LosslessStream, openLossless } from '../encode-lossless.ts';
import { ALPHA_TOGETHER, alphaResultBytes } from '../encode-memory.ts';
import { STRIP_ROWS, type WebpEncodeExports } from '../encode-kernel.ts';
import { guardedSync, type Kept } from '../../instance.ts';
import { fillUnseen, takeAlpha } from './split.ts';

/** Alpha of a picture, taken strip by strip. */
export interface AlphaPlane {
  /** Takes the next rows, whose pixels become opaque, with signs of the work. Throws `ImageTooLarge` for too much detail. */
  take(strip: Uint8ClampedArray<ArrayBuffer>): Generator<Uint8Array>;
  /** Data of the chunk, in pieces, once all rows were taken; undefined when every pixel was opaque. */
  chunk(): Uint8Array[] | undefined;
}

/** Compressed, and not filtered: the bitstream foretells pixels better than the filters of this chunk. */
const HEADER = 1;
const OPAQUE_PIXEL = 0xff00_ff00;

/** The instance, which nobody else uses meanwhile, is asked for once a pixel is not opaque. */
export function collectAlpha({ width, height }: Size, kept: Kept<WebpEncodeExports>): AlphaPlane {
  let stream: LosslessStream | undefined;
  let taken = 0;
  let fill: number | undefined;
  const greens = greensOf(width * STRIP_ROWS);
  function* begin(kernel: WebpEncodeExports): Generator<Uint8Array> {
    const pixels = { width, height, signed: false, opaque: true, together: ALPHA_TOGETHER };
    stream = openLossless(kernel, pixels, alphaResultBytes({ width, height }));
    const row = new Uint32Array(width).fill(OPAQUE_PIXEL);
    for (; taken > 0; taken--) yield* stream.put(new Uint8ClampedArray(row.buffer));
  }
  function* put(kernel: WebpEncodeExports, rows: Uint8ClampedArray): Generator<Uint8Array> {
    if (!stream) yield* begin(kernel);
    yield* stream!.put(rows);
  }
  return {
    *take(strip) {
      const rows = strip.length / (width * 4);
      const alpha = takeAlpha(strip);
      if (alpha) fill = fillUnseen(strip, alpha, { width, height: rows }, fill);
      else fill = lastPixel(strip);
      if (!alpha && !stream) taken += rows;
      else yield* guardedSync(kept, (kernel) => put(kernel, greens(alpha, rows * width)));
    },
    chunk: () => stream && [Uint8Array.of(HEADER), ...stream.pieces],
  };
}

/** Makes planes of up to `most` pixels the greens of RGBA, each in the place of the last; without one all is opaque. */
function greensOf(most: number): (alpha: Uint8Array | undefined, count: number) => Uint8ClampedArray {
  const pixels = new Uint32Array(most).fill(OPAQUE_PIXEL);
  let opaque = true;
  return (alpha, count) => {
    if (alpha) for (let at = 0; at < count; at++) pixels[at] = 0xff00_0000 | (alpha[at]! << 8);
    else if (!opaque) pixels.fill(OPAQUE_PIXEL);
    opaque = !alpha;
    return new Uint8ClampedArray(pixels.buffer, 0, count * 4);
  };
}

function lastPixel(strip: Uint8ClampedArray<ArrayBuffer>): number {
  return new DataView(strip.buffer, strip.byteOffset).getUint32(strip.length - 4, true);
}

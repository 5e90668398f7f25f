/**
 * Takes the transparency out of a picture's rows as they pass, gives unseen pixels a colour that costs nothing, and writes the
 * data of the `ALPH` chunk (RFC 9649, section 2.7.1.2): a lossless bitstream whose greens are the transparency. The pixels are
 * worked on in the kernel (`wasm/webp/assembly/alpha/strip.ts`).
 */
import type { Size } from '../../../core/image/picture.ts';
import { type LosslessStream, openLossless } from '../encode-lossless.ts';
import { ALPHA_TOGETHER, alphaResultBytes } from '../encode-memory.ts';
import type { WebpEncodeExports } from '../encode-kernel.ts';
import { guardedSync, type Kept } from '../../instance.ts';

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
  /** Opaque rows before the stream began, and the colour that unseen pixels go on with. */
  let above = 0;
  let fill = 0;
  function* begin(kernel: WebpEncodeExports): Generator<Uint8Array> {
    const pixels = { width, height, signed: false, opaque: true, together: ALPHA_TOGETHER };
    stream = openLossless(kernel, pixels, alphaResultBytes({ width, height }));
    yield* stream.put(above, (to, _, rows) =>
      new Uint32Array(kernel.memory.buffer, to, rows * width).fill(OPAQUE_PIXEL),
    );
  }
  function* put(kernel: WebpEncodeExports, strip: Uint8ClampedArray): Generator<Uint8Array> {
    if (!stream) yield* begin(kernel);
    const at = kernel.alphaStrip();
    new Uint8Array(kernel.memory.buffer).set(strip, at);
    const rows = strip.length / (width * 4);
    yield* stream!.put(rows, (to, from, count) => kernel.takeAlpha(from, count, to));
    fill = kernel.fillUnseen(rows, fill);
    strip.set(new Uint8Array(kernel.memory.buffer, at, strip.length));
  }
  return {
    *take(strip) {
      const opaque = stream ? undefined : lastOfOpaque(strip);
      if (opaque === undefined) yield* guardedSync(kept, (kernel) => put(kernel, strip));
      else [fill, above] = [opaque, above + strip.length / (width * 4)];
    },
    chunk: () => stream && [Uint8Array.of(HEADER), ...stream.pieces],
  };
}

/** Pixels that are looked at before it is asked whether all were opaque: some strips are known by their first ones. */
const LOOK = 4096;

/** The last of some pixels when all are opaque: a number whose highest byte is alpha. */
function lastOfOpaque(rgba: Uint8ClampedArray<ArrayBuffer>): number | undefined {
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.length / 4);
  let common = -1;
  for (let at = 0; at < pixels.length && common >>> 24 === 255;) {
    for (const end = Math.min(pixels.length, at + LOOK); at < end; at++) common &= pixels[at]!;
  }
  return common >>> 24 === 255 ? pixels.at(-1) : undefined;
}

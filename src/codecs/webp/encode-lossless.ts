/** Drives the kernel's lossless encoder: rows in, the data of a `VP8L` chunk or of a compressed plane out. */
import { pixelCost } from '../../core/image/cost.ts';
import type { Picture, Size } from '../../core/image/picture.ts';
import { chunkSign } from '../../core/image/sign.ts';
import { boundedBy, ENCODE_STATUS, STEP_PIXELS, type WebpEncodeExports } from './encode-kernel.ts';

/** Reference nanoseconds of a pixel, and of one that has few colours beside it. */
const PIXEL = { any: 160, few: 60 };
/** What a step takes of that: pixels are looked at several times. */
const PIXEL_OF_STEP = 25;

/** Reference milliseconds; `few` when the picture has no more colours than a palette. */
export function losslessCost(size: Size, few: boolean): number {
  return pixelCost(size, few ? PIXEL.few : PIXEL.any);
}

/** A picture under way. */
interface Job {
  readonly kernel: WebpEncodeExports;
  readonly take: (piece: Uint8Array) => void;
  /** The sign of a step. */
  readonly worked: Uint8Array;
}

/**
 * Encodes a picture by a kernel that nobody else uses meanwhile, with signs of its work. Throws `ImageTooLarge` when the
 * bytes outgrow `most`.
 */
export async function* encodeLossless(
  picture: Picture,
  kernel: WebpEncodeExports,
  most: number,
): AsyncGenerator<Uint8Array, Uint8Array[]> {
  const { width, height, opaque } = picture;
  const pieces: Uint8Array[] = [];
  const pixels = Math.min(STEP_PIXELS, width * height);
  const worked = chunkSign(pixelCost({ width: pixels, height: 1 }, PIXEL_OF_STEP));
  const job = { kernel, take: boundedBy(most, pieces), worked };
  kernel.encodeLossless(width, height, true, opaque);
  for await (const band of picture.bands()) yield* takeBand(job, band, width * 4);
  return pieces;
}

/** Hands over a band's rows; after each slab of them the kernel works. */
function* takeBand(job: Job, band: Uint8ClampedArray, rowBytes: number): Generator<Uint8Array> {
  const { kernel } = job;
  for (let at = 0; at < band.length;) {
    const rows = Math.min((band.length - at) / rowBytes, kernel.losslessRoom());
    const end = at + rows * rowBytes;
    new Uint8Array(kernel.memory.buffer).set(band.subarray(at, end), kernel.losslessPlace());
    kernel.losslessTaken(rows);
    at = end;
    yield* work(job);
  }
}

/** Steps until rows are wanted or all is finished. */
function* work({ kernel, take, worked }: Job): Generator<Uint8Array> {
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

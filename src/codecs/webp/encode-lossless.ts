/** Drives the kernel's lossless encoder: rows in, the data of a `VP8L` chunk or of a compressed plane out. */
import type { Picture } from '../../core/image/picture.ts';
import { ENCODE_STATUS, type WebpEncodeExports } from './encode-kernel.ts';
import { tooLargeForWebp } from './errors.ts';

/**
 * Encodes a picture by a kernel that nobody else uses meanwhile. Yields as a sign of life while it works. Throws `ImageTooLarge`
 * when the bytes outgrow `most`.
 */
export async function* encodeLossless(
  picture: Picture,
  kernel: WebpEncodeExports,
  most: number,
): AsyncGenerator<void, Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  kernel.encodeLossless(picture.width, picture.height, true, picture.opaque);
  for await (const band of picture.bands()) yield* takeBand(kernel, band, picture.width * 4, pieces, most);
  return pieces;
}

/** Hands over a band's rows; after each slab of them the kernel works. */
function* takeBand(
  kernel: WebpEncodeExports,
  band: Uint8ClampedArray,
  rowBytes: number,
  pieces: Uint8Array[],
  most: number,
): Generator<void> {
  for (let at = 0; at < band.length;) {
    const rows = Math.min((band.length - at) / rowBytes, kernel.losslessRoom());
    const end = at + rows * rowBytes;
    new Uint8Array(kernel.memory.buffer).set(band.subarray(at, end), kernel.losslessPlace());
    kernel.losslessTaken(rows);
    at = end;
    yield* work(kernel, pieces, most);
  }
}

/** Steps until rows are wanted or all is finished. */
function* work(kernel: WebpEncodeExports, pieces: Uint8Array[], most: number): Generator<void> {
  for (;;) {
    const status = kernel.losslessEncodeStep();
    if (status === ENCODE_STATUS.wantRows || status === ENCODE_STATUS.finished) return;
    if (status === ENCODE_STATUS.bytes) {
      const from = kernel.losslessAddress();
      pieces.push(new Uint8Array(kernel.memory.buffer).slice(from, from + kernel.losslessBytes()));
      if (pieces.reduce((sum, { length }) => sum + length, 0) > most) throw tooLargeForWebp();
    }
    yield;
  }
}

/**
 * The WebP kernel. The host reads the container and hands over payloads: 0 is the data of a `VP8 ` or `VP8L` chunk, 1 that of an
 * `ALPH` chunk.
 *
 * Decoding: `decodeCut`, then `decodeLossy` or `decodeLossless`, then `decodeStep` until it says that all rows were handed out. When
 * it asks for input, the host copies up to `inputLength()` bytes of `inputPayload()` from `inputOffset()` on to `inputAddress()` and
 * says with `inputTaken` how many. Statuses are those of status.ts.
 */
import { lossyStep, openLossy } from './lossy/decoder';
import { losslessStep, openLosslessPicture } from './lossless/rows';
import { reset } from './memory';
import { target } from './target';

export { inputAddress, inputLength, inputOffset, inputPayload, inputTaken } from './input';
export { resultAddress, rowsReady } from './result';

let lossless: bool = false;

/** The cut, in pixels; each `cell` by `cell` pixels of it, an even number or 1, become one. */
export function decodeCut(x: i32, y: i32, width: i32, height: i32, cell: i32): void {
  target.x = x;
  target.y = y;
  target.width = width;
  target.height = height;
  target.cell = cell;
}

/** Begins a lossy picture; `alphaBytes` is 0 when it is opaque. */
export function decodeLossy(bytes: u32, alphaBytes: u32): void {
  reset();
  lossless = false;
  openLossy(bytes, alphaBytes);
}

/** Begins a lossless picture. Its cells are always 1. */
export function decodeLossless(bytes: u32, width: i32, height: i32): void {
  reset();
  lossless = true;
  openLosslessPicture(bytes, width, height);
}

/** Goes on until the host is wanted; a status. */
export function decodeStep(): i32 {
  return lossless ? losslessStep() : lossyStep();
}

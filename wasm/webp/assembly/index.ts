/**
 * The WebP kernel. The host reads the container and hands over payloads: 0 is the data of a `VP8 ` or `VP8L` chunk, 1 that of an
 * `ALPH` chunk.
 *
 * Decoding: `decodeCut`, then `decodeLossy` or `decodeLossless`, then `decodeStep` until it says that all rows were handed
 * out. When it asks for input, the host copies up to `inputLength()` bytes of `inputPayload()` from `inputOffset()` on to
 * `inputAddress()` and says with `inputTaken` how many. Statuses are those of status.ts.
 *
 * Encoding: `encodeLossy`, then for every 16 rows RGBA to `encodeStaging()` and `encodeStaged`, and `encodeEnd` after the
 * last. After each of them `encodeStep` until it wants rows (0) or has written everything (3); at 2 bytes of the second
 * partition are ready, which the host copies. The first partition is there at the end.
 *
 * Encoding without loss: up to 256 colours of RGBA to `losslessColours()`, `encodeLossless`, then rows of RGBA to
 * `losslessPlace()`, at most `losslessRoom()` of them, `losslessTaken` and `losslessEncodeStep` until it wants rows (0) or
 * has written everything (3); at 2 bytes are ready at `losslessAddress()`. Where it is transparency, strips of RGBA go to
 * `alphaStrip()`; `takeAlpha` writes rows of it to `losslessPlace()`, and `fillUnseen` leaves what is written lossy.
 */
import { openAlphaStrip } from './alpha/strip';
import { openLosslessEncoder } from './lossless/encode/encoder';
import { openLossyEncoder } from './lossy/encode/encoder';
import { lossyStep, openLossy } from './lossy/decoder';
import { losslessStep, openLosslessPicture } from './lossless/rows';
import { reset } from '../../shared/memory';
import { target } from './target';

export { alphaStrip, fillUnseen, takeAlpha } from './alpha/strip';
export { inputAddress, inputLength, inputOffset, inputPayload, inputTaken } from './input';
export { stagingAddress as encodeStaging, stagingPitch as encodeStagingStride } from './lossy/encode/colour';
export {
  encodeStaged,
  encodeStep,
  endRows as encodeEnd,
  modeAddress,
  modeBytes,
  tokenAddress,
  tokenBytes,
} from './lossy/encode/encoder';
export { losslessColours } from './lossless/encode/palette';
export {
  losslessAddress,
  losslessBytes,
  losslessEncodeStep,
  losslessPlace,
  losslessRoom,
  losslessTaken,
} from './lossless/encode/encoder';
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

/** Begins to encode a lossy picture; `quality` is 0 to 100. */
export function encodeLossy(width: i32, height: i32, quality: f64, windowBytes: u32, recordBytes: u32): void {
  openLossyEncoder(width, height, quality, windowBytes, recordBytes);
}

/**
 * Begins to encode a picture without loss: `signed` as a picture of its own, else as transparency in the greens. It has so many
 * colours as were put to `losslessColours()`, 0 for more than 256. At most `together` pixels are looked at together.
 */
export function encodeLossless(
  width: i32,
  height: i32,
  signed: bool,
  opaque: bool,
  colours: i32,
  together: i32,
): void {
  openLosslessEncoder(width, height, signed, opaque, colours, together);
  if (!signed) openAlphaStrip(width);
}

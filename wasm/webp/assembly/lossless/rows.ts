/** Makes rows of the result of a lossless picture. */
import { openStream } from '../input';
import { clearResult, nextRow, openResult, rowsReady } from '../result';
import { DONE, GO_ON, ROWS } from '../status';
import { target } from '../target';
import { losslessPixels, losslessRow, openLossless } from './decoder';

/** Pixels of the rows that are handed out together. */
const AT_ONCE: i32 = 16384;

let most: i32 = 0;
let next: i32 = 0;
let handedOut: bool = false;

/** Begins a picture of this size, coded in `bytes` bytes. */
export function openLosslessPicture(bytes: u32, width: i32, height: i32): void {
  most = max(1, AT_ONCE / target.width);
  next = 0;
  handedOut = false;
  openLossless(openStream(0, 0, bytes), width, height, true);
  openResult(most);
}

/** Goes on until the host is wanted. */
export function losslessStep(): i32 {
  if (handedOut) clearResult();
  handedOut = false;
  const end = target.y + target.height;
  while (next < end && rowsReady() < most) {
    const status = losslessRow();
    if (status != GO_ON) return status;
    if (next++ >= target.y) rgbaRow(losslessPixels() + ((<usize>target.x) << 2), nextRow(), target.width);
  }
  handedOut = rowsReady() > 0;
  return handedOut ? ROWS : DONE;
}

/** ARGB numbers, in memory B, G, R, A, to RGBA. */
function rgbaRow(from: usize, to: usize, width: usize): void {
  for (let at: usize = 0; at < width << 2; at += 16) {
    const pixels = v128.load(from + at);
    v128.store(
      to + at,
      v128.shuffle<u8>(pixels, pixels, 2, 1, 0, 3, 6, 5, 4, 7, 10, 9, 8, 11, 14, 13, 12, 15),
    );
  }
}

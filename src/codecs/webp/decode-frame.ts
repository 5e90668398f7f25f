/** Decodes the data of one still picture or one frame with our kernel. */
import type { Band, Rect } from '../../core/image/picture.ts';
import { guardedSync, type Kept } from '../instance.ts';
import { damagedWebp } from './errors.ts';
import { STATUS, type WebpExports } from './kernel.ts';
import type { Payload } from './payload.ts';

/**
 * Bands of a cut of the frame, each `cell` by `cell` pixels of it averaged; more than 1 only for opaque lossy frames and
 * cuts that begin at even places, and even then. Throws `BadWebPImage` where the data breaks a rule or ends.
 */
export function decodeFrame(
  kept: Kept<WebpExports>,
  payload: Payload,
  cut: Rect,
  cell = 1,
): Generator<Band, void> {
  return guardedSync(kept, (kernel) => decode(kernel, payload, cut, cell));
}

function* decode(kernel: WebpExports, payload: Payload, cut: Rect, cell: number): Generator<Band, void> {
  const width = Math.ceil(cut.width / cell);
  begin(kernel, payload, cut, cell);
  for (let status = kernel.decodeStep(); status !== STATUS.done; status = kernel.decodeStep()) {
    if (status === STATUS.rows) yield rows(kernel, width);
    else if (status === STATUS.needInput) feed(kernel, payload);
    else throw damagedWebp();
  }
}

function begin(kernel: WebpExports, payload: Payload, cut: Rect, cell: number): void {
  const { pixels, alpha, width, height } = payload;
  kernel.decodeCut(cut.x, cut.y, cut.width, cut.height, cell);
  if (payload.lossless) kernel.decodeLossless(pixels.length, width, height);
  else kernel.decodeLossy(pixels.length, alpha?.length ?? 0);
}

/** Hands over the bytes that the kernel asks for. */
function feed(kernel: WebpExports, { pixels, alpha }: Payload): void {
  const length = kernel.inputLength();
  const from = kernel.inputOffset();
  const data = kernel.inputPayload() === 0 ? pixels : alpha;
  const piece = data?.subarray(from, from + length) ?? new Uint8Array();
  new Uint8Array(kernel.memory.buffer).set(piece, kernel.inputAddress());
  kernel.inputTaken(piece.length);
}

function rows(kernel: WebpExports, width: number): Band {
  const length = kernel.rowsReady() * width * 4;
  return new Uint8ClampedArray(kernel.memory.buffer as ArrayBuffer, kernel.resultAddress(), length);
}

/**
 * The JPEG kernel: a decoder that shrinks, cuts and scales in planes, an encoder that takes planes or RGBA, and what turns
 * planes between them.
 *
 * Decoding: `decodeCut`, `decodeScale`, `decodeWindow` and `decodeBegin`, then `decodeStep` until it says that all rows
 * were handed out. When it asks for input, the host writes up to 64 KiB to `decodeInput()` and calls `decodePush`, or
 * `decodePushEnd` when there is no more. Statuses are those of decode/status.ts.
 */
import { openDecoder, step } from './decode/decoder';
import { input, inputOffset, inputTarget, pushInput } from './decode/input';
import { lights } from './decode/light';
import { noted, notedBytes, takeMarks, wantMarks } from './decode/marks';
import { DECODER, freeAll } from './memory';
import { pixelRows } from './decode/colour';
import { rowsInGroup } from './decode/result';
import { sampler } from './decode/sampler';
import { target } from './decode/target';

export * from './encode/index';
export * from './turn';

/** Begins a picture. `height` is used when the frame header has none; stored coefficients stay within `budget`. */
export function decodeBegin(form: i32, model: i32, height: i32, budget: usize): void {
  target.form = form;
  target.model = model;
  target.height = height;
  target.budget = budget;
  openDecoder();
}

/** The cut, in pixels of the file. */
export function decodeCut(x: i32, y: i32, width: i32, height: i32): void {
  target.cutX = x;
  target.cutY = y;
  target.cutWidth = width;
  target.cutHeight = height;
}

/**
 * The size the cut is scaled to, and samples to transform for each of its own, at least. With a `lightMargin` what has
 * light is scaled in that, from so many samples.
 */
export function decodeScale(width: i32, height: i32, margin: f64, lightMargin: f64): void {
  target.margin = margin;
  target.lightMargin = lightMargin;
  target.scaleWidth = width;
  target.scaleHeight = height;
}

/** The part of the scaled cut that is wanted. */
export function decodeWindow(x: i32, y: i32, width: i32, height: i32): void {
  target.windowX = x;
  target.windowY = y;
  target.windowWidth = width;
  target.windowHeight = height;
}

/**
 * After `decodeBegin`, for a picture that is decoded in parts: with 0 bytes, that marks are to be noted; else where those
 * go that `decodeNoted` gave for another part of the same file.
 */
export function decodeMarks(bytes: usize): usize {
  if (bytes > 0) return takeMarks(bytes);
  wantMarks();
  return 0;
}

/** Where the marks are that were noted, once all rows were handed out; 0 when there are none. */
export function decodeNoted(): usize {
  return noted();
}
export function decodeNotedBytes(): usize {
  return notedBytes();
}

/** Where the tables of linear light go, see `wasm/shared/light.ts`; they stay. */
export function decodeLights(): usize {
  return lights;
}

/** Where the next bytes of the file go. */
export function decodeInput(): usize {
  return inputTarget();
}

/** Takes `bytes` bytes that the host wrote. */
export function decodePush(bytes: usize): void {
  pushInput(bytes);
}

/** Where in the file the next bytes to push are, after a step has asked for others than the next ones. */
export function decodeSeek(): usize {
  return inputOffset();
}

/** The file has no more bytes. */
export function decodePushEnd(): void {
  input.ended = true;
}

/** Goes on until the host is wanted; a status. */
export function decodeStep(): i32 {
  return step();
}

/** Rows of the result that are ready. */
export function decodeRows(): i32 {
  return rowsInGroup();
}

/** Address of the ready rows of a component, and how far they are apart. */
export function decodePlane(component: i32): usize {
  return sampler(component).output;
}
export function decodePlaneStride(component: i32): usize {
  return sampler(component).outputStride;
}

/** Address of the ready rows as pixels of four bytes. */
export function decodePixels(): usize {
  return pixelRows();
}

/** Gives back all memory of the picture. */
export function decodeEnd(): void {
  freeAll(DECODER);
}

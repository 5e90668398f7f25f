/**
 * Drives the kernel's lossy encoder: rows in, the data of a `VP8 ` chunk and of an `ALPH` chunk out. The container is the
 * caller's.
 */
import type { Picture, Size } from '../../core/image/picture.ts';
import type { Output } from '../../core/spec/output.ts';
import { chunkSign } from '../../core/image/sign.ts';
import { collectAlpha } from './alpha/plane.ts';
import { boundedBy, ENCODE_STATUS, STRIP_ROWS, type WebpEncodeExports } from './encode-kernel.ts';
import { coloursBytes, encodeBuffers } from './encode-memory.ts';
import { alphaCost } from './encode-lossless.ts';
import { encodeCost, type EncodeRates } from '../cost.ts';
import type { Kept } from '../instance.ts';
import type { LossyParts } from './ways.ts';

/** What a key frame begins with after the size of its first partition (RFC 6386, section 9.1). */
const START_CODE = [0x9d, 0x01, 0x2a];
/** A key frame of version 0 that is shown. */
const SHOWN_KEY_FRAME = 0b1_0000;
const SIZE_AT = 5;

/** Pixels beyond which the kernel tries less (`wasm/webp/assembly/lossy/encode/frame.ts`). */
const MOST_THOROUGH = 1 << 24;
/** What a picture takes, and one so large that less is tried. */
const THOROUGH: EncodeRates = { pixel: 18, bit: 14 };
const QUICK: EncodeRates = { pixel: 11, bit: 0 };

/** Reference milliseconds. */
export function lossyCost(size: Size, output: Output, opaque: boolean): number {
  return colourCost(size, size, output) + (opaque ? 0 : alphaCost(size, output.alphaBytes));
}

/** The same of the colours of a part of a picture. */
function colourCost({ width, height }: Size, part: Size, output: Output): number {
  return encodeCost(width * height > MOST_THOROUGH ? QUICK : THOROUGH, part, output);
}

/**
 * Encodes a picture by a kernel that nobody else uses meanwhile, and its transparency by another, with signs of the work.
 * Throws `ImageTooLarge` when the bytes outgrow what was planned.
 */
export async function* encodeLossy(
  picture: Picture,
  output: Output,
  kernel: WebpEncodeExports,
  alphaKernel: Kept<WebpEncodeExports>,
): AsyncGenerator<Uint8Array, LossyParts> {
  const { quality } = output;
  const { window, records } = encodeBuffers(picture);
  kernel.encodeLossy(picture.width, picture.height, quality, window, records);
  const alpha = picture.opaque ? undefined : collectAlpha(picture, alphaKernel);
  const tokens: Uint8Array[] = [];
  const take = boundedBy(coloursBytes(picture, quality), tokens);
  const coded = chunkSign(colourCost(picture, { width: picture.width, height: STRIP_ROWS }, output));
  for await (const strip of strips(picture)) {
    if (alpha) yield* alpha.take(strip);
    stage(strip, picture.width, kernel);
    yield* steps(kernel, take, coded);
  }
  kernel.encodeEnd();
  yield* steps(kernel, take, coded);
  const modes = copy(kernel, kernel.modeAddress(), kernel.modeBytes());
  return { colours: [frameHead(picture, modes.length), modes, ...tokens], alpha: alpha?.chunk() };
}

/** A picture's rows, `STRIP_ROWS` at a time, fewer at the bottom; each strip is overwritten by the next. */
async function* strips(picture: Picture): AsyncGenerator<Uint8ClampedArray<ArrayBuffer>> {
  const strip = new Uint8ClampedArray(picture.width * 4 * STRIP_ROWS);
  let filled = 0;
  for await (const band of picture.bands()) {
    for (let at = 0; at < band.length;) {
      const length = Math.min(strip.length - filled, band.length - at);
      strip.set(band.subarray(at, at + length), filled);
      filled += length;
      at += length;
      if (filled < strip.length) continue;
      yield strip;
      filled = 0;
    }
  }
  if (filled > 0) yield strip.subarray(0, filled);
}

function stage(strip: Uint8ClampedArray, width: number, kernel: WebpEncodeExports): void {
  const memory = new Uint8Array(kernel.memory.buffer);
  const [start, stride, rowBytes] = [kernel.encodeStaging(), kernel.encodeStagingStride(), width * 4];
  const rows = strip.length / rowBytes;
  for (let row = 0; row < rows; row++) {
    memory.set(strip.subarray(row * rowBytes, (row + 1) * rowBytes), start + row * stride);
  }
  kernel.encodeStaged(rows);
}

/** Steps until rows are wanted or all is finished; each codes a row of macroblocks, or writes as much. */
function* steps(
  kernel: WebpEncodeExports,
  take: (piece: Uint8Array) => void,
  coded: Uint8Array,
): Generator<Uint8Array> {
  for (;;) {
    const status = kernel.encodeStep();
    if (status === ENCODE_STATUS.bytes) take(copy(kernel, kernel.tokenAddress(), kernel.tokenBytes()));
    if (status === ENCODE_STATUS.wantRows || status === ENCODE_STATUS.finished) return;
    yield coded;
  }
}

function copy({ memory }: WebpEncodeExports, address: number, length: number): Uint8Array {
  return new Uint8Array(memory.buffer).slice(address, address + length);
}

function frameHead({ width, height }: Size, modeBytes: number): Uint8Array {
  const tag = (modeBytes << SIZE_AT) | SHOWN_KEY_FRAME;
  const head = [tag, tag >> 8, tag >> 16, ...START_CODE, width, width >> 8, height, height >> 8];
  return Uint8Array.from(head, (value) => value & 0xff);
}

/**
 * Writes the chunks of a PNG stream (PNG, third edition, section 5.3). Check digits and compression are the kernel's,
 * for which it uses the place where rows go: no row may wait there.
 */
import { joined } from '../../core/image/bytes.ts';
import type { Rect, Size } from '../../core/image/picture.ts';
import { COLOUR } from './header.ts';
import { type PngExports, SCRATCH_BYTES } from './kernel.ts';

/** Colour type and bit depth, as IHDR has them. */
export interface PixelType {
  readonly colour: number;
  readonly depth: number;
}

/** Length, name and check digits of a chunk. */
const FRAME_BYTES = 12;
/** Name of the profile in iCCP, its final zero, and the compression method. */
const PROFILE_HEAD = [0x69, 0x63, 0x63, 0, 0];

/** A chunk of this name and data. */
export function writeChunk(kernel: PngExports, name: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(FRAME_BYTES + data.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) chunk[4 + i] = name.charCodeAt(i);
  chunk.set(data, 8);
  let check = 0;
  for (const bytes of scratched(kernel, chunk.subarray(4, 8 + data.length))) {
    check = kernel.crc32(check, kernel.rowAddress(), bytes);
  }
  view.setUint32(8 + data.length, check >>> 0);
  return chunk;
}

/** Puts bytes where rows go, part by part; tells the length of each part. */
function* scratched(kernel: PngExports, bytes: Uint8Array): Generator<number> {
  for (let at = 0; at < bytes.length; at += SCRATCH_BYTES) {
    const part = bytes.subarray(at, at + SCRATCH_BYTES);
    new Uint8Array(kernel.memory.buffer).set(part, kernel.rowAddress());
    yield part.length;
  }
}

/** Colour type by the number of channels. */
const TYPE_OF_CHANNELS = [COLOUR.grey, COLOUR.greyAlpha, COLOUR.rgb, COLOUR.rgba] as const;

/** Pixels of so many channels, 1 to 4. */
export function pixelType(channels: number): PixelType {
  return { colour: TYPE_OF_CHANNELS[channels - 1]!, depth: 8 };
}

/** IHDR of a picture that is not interlaced. */
export function headerChunk(kernel: PngExports, { width, height }: Size, type: PixelType): Uint8Array {
  const data = new Uint8Array(13);
  const view = new DataView(data.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  data.set([type.depth, type.colour], 8);
  return writeChunk(kernel, 'IHDR', data);
}

/** iCCP: the profile, deflated. */
export function profileChunk(kernel: PngExports, icc: Uint8Array): Uint8Array {
  const parts = [new Uint8Array(PROFILE_HEAD)];
  kernel.startBytes(false);
  for (const bytes of scratched(kernel, icc)) {
    kernel.encodeBytes(bytes);
    parts.push(takeOutput(kernel));
  }
  kernel.endEncode();
  parts.push(takeOutput(kernel));
  return writeChunk(kernel, 'iCCP', joined(parts));
}

/** acTL: how many frames there are, and how often they play; 0 is for ever. */
export function movementChunk(kernel: PngExports, frames: number, plays: number): Uint8Array {
  const data = new Uint8Array(8);
  const view = new DataView(data.buffer);
  view.setUint32(0, frames);
  view.setUint32(4, plays);
  return writeChunk(kernel, 'acTL', data);
}

const MOST_UINT16 = 0xffff;

/** fcTL of a frame that takes the place of what was there, and stays; shown for `delay` milliseconds. */
export function frameChunk(kernel: PngExports, sequence: number, place: Rect, delay: number): Uint8Array {
  const data = new Uint8Array(26);
  const view = new DataView(data.buffer);
  const { x, y, width, height } = place;
  for (const [i, word] of [sequence, width, height, x, y].entries()) view.setUint32(i * 4, word);
  // Parts of a second, as small ones as its length allows.
  const parts = [1000, 100, 1].find((each) => Math.round((delay * each) / 1000) <= MOST_UINT16) ?? 1;
  view.setUint16(20, Math.min(MOST_UINT16, Math.round((delay * parts) / 1000)));
  view.setUint16(22, parts);
  return writeChunk(kernel, 'fcTL', data);
}

/** PLTE and, when a colour is not opaque, tRNS, of RGBA colours. */
export function* paletteChunks(kernel: PngExports, colours: Uint8Array): Generator<Uint8Array> {
  yield writeChunk(
    kernel,
    'PLTE',
    colours.filter((_, at) => at % 4 !== 3),
  );
  const alphas = colours.filter((_, at) => at % 4 === 3);
  const last = alphas.findLastIndex((alpha) => alpha !== 255);
  if (last >= 0) yield writeChunk(kernel, 'tRNS', alphas.subarray(0, last + 1));
}

/** A copy of the kernel's output, which is then empty. */
export function takeOutput(kernel: PngExports): Uint8Array<ArrayBuffer> {
  const from = kernel.outputAddress();
  const bytes = new Uint8Array(kernel.memory.buffer).slice(from, from + kernel.outputBytes());
  kernel.outputTaken();
  return bytes;
}

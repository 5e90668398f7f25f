/** Peak bytes of an encoding and what they are made of (`wasm/png/assembly/encode`, `deflate`). */
import type { Size } from '../../core/image/picture.ts';
import type { Output } from '../../core/spec/output.ts';
import { opacityBytes } from './opacity.ts';
import { BLOCK_EXTRA, PAGE_BYTES, SCRATCH_BYTES, TABLE_BYTES } from './kernel.ts';

/** Pixels beyond which no indices are held. */
export const MAX_HELD = 1 << 22;

/** Hashes, links, history and output of the deflater. */
const FIXED_BYTES = 131_072 + 65_536 + 32_768 + 197_632 + 322;
const WINDOW_BYTES = 98_304;
const BLOCKS = 8;
/** Header, palette and end. */
const CHUNK_BYTES = 2048;

/** Channels of a pixel: grey or three colours, and alpha unless the picture is opaque. */
export function channelsOf(opaque: boolean, { grey }: Output): number {
  return (grey ? 1 : 3) + (opaque ? 0 : 1);
}

/**
 * The kernel's memory, the indices it may hold, what waits for its opacity, and the result of a picture that does not
 * compress at all.
 */
export function encodeBytes({ width, height }: Size, output: Output, opaque: boolean): number {
  const pixels = width * height;
  const held = pixels <= MAX_HELD ? pixels : 0;
  const result = resultBytes({ width, height }, output, opaque);
  const waiting = opaque ? 0 : opacityBytes({ width, height });
  return deflaterBytes(width, held) + waiting + result;
}

/** The kernel's memory while it deflates rows of `width` pixels, and holds so many bytes of indices. */
export function deflaterBytes(width: number, held = 0): number {
  const row = Math.max(width * 4, SCRATCH_BYTES) + 17;
  // Three rows; a window that takes two and output that takes two more.
  const rows = 3 * row + Math.max(WINDOW_BYTES, 2 * row) + 2 * row;
  const kernel = TABLE_BYTES + FIXED_BYTES + rows + held + BLOCKS * BLOCK_EXTRA;
  return Math.ceil(kernel / PAGE_BYTES) * PAGE_BYTES;
}

/** The result of a picture that does not compress at all. */
export function resultBytes({ width, height }: Size, output: Output, opaque: boolean): number {
  const raw = width * height * channelsOf(opaque, output) + height;
  return raw + Math.ceil(raw / 64) + (output.icc?.length ?? 0) + CHUNK_BYTES;
}

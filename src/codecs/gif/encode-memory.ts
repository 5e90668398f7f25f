/** Peak bytes of an encoding and what they are made of (`wasm/gif/assembly/encode/encoder.ts`). */
import type { Size } from '../../core/image/picture.ts';
import { BLOCK_EXTRA, PAGE_BYTES, TABLE_BYTES } from './kernel.ts';

/** Memory above this is not kept for the next picture. */
export const KEEP_BYTES = 8 * 1024 * 1024;

/** Slots, bins and their means; codes of one piece. */
const COLOUR_BYTES = (8 << 16) + 32_768 * 20;
const CODE_BYTES = 98_304 + 512 + 1024;
const BLOCKS = 8;

/** The kernel's memory with so many frames held, an index for each pixel and what is worked with. One frame alone becomes its indices. */
export function encodeBytes({ width, height }: Size, frames: number): number {
  const pixels = width * height * (frames === 1 ? 4 : 4 * frames + 1);
  const kernel = TABLE_BYTES + COLOUR_BYTES + CODE_BYTES + pixels + BLOCKS * BLOCK_EXTRA;
  return Math.ceil(kernel / PAGE_BYTES) * PAGE_BYTES + CODE_BYTES;
}

/** A frame all of whose codes have 12 bits and stand for one index, in sub-blocks, with a table of its own. */
export function frameBytes({ width, height }: Size): number {
  return Math.ceil(width * height * 1.507) + 2048;
}

/** What our encoder holds, known before it runs (`wasm/webp/assembly/lossy/encode`). */
import type { Size } from '../../core/image/picture.ts';
import { STRIP_ROWS } from './encode-kernel.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const PAGE = 64 * KIB;
/** Tables, and the buffer of coded bytes. */
const FIXED = 320 * KIB;
/** Segments are chosen by at least a row of macroblocks, and by what fits here. */
const WINDOW = 4 * MIB;
/** Of each macroblock in the window; of each of a row: staged pixels, contexts, modes, last rows, the largest record. */
const MACROBLOCK_BYTES = 384;
const COLUMN_BYTES = 1024 + 80 + 1238;
/** Blocks wait in up to so many bytes for probabilities that fit them; a pixel of a detailed photograph takes less than one. */
const MOST_RECORDS = 6 * MIB;
const LEAST_RECORDS = 64 * KIB;
/** The partition of modes, whose size has 19 bits. */
const MOST_MODES = 512 * KIB;
const MODES_OF_MACROBLOCK = 16;
const MODES_HEADER = 4 * KIB;

/** Alpha, filtered alpha, and both in their encoded form. */
const ALPHA_BYTES = 2.5;

/** A file's head. */
const FILE_HEAD = 4 * KIB;
/** Up to so many bytes a result may be all noise; what is more is planned as a detailed photograph. */
const BUSY_BYTES = 4 * MIB;

export interface EncodeBuffers {
  readonly window: number;
  readonly records: number;
}

/** Bytes that the kernel is told to use for rows and macroblocks that wait. */
export function encodeBuffers({ width, height }: Size): EncodeBuffers {
  return { window: WINDOW, records: Math.min(MOST_RECORDS, LEAST_RECORDS + width * height) };
}

/** The most bytes that a result takes; one of more detail is refused. */
export function resultBytes({ width, height }: Size, quality: number): number {
  const pixels = width * height;
  const noise = (pixels * 1.4) / (1 + (100 - quality) / 25);
  const photograph = (pixels * 1.2) / (1 + (100 - quality) / 6);
  return Math.ceil(Math.min(noise, BUSY_BYTES + photograph)) + FILE_HEAD;
}

/** Peak bytes of encoding: the kernel's memory, a strip, the result, and transparency. */
export function encodeBytes(size: Size, quality: number, opaque: boolean): number {
  const columns = Math.ceil(size.width / STRIP_ROWS);
  const rows = Math.ceil(size.height / STRIP_ROWS);
  const { window, records } = encodeBuffers(size);
  const rowBytes = columns * MACROBLOCK_BYTES;
  const waiting = rowBytes * Math.max(1, Math.min(rows, Math.floor(window / rowBytes)));
  const modes = Math.min(MOST_MODES, MODES_HEADER + columns * rows * MODES_OF_MACROBLOCK);
  const kernel = Math.ceil((FIXED + columns * COLUMN_BYTES + waiting + modes + records) / PAGE) * PAGE;
  const strip = size.width * STRIP_ROWS * 4;
  const alpha = opaque ? 0 : size.width * size.height * ALPHA_BYTES;
  return kernel + strip + alpha + resultBytes(size, quality);
}

/** Tables of the lossless encoder, costs, groups of codes, and coded bytes. */
const LOSSLESS_FIXED = 2560 * KIB;
/** Most pixels that are looked at together, each with what was found for it, and rows that are at least. */
const SLAB_PIXELS = 3 * MIB;
const SLAB_ROWS = 32;
const SLAB_BYTES = 8;
/** Most pixels that matches are remembered of. */
const LINKED_PIXELS = MIB;
/** Up to so many bytes a result without loss may be all noise. */
const NOISE_BYTES = 12 * MIB;

/** Bytes of the kernel that encodes without loss. */
export function losslessBytes({ width, height }: Size): number {
  const pixels = Math.min(width * height, Math.max(SLAB_PIXELS, SLAB_ROWS * width));
  const links = 4 * Math.min(LINKED_PIXELS, 2 ** Math.ceil(Math.log2(pixels)));
  return LOSSLESS_FIXED + links + pixels * SLAB_BYTES + width * 8;
}

/** The most bytes that a result without loss takes; one of more is refused. */
export function losslessResultBytes({ width, height }: Size): number {
  const pixels = width * height;
  return Math.ceil(Math.min(pixels * 4.2, NOISE_BYTES + pixels * 3)) + FILE_HEAD;
}

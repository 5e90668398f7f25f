/** What our encoders hold, known before they run (`wasm/webp/assembly/lossy/encode`, `lossless/encode`). */
import type { Size } from '../../core/image/picture.ts';
import { STRIP_ROWS } from './encode-kernel.ts';
import { TABLE_BYTES } from './kernel.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const PAGE = 64 * KIB;
/** The buffer of coded bytes, and what every block takes beside its content. */
const FIXED = TABLE_BYTES + 88 * KIB;
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

/** The most bytes that the colours of a result take; one of more detail is refused. */
export function coloursBytes({ width, height }: Size, quality: number): number {
  const pixels = width * height;
  const noise = (pixels * 1.4) / (1 + (100 - quality) / 25);
  const photograph = (pixels * 1.2) / (1 + (100 - quality) / 6);
  return Math.ceil(Math.min(noise, BUSY_BYTES + photograph)) + FILE_HEAD;
}

/** The most bytes that a result takes. */
export function resultBytes(size: Size, quality: number, opaque: boolean): number {
  return coloursBytes(size, quality) + (opaque ? 0 : alphaResultBytes(size));
}

/** Peak bytes of encoding: the kernel's memory, a strip, the result, and transparency. */
export function encodeBytes(size: Size, quality: number, opaque: boolean): number {
  const columns = Math.ceil(size.width / STRIP_ROWS);
  const rows = Math.ceil(size.height / STRIP_ROWS);
  const { window, records } = encodeBuffers(size);
  const rowBytes = columns * MACROBLOCK_BYTES;
  const waiting = rowBytes * Math.max(1, Math.min(rows, Math.floor(window / rowBytes)));
  const modes = Math.min(MOST_MODES, MODES_HEADER + columns * rows * MODES_OF_MACROBLOCK);
  const kernel = inPages(FIXED + columns * COLUMN_BYTES + waiting + modes + records);
  const strip = size.width * STRIP_ROWS * 4;
  return kernel + strip + coloursBytes(size, quality) + (opaque ? 0 : alphaBytes(size));
}

/**
 * What the lossless encoder holds for pictures of any size: coded bytes, a strip and the way through it, caches, groups of
 * codes, modes.
 */
const LOSSLESS_FIXED = TABLE_BYTES + 1536 * KIB;
/** Pixels that are looked at together, and rows that are at least; each has a number, and what was found for it. */
export const TOGETHER = 3 * MIB;
const SLAB_ROWS = 32;
const SLAB_BYTES = 8;
/** Most pixels that matches are remembered of, and most heads of their chains. */
const LINKED_PIXELS = MIB;
const HEADS = 256 * KIB;
/** Up to so many bytes a result without loss may be all noise; with a palette a pixel has a byte at most. */
const NOISE_BYTES = 12 * MIB;
const FEW_BYTES = 1.05;

/** Bytes of the kernel that encodes without loss, looks at so many pixels together, and holds `beside` bytes more. */
export function losslessBytes({ width, height }: Size, together: number, beside = 0): number {
  const pixels = Math.min(width * height, Math.max(together, SLAB_ROWS * width));
  const remembered = 2 ** Math.max(10, Math.ceil(Math.log2(pixels)));
  const links = 4 * (Math.min(LINKED_PIXELS, remembered) + Math.min(HEADS, remembered));
  return inPages(LOSSLESS_FIXED + links + pixels * SLAB_BYTES + width * 8 + beside);
}

/** The most bytes that a result without loss takes; one of more is refused. `few` when it has a palette. */
export function losslessResultBytes({ width, height }: Size, few: boolean): number {
  const pixels = width * height;
  return Math.ceil(few ? pixels * FEW_BYTES : Math.min(pixels * 4.2, NOISE_BYTES + pixels * 3)) + FILE_HEAD;
}

/**
 * Pixels of transparency that are looked at together: a picture of 1200 × 900 whole. Codes are made for these alone, so less of
 * it saves memory and costs bytes: at 1.08 megapixels, 512 Ki save 6 MB, and the transparency of a cut-out takes 4 % more, of
 * lettering 74 %, of a photograph 42 %.
 */
export const ALPHA_TOGETHER = 1280 * KIB;
/** Up to so many bytes it may be all noise; it never takes more than the second. */
const ALPHA_NOISE_BYTES = 8 * MIB;
export const MOST_ALPHA_BYTES = 12 * MIB;

/** The most bytes that transparency takes; one of more is refused. */
export function alphaResultBytes({ width, height }: Size): number {
  const pixels = width * height;
  const bytes = Math.min(pixels * FEW_BYTES, ALPHA_NOISE_BYTES + pixels / 8, MOST_ALPHA_BYTES);
  return Math.ceil(bytes) + FILE_HEAD;
}

/** Peak bytes of writing transparency: the kernel's memory with a strip of pixels, and the result. */
export function alphaBytes(size: Size): number {
  const strip = size.width * STRIP_ROWS * 4;
  return losslessBytes(size, ALPHA_TOGETHER, strip) + alphaResultBytes(size);
}

function inPages(bytes: number): number {
  return Math.ceil(bytes / PAGE) * PAGE;
}

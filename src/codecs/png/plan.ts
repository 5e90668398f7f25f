/** Decides how a PNG is decoded and what that holds, from its header and the planner's wish. */
import type { Size } from '../../core/image/picture.ts';
import { rowsPerBand } from '../../core/image/picture.ts';
import type { Source } from '../../core/spec/source.ts';
import type { DecodePlan, DecodeWish } from '../codec.ts';
import { heldBytes } from './held.ts';
import type { PngDetails } from './header.ts';
import { BLOCK_EXTRA, PAGE_BYTES, TABLE_BYTES } from './kernel.ts';

/** An interlaced picture that takes no more than this is held; a larger one is reduced to it if that is possible. */
const HELD_BYTES = 12 << 20;
/** A cell is four 16-bit sums, which the pixels of 16 × 16 do not overflow. */
const CELL_BYTES = 8;
const MAX_CELL = 16;

/** What the kernel always holds beside its tables: input; history and overrun (`wasm/png/assembly/decoder.ts`). */
const FIXED_BYTES = 66_048 + 32_768 + 322;
const WINDOW_BYTES = 98_304;
const BLOCKS = 10;
/** Palette and other small arrays outside the kernel. */
const SMALL_BYTES = 4096;

/** The grid an interlaced picture is reduced to while it comes. */
export type Cells = Size;

/** Plan of a decoding: the region alone; reduced when it is interlaced, large and scaled down. */
export function planDecode(source: Source, wish: DecodeWish): DecodePlan {
  const cells = chooseCells(source, wish);
  const { width, height } = cells ?? wish.cut;
  return {
    width,
    height,
    did: 'cut',
    peakBytes: decodeBytes(source, wish, cells),
    route: routeOf(source, wish, cells),
  };
}

/**
 * The grid for a wish, or undefined when the picture comes row by row or is held at full size. The smaller the
 * cells the sharper the result: they are as small as the memory allows, and never larger than a pixel of the result.
 */
export function chooseCells(source: Source, { cut, scale }: DecodeWish): Cells | undefined {
  const held = heldBytes(cut, heldPixelBytes(source));
  if (!source.interlaced || held <= HELD_BYTES) return undefined;
  const most = Math.min(MAX_CELL, Math.floor(cut.width / scale.width), Math.floor(cut.height / scale.height));
  for (let cell = 2; cell <= most; cell++) {
    const cells = { width: Math.ceil(cut.width / cell), height: Math.ceil(cut.height / cell) };
    const bytes = cells.width * cells.height * CELL_BYTES;
    if (bytes <= HELD_BYTES || (cell === most && bytes < held)) return cells;
  }
  return undefined;
}

/** Bytes of a held pixel: one where there is a table, else its own, or RGBA for 16 bits. */
export function heldPixelBytes(source: Source): number {
  const { depth, channels } = source.details as PngDetails;
  if (depth === 16) return 4;
  return channels;
}

/** The kernel's memory, and that of a picture held outside it. */
function decodeBytes(source: Source, { cut }: DecodeWish, cells: Cells | undefined): number {
  const { depth, channels } = source.details as PngDetails;
  const row = Math.ceil((source.width * channels * depth) / 8) + 17;
  const window = Math.max(WINDOW_BYTES, 2 * row);
  const { width, height } = cells ?? cut;
  const band = (Math.min(height, rowsPerBand(width)) + 1) * (width + 8) * 4;
  const grid = cells ? cells.width * cells.height * CELL_BYTES + (cells.width + 1 + source.width) * 4 : 0;
  const bytes = TABLE_BYTES + FIXED_BYTES + window + 3 * row + band + grid + BLOCKS * BLOCK_EXTRA;
  const held = source.interlaced && !cells ? heldBytes(cut, heldPixelBytes(source)) : 0;
  return Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES + held + SMALL_BYTES;
}

function routeOf({ interlaced }: Source, { cut }: DecodeWish, cells: Cells | undefined): string {
  if (!interlaced) return 'rows';
  return cells ? `adam7 1/${Math.ceil(cut.width / cells.width)}` : 'adam7 held';
}

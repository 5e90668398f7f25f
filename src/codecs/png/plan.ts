/** Decides how a PNG is decoded and what that holds, from its header and the planner's wish. */
import type { Size } from '../../core/image/picture.ts';
import { bandBytes, rowsPerBand } from '../../core/image/picture.ts';
import type { Source } from '../../core/spec/source.ts';
import type { DecodePlan, DecodeWish } from '../codec.ts';
import { decodeCost, type Rates } from '../cost.ts';
import { heldBytes } from './held.ts';
import type { PngDetails } from './header.ts';
import { BLOCK_EXTRA, PAGE_BYTES, TABLE_BYTES } from './kernel.ts';

/** An interlaced picture that takes no more than this is held; a larger one is reduced to it if that is possible. */
const HELD_BYTES = 12 << 20;
/** A cell is four 16-bit sums, which the pixels of 16 × 16 do not overflow. */
const CELL_BYTES = 8;
const MAX_CELL = 16;
/** Sums of columns are 16 bits as well. */
const MAX_ROWS = 256;

/** What the kernel always holds beside its tables: input; history and overrun (`wasm/png/assembly/decoder.ts`). */
const FIXED_BYTES = 66_048 + 32_768 + 322;
const WINDOW_BYTES = 98_304;
const BLOCKS = 10;
/** Palette and other small arrays outside the kernel. */
const SMALL_BYTES = 4096;

/** Reference nanoseconds, of rows in order and in seven passes. */
const ROWS: Rates = { byte: 4.5, source: 3, made: 2.5 };
const PASSES: Rates = { byte: 4.5, source: 11, made: 2.5 };

/** The grid a picture is reduced to while it comes, and the side of its cells in pixels. */
export interface Cells extends Size {
  readonly cell: number;
}

/** Plan of a decoding: the region alone, reduced when that saves time or memory. */
export function planDecode(source: Source<PngDetails>, wish: DecodeWish): DecodePlan {
  if (wish.moving) return planFrames(source, wish);
  const cells = chooseCells(source, wish);
  const { width, height } = cells ?? wish.cut;
  return {
    width,
    height,
    did: 'cut',
    peakBytes: decodeBytes(source, wish, cells),
    cost: decodeCost(source.interlaced ? PASSES : ROWS, source, wish, { width, height }),
    route: routeOf(source, cells),
  };
}

/** Plan of an animation's frames: one of them at a time is laid on a canvas of the region, which some give back as it was. */
function planFrames(source: Source<PngDetails>, wish: DecodeWish): DecodePlan {
  const size = { width: wish.cut.width, height: wish.cut.height };
  const { restores } = source.details!;
  const canvas = size.width * size.height * 4 * (restores ? 2 : 1) + bandBytes(size.width);
  const peakBytes = decodeBytes(source, wish, undefined) + canvas;
  const cost = decodeCost(source.interlaced ? PASSES : ROWS, source, wish, size);
  return { ...size, did: 'cut', peakBytes, cost, route: 'frames' };
}

/** The grid for a wish, or undefined when the picture comes row by row or is held at full size. */
export function chooseCells(source: Source<PngDetails>, wish: DecodeWish): Cells | undefined {
  const { cut, scale } = wish;
  const most = Math.min(Math.floor(cut.width / scale.width), Math.floor(cut.height / scale.height));
  return source.interlaced ? cellsOfPasses(source, wish, most) : cellsOfRows(source, wish, most);
}

/** Opaque 8-bit RGB is averaged as the resampler would do it first, where that leaves it a shrink of 2 or more. */
function cellsOfRows(source: Source<PngDetails>, wish: DecodeWish, most: number): Cells | undefined {
  const { cut, light } = wish;
  const { depth, channels } = source.details!;
  const cell = Math.min(MAX_ROWS, Math.floor(most / 2));
  // Averaging spares no reading, so in linear light the pixels go on as they are.
  return light === undefined && cell >= 2 && depth === 8 && channels === 3 && !source.alpha
    ? gridOf(cut, cell)
    : undefined;
}

/**
 * An interlaced picture is reduced when it is large. The smaller the cells the sharper the result: they are as small as
 * the memory allows, and never larger than a pixel of the result.
 */
function cellsOfPasses(source: Source<PngDetails>, { cut }: DecodeWish, most: number): Cells | undefined {
  const held = heldBytes(cut, heldPixelBytes(source.details!));
  if (held <= HELD_BYTES) return undefined;
  const largest = Math.min(MAX_CELL, most);
  for (let cell = 2; cell <= largest; cell++) {
    const cells = gridOf(cut, cell);
    const bytes = cells.width * cells.height * CELL_BYTES;
    if (bytes <= HELD_BYTES || (cell === largest && bytes < held)) return cells;
  }
  return undefined;
}

function gridOf({ width, height }: Size, cell: number): Cells {
  return { width: Math.ceil(width / cell), height: Math.ceil(height / cell), cell };
}

/** Bytes of a held pixel: one where there is a table, else its own, or RGBA for 16 bits. */
export function heldPixelBytes({ depth, channels }: Pick<PngDetails, 'depth' | 'channels'>): number {
  if (depth === 16) return 4;
  return channels;
}

/** Pixels that the kernel keeps beside each row of a band (`wasm/png/assembly/decoder.ts`). */
const LINE_MARGIN = 8;

/** Rows of the kernel's bands: however narrow a frame is, they take no more than others. */
export function rowsOfBand(width: number): number {
  return rowsPerBand(width + LINE_MARGIN);
}

/** The kernel's memory, and that of a picture held outside it. */
function decodeBytes(source: Source<PngDetails>, { cut }: DecodeWish, cells: Cells | undefined): number {
  const { depth, channels } = source.details!;
  const row = Math.ceil((source.width * channels * depth) / 8) + 17;
  const window = Math.max(WINDOW_BYTES, 2 * row);
  const { width, height } = cells ?? cut;
  const band = (Math.min(height, rowsOfBand(width)) + 1) * (width + LINE_MARGIN) * 4;
  const bytes =
    TABLE_BYTES +
    FIXED_BYTES +
    window +
    3 * row +
    band +
    gridBytes(source, cut, cells) +
    BLOCKS * BLOCK_EXTRA;
  const held = source.interlaced && !cells ? heldBytes(cut, heldPixelBytes(source.details!)) : 0;
  return Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES + held + SMALL_BYTES;
}

/** What a grid takes: sums of columns, or of all cells and where they begin. */
function gridBytes(source: Source<PngDetails>, cut: Size, cells: Cells | undefined): number {
  if (!cells) return 0;
  if (!source.interlaced) return cut.width * 6;
  return cells.width * cells.height * CELL_BYTES + (cells.width + 1 + source.width) * 4;
}

function routeOf({ interlaced }: Source<PngDetails>, cells: Cells | undefined): string {
  const way = interlaced ? 'adam7' : 'rows';
  if (cells) return `${way} 1/${cells.cell}`;
  return interlaced ? 'adam7 held' : 'rows';
}

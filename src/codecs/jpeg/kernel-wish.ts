/** What is asked of the kernel for what the planner wishes. */
import { whole } from '../../core/image/geometry.ts';
import type { Averaged, Rect, Size } from '../../core/image/picture.ts';
import type { DecodeWish } from '../codec.ts';

/** A wish of the kernel: it does all of it. */
export interface KernelWish extends DecodeWish {
  /** Samples that are decoded for each one that is wanted, at least. */
  readonly margin: number;
  /** What the pixels are means of, where somebody else scales on. */
  readonly averaged?: Averaged | undefined;
}

/**
 * Samples for each one that is wanted. With fewer, blocks that were transformed small have averaged what resampling
 * would keep: photographs at 0.8 to 1 of such a size come out 5 to 8 dB closer to the full one with the next size.
 */
const MARGIN = 1.25;

/** What the kernel does of a wish: all of it, or only what blocks are made smaller by. */
export function kernelWish(source: Size, wish: DecodeWish): KernelWish {
  if (wish.shrink === undefined) return { ...wish, margin: MARGIN };
  const cell = [8, 4, 2].find((side) => side <= wish.shrink!) ?? 1;
  const cells = cellsOf(source, wish.cut, cell);
  const cut = {
    x: cells.x * cell,
    y: cells.y * cell,
    width: cells.width * cell,
    height: cells.height * cell,
  };
  const { x, y, width, height } = wish.cut;
  const averaged = cell > 1 ? { cell, x: x - cut.x, y: y - cut.y, width, height } : undefined;
  return { ...wish, cut, scale: cells, window: whole(cells), margin: 1, averaged };
}

/** The cells that a cut touches. */
function cellsOf(source: Size, { x, y, width, height }: Rect, cell: number): Rect {
  const [left, top] = [Math.floor(x / cell), Math.floor(y / cell)];
  const right = Math.ceil(Math.min(source.width, x + width) / cell);
  const bottom = Math.ceil(Math.min(source.height, y + height) / cell);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

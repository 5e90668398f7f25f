/** What is asked of the kernel for what the planner wishes. */
import { whole } from '../../core/image/geometry.ts';
import type { Averaged, Rect, Size } from '../../core/image/picture.ts';
import type { Source } from '../../core/spec/source.ts';
import type { DecodeWish } from '../codec.ts';
import type { JpegDetails } from './header.ts';

/** A wish of the kernel: it does all of it. */
export interface KernelWish extends DecodeWish {
  /** Samples that are decoded for each one that is wanted, at least. */
  readonly margin: number;
  /** The same of samples that are scaled in linear light; 0 where none are. */
  readonly lightMargin: number;
  /** What the pixels are means of, where somebody else scales on. */
  readonly averaged?: Averaged | undefined;
  /** False where scaling is left to somebody else. */
  readonly scales: boolean;
}

/**
 * Samples for each one that is wanted. With fewer, blocks that were transformed small have averaged what resampling
 * would keep: photographs at 0.8 to 1 of such a size come out 5 to 8 dB closer to the full one with the next size.
 */
const MARGIN = 1.25;

/** What the kernel does of a wish: all of it, or only what blocks are made smaller by. */
export function kernelWish(source: Source<JpegDetails>, wish: DecodeWish): KernelWish {
  const { light } = wish;
  if (!light) return { ...wish, margin: MARGIN, lightMargin: 0, scales: true };
  const { model } = source.details!;
  const isLight = model === 'grey' || model === 'rgb';
  if (isLight || (model === 'ycc' && !light.exact)) {
    return { ...wish, margin: MARGIN, lightMargin: light.margin, scales: true };
  }
  return shrinkOnly(source, wish, light.margin);
}

function shrinkOnly(source: Size, wish: DecodeWish, margin: number): KernelWish {
  const cell = cellOf(wish, margin);
  const cells = cellsOf(source, wish.cut, cell);
  const cut = {
    x: cells.x * cell,
    y: cells.y * cell,
    width: cells.width * cell,
    height: cells.height * cell,
  };
  const { x, y, width, height } = wish.cut;
  const averaged = cell > 1 ? { cell, x: x - cut.x, y: y - cut.y, width, height } : undefined;
  const window = whole(cells);
  return { ...wish, cut, scale: cells, window, margin: 1, lightMargin: 0, averaged, scales: false };
}

/** Pixels, across and down, that become one. */
function cellOf({ cut, scale }: DecodeWish, margin: number): number {
  const most = Math.min(cut.width / scale.width, cut.height / scale.height) / margin;
  return [8, 4, 2].find((side) => side <= most) ?? 1;
}

/** The cells that a cut touches. */
function cellsOf(source: Size, { x, y, width, height }: Rect, cell: number): Rect {
  const [left, top] = [Math.floor(x / cell), Math.floor(y / cell)];
  const right = Math.ceil(Math.min(source.width, x + width) / cell);
  const bottom = Math.ceil(Math.min(source.height, y + height) / cell);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** True when component `i` of a source is scaled in linear light. */
export function hasLight({ model }: JpegDetails, { lightMargin }: KernelWish, i: number): boolean {
  return lightMargin > 0 && (i === 0 || model === 'rgb');
}

/** How a picture is cut into tiles that are encoded alone: one where it is small, else a grid of equal squares. */
import type { Size } from '../../core/image/picture.ts';

/** Tiles of a result. */
export interface TilePlan {
  readonly tile: Size;
  readonly columns: number;
  readonly rows: number;
  /** What the grid shows before it is cropped: with halved chroma both sides must be even. */
  readonly canvas: Size;
}

/** Side of a tile: the encoder's first memory is enough for it. */
const TILE = 512;
/** A picture up to so many pixels is encoded whole. */
const WHOLE_PIXELS = 512 * 1024;

/** The tiles of a picture of this size. */
export function planTiles(size: Size): TilePlan {
  if (size.width * size.height <= WHOLE_PIXELS) return { tile: size, columns: 1, rows: 1, canvas: size };
  const columns = Math.ceil(size.width / TILE);
  const rows = Math.ceil(size.height / TILE);
  const even = (length: number) => length + (length % 2);
  return {
    tile: { width: TILE, height: TILE },
    columns,
    rows,
    canvas: { width: even(size.width), height: even(size.height) },
  };
}

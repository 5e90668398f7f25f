/** Where decoded samples go: cells of a coded picture become pixels of a band, turned on the way. */
import type { Band, Rect, Size } from '../../core/image/picture.ts';

/** The pixels that the cells of an area become. */
export interface Target {
  readonly band: Band;
  /** Byte of the first cell's pixel. */
  readonly at: number;
  /** Bytes from a cell's pixel to that of its right neighbour, and to that of the one below. */
  readonly right: number;
  readonly down: number;
  /** Side of a cell: 1, 2, 4, …; the last ones of an area may be smaller. */
  readonly cell: number;
}

/** A decoded picture, held until it is freed. */
export interface Samples extends Size {
  /** Writes opaque pixels for an area that begins at a multiple of the cell. */
  paint(area: Rect, target: Target): void;
  /** Writes the transparency of pixels, of which the samples are the picture. */
  paintAlpha(area: Rect, target: Target): void;
  free(): void;
}

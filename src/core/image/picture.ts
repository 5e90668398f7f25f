/**
 * Pictures flow top to bottom in bands of whole rows, so that no step holds more of a picture than its
 * own work needs.
 */

/** Width and height in pixels, both at least 1. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle of whole pixels; `x` and `y` count from the top-left corner. */
export interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}

/**
 * Some whole rows of straight-alpha RGBA: `width × rows × 4` bytes, row after row. A band belongs to the
 * consumer until it pulls the next one; the producer may then reuse the memory, so copy what must last.
 */
export type Band = Uint8ClampedArray<ArrayBuffer>;

/** Rows of straight-alpha RGBA, read once. Nothing is held before `bands()` is iterated or after it ends. */
export interface Picture extends Size {
  /** True when no pixel has an alpha below 255: encoders and blends take the short way. */
  readonly opaque: boolean;
  /** The bands from top to bottom. Ending the iteration early releases what the picture holds. */
  bands(): AsyncIterable<Band>;
  /**
   * The decoder's own form of the same pixels, kept as long as no step has touched them. An encoder that
   * shares the decoder's kernel knows it by its type and skips RGBA; some can be turned (`native.ts`); everyone else
   * ignores it.
   */
  readonly native?: unknown;
  /**
   * Set when each pixel is the mean of `cell` × `cell` pixels of a region of this size, the last ones of fewer: a
   * decoder did the first step of a shrink, and resampling goes on from there. Everyone else ignores it.
   */
  readonly averaged?: Averaged | undefined;
}

/** What a picture of means was made of. */
export interface Averaged extends Size {
  readonly cell: number;
  /** Where the region begins in the picture, counted in pixels of the region; at its corner when left out. */
  readonly x?: number;
  readonly y?: number;
}

/** Rows a band should have so that it is about 64 KiB: large enough to hide the cost of async iteration. */
export function rowsPerBand(width: number): number {
  return Math.max(1, Math.floor(65_536 / (width * 4)));
}

/** Bytes of one band of the usual height. */
export function bandBytes(width: number): number {
  return rowsPerBand(width) * width * 4;
}

/** A decoder's own form of a picture (`Picture.native`), and what can be done with it without looking at pixels. */
import type { Turn } from './geometry.ts';
import type { Picture, Rect, Size } from './picture.ts';

/**
 * Makes a part of a picture. One in a decoder's own form may begin a pixel before the picture, where that repeats its first column
 * or row.
 */
export type MakePart = (part: Rect) => Picture;

/** A picture in a form that it can be turned in. */
export abstract class Native {
  /**
   * The same turned, put together from the strips that `parts` are turned to, each of which `make` makes when it is due.
   * Only asked for where the plan has it so.
   */
  abstract turned(turn: Turn, parts: readonly Rect[], make: MakePart): Native;
}

/** What an encoder knows of turning pictures that it takes in its decoder's form. */
export interface NativeTurns {
  /** The decoder's form, as its plans name it. */
  readonly form: object;
  /** Rows that a strip of the turned picture has a multiple of. */
  readonly unit: number;
  /** Bytes of a row of so many pixels. */
  rowBytes(width: number): number;
  /** Bytes of a strip of this size. */
  bytes(strip: Size): number;
}

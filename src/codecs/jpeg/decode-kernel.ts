/** The decoder's part of the JPEG kernel (`wasm/jpeg/assembly/index.ts`). */
import type { KernelExports } from '../instance.ts';

/** What a step ends with (`wasm/jpeg/assembly/decode/status.ts`). */
export const STATUS = {
  needInput: 0,
  rows: 1,
  done: 2,
  seek: 3,
  badFrame: -1,
  badHeader: -2,
  noData: -3,
  unsupported: -4,
} as const;

/** Forms of the result (`wasm/jpeg/assembly/decode/target.ts`). */
export const FORM = { rgba: 0, cmyk: 1, planes420: 2, planes444: 3 } as const;
/** Colour models of the stored samples, in the same place. */
export const MODEL = { grey: 0, ycc: 1, rgb: 2, cmyk: 3, ycck: 4 } as const;
/** The number of a form. */
export type Form = (typeof FORM)[keyof typeof FORM];
/** The name of a colour model. */
export type Model = keyof typeof MODEL;

/** Most bytes of a file to hand over at once. */
export const CHUNK_BYTES = 65_536;

/** What turns decoded planes on their way to the encoder (`wasm/jpeg/assembly/turn.ts`). */
export interface JpegTurnExports extends KernelExports {
  /**
   * Makes room for a picture; `factor` 2 when chroma has half its size, else 1. Sides are flipped before columns become rows.
   * `spareX` columns and `spareY` rows go in before the picture's own and are no part of the turned one.
   */
  turnBegin(
    width: number,
    height: number,
    spareX: number,
    spareY: number,
    components: number,
    factor: number,
    transposed: boolean,
    flippedX: boolean,
    flippedY: boolean,
  ): void;
  /** Takes the next row of MCUs, as `encodePlanes` does. */
  turnRows(y: number, yStride: number, cb: number, cr: number, planeStride: number): void;
  /** Says that all rows were taken. */
  turnFinish(): void;
  turnedPlane(component: number): number;
  turnedStride(component: number): number;
  /** Gives back all memory of the turned picture. */
  turnEnd(): void;
}

/** Addresses are bytes of the kernel's memory, which grows: views of it last until the next call. */
export interface JpegDecodeExports extends KernelExports, JpegTurnExports {
  /** Begins a picture; `height` is for files whose frame header has none, `budget` bounds stored coefficients. */
  decodeBegin(form: number, model: number, height: number, budget: number): void;
  decodeCut(x: number, y: number, width: number, height: number): void;
  /** Margins: samples to transform for each one of the size, at least, also of what is scaled in linear light. */
  decodeScale(width: number, height: number, margin: number, lightMargin: number): void;
  /** Where the table of light goes, and the one back behind it. */
  decodeLights(): number;
  decodeWindow(x: number, y: number, width: number, height: number): void;
  /** For a picture in parts: 0, that marks are to be noted, or where those of so many bytes go that were. */
  decodeMarks(bytes: number): number;
  /** Where the marks are that were noted, 0 without, and their bytes. */
  decodeNoted(): number;
  decodeNotedBytes(): number;
  /** Where up to `CHUNK_BYTES` of the file go. */
  decodeInput(): number;
  decodePush(bytes: number): void;
  decodePushEnd(): void;
  /** Byte of the file to go on with, after a step that ended with `seek`. */
  decodeSeek(): number;
  /** Decodes on; one of `STATUS`. */
  decodeStep(): number;
  /** Rows that are ready, as planes or as pixels of four bytes. */
  decodeRows(): number;
  decodePlane(component: number): number;
  decodePlaneStride(component: number): number;
  decodePixels(): number;
  /** Gives back all memory of the picture. */
  decodeEnd(): void;
}

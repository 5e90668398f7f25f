/** The encoders' part of the WebP kernel (`wasm/webp/assembly/lossy/encode`, `lossless/encode`). */
import type { KernelExports } from '../instance.ts';
import { tooLargeForWebp } from './errors.ts';

/** What a step ends with. */
export const ENCODE_STATUS = { wantRows: 0, worked: 1, bytes: 2, finished: 3 } as const;

/** Rows of pixels in a row of macroblocks: as many as the kernel takes at once. */
export const STRIP_ROWS = 16;

/** Most pixels that a step without loss looks at. */
export const STEP_PIXELS = 1 << 17;

/** Addresses are bytes of the kernel's memory, which grows: views of it last until the next call. */
export interface WebpEncodeExports extends KernelExports {
  /** Begins a lossy picture: bytes for rows that wait for segments to be chosen, and for macroblocks that wait to be coded. */
  encodeLossy(width: number, height: number, quality: number, windowBytes: number, recordBytes: number): void;
  /** Address of the first staged RGBA row, and how far rows are apart. */
  encodeStaging(): number;
  encodeStagingStride(): number;
  /** Takes the staged rows, `STRIP_ROWS` of them, fewer only at the bottom. */
  encodeStaged(rows: number): void;
  /** Says that all rows were taken. */
  encodeEnd(): void;
  /** Encodes on; one of `ENCODE_STATUS`. */
  encodeStep(): number;
  /** Bytes of the second partition that are ready, until the next step. */
  tokenAddress(): number;
  tokenBytes(): number;
  /** The first partition, when all is finished. */
  modeAddress(): number;
  modeBytes(): number;
  /** Where up to 256 colours of a picture go, RGBA. */
  losslessColours(): number;
  /**
   * Begins a picture without loss: `signed` as one of its own, else as transparency in the greens. It has so many colours as
   * were put, 0 for more. At most `together` pixels are looked at together.
   */
  encodeLossless(
    width: number,
    height: number,
    signed: boolean,
    opaque: boolean,
    colours: number,
    together: number,
  ): void;
  /** Where the next rows of RGBA go, and how many of them before the next step. */
  losslessPlace(): number;
  losslessRoom(): number;
  losslessTaken(rows: number): void;
  /** Where a strip of up to `STRIP_ROWS` rows of RGBA goes whose transparency is written. */
  alphaStrip(): number;
  /** Writes the transparency of rows of the strip to an address, as greens of opaque pixels. */
  takeAlpha(row: number, rows: number, to: number): void;
  /**
   * Gives unseen pixels of the strip a colour, and makes all opaque. `before` is what this gave for the strip above, or its last
   * pixel where it was opaque, or 0 at the top.
   */
  fillUnseen(rows: number, before: number): number;
  /** Encodes on; one of `ENCODE_STATUS`. */
  losslessEncodeStep(): number;
  /** Bytes that are ready, until the next step. */
  losslessAddress(): number;
  losslessBytes(): number;
}

/** Appends to `pieces` as long as they have no more bytes than `most`; throws `ImageTooLarge` then. */
export function boundedBy(most: number, pieces: Uint8Array[]): (piece: Uint8Array) => void {
  let left = most;
  return (piece) => {
    left -= piece.length;
    if (left < 0) throw tooLargeForWebp();
    pieces.push(piece);
  };
}

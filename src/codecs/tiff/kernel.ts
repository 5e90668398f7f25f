/** How the TIFF kernel is spoken to (`wasm/tiff/assembly/stream.ts`). */
import type { KernelExports } from '../instance.ts';

/** Answers of `step`. */
export const STEP = { wantsInput: 0, ready: 1, ended: 2 } as const;
/** What `start` takes. */
export const METHOD = { lzw: 0, deflate: 1, lzma: 2, zstd: 3 } as const;

/** Memory of an instance, as long as no stream reaches farther back than Deflate's. */
export const KERNEL_BYTES = 5 * 65_536;

/** Most bytes that a stream makes at a time, and least of its past that are kept (`wasm/tiff/assembly/ring.ts`). */
export const PIECE_BYTES = 131_072;

/** A block of Zstandard, and its literals. */
export const ZSTD_BYTES = 2 * PIECE_BYTES;

export interface TiffExports extends KernelExports {
  /** Begins a stream that needs `past` bytes of what it made, with differences to the byte `delta` before. */
  start(how: number, past: number, delta: number): void;
  inputAddress(): number;
  inputRoom(): number;
  inputAdded(count: number, final: boolean): void;
  step(): number;
  outputAddress(): number;
  outputBytes(): number;
  outputTaken(count: number): void;
  /** Where pixels of three bytes go, where they are as RGBA, and how many there may be at a time. */
  rgbInput(): number;
  rgbOutput(): number;
  rgbPiece(): number;
  /** Makes RGBA of pixels, or of the differences between them. */
  paintRgb(count: number, differences: boolean, first: boolean): void;
}

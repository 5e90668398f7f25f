/** The WebP kernel (`wasm/webp/assembly/index.ts`). */
import type { KernelExports } from '../instance.ts';

/** What a step ends with (`wasm/webp/assembly/status.ts`). */
export const STATUS = { needInput: 0, rows: 1, done: 2 } as const;

/** Memory of a fresh instance: tables, in whole pages. Blocks begin before its end. */
export const TABLE_BYTES = 4 * 65_536;

/** Addresses are bytes of the kernel's memory, which grows: views of it last until the next call. */
export interface WebpExports extends KernelExports {
  /** What is wanted: a cut, each `cell` by `cell` pixels of it averaged; `cell` is 1 or even. */
  decodeCut(x: number, y: number, width: number, height: number, cell: number): void;
  /** Begins a payload of so many bytes; `alphaBytes` is 0 when it is opaque. */
  decodeLossy(bytes: number, alphaBytes: number): void;
  decodeLossless(bytes: number, width: number, height: number): void;
  /** Decodes on; one of `STATUS`, or a negative number for data that breaks the rules. */
  decodeStep(): number;
  /**
   * Which bytes are wanted: of the bitstream (0) or the transparency (1), from where on, how many at most, and where they
   * go.
   */
  inputPayload(): number;
  inputOffset(): number;
  inputLength(): number;
  inputAddress(): number;
  /** So many were handed over: at least one. */
  inputTaken(taken: number): void;
  /** Rows of RGBA that are ready, and where. */
  rowsReady(): number;
  resultAddress(): number;
}

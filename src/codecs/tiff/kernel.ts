/** How the TIFF kernel is spoken to (`wasm/tiff/assembly/stream.ts`). */
import type { KernelExports } from '../instance.ts';

/** Answers of `step`. */
export const STEP = { wantsInput: 0, ready: 1, ended: 2 } as const;
/** What `start` takes. */
export const METHOD = { lzw: 0, deflate: 1 } as const;

/** Memory of an instance: it never grows. */
export const KERNEL_BYTES = 5 * 65_536;

export interface TiffExports extends KernelExports {
  start(method: number): void;
  inputAddress(): number;
  inputRoom(): number;
  inputAdded(count: number, final: boolean): void;
  step(): number;
  outputAddress(): number;
  outputBytes(): number;
  outputTaken(count: number): void;
}

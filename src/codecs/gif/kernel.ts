/** How the GIF kernel is spoken to. */
import type { KernelExports } from '../instance.ts';

/** Answers of `expand`. */
export const EXPAND = { wantsInput: 0, ready: 1 } as const;

/** Memory before the first block: code, tables of both directions. */
export const TABLE_BYTES = 384 * 1024;
/** Most that alignment and slack add to a block. */
export const BLOCK_EXTRA = 128;
/** Memory grows in whole pages. */
export const PAGE_BYTES = 65_536;

/** What `wasm/gif` exports; the sources say more of each. */
export interface GifExports extends KernelExports {
  /** Begins a picture whose frames have rows of up to `most` indices. */
  startDecode(most: number): void;
  startFrame(bits: number): void;
  inputAddress(): number;
  inputRoom(): number;
  inputAdded(bytes: number): void;
  expand(count: number): number;
  indicesReady(): number;
  readyCount(): number;
  indicesTaken(count: number): void;
  coloursAddress(): number;
  paint(indices: number, count: number, to: number): void;
  /** Clear memory for the picture at hand. */
  hold(bytes: number): number;
  copy(to: number, from: number, bytes: number): void;
  wipe(at: number, bytes: number): void;
}

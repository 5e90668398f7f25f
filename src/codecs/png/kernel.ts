/** What `wasm/png` exports; the sources say more of each. */
import type { KernelExports } from '../instance.ts';

/** Answers of `decode`. */
export const DECODE = { wantsInput: 0, bandReady: 1, complete: 2, ended: 3 } as const;

export interface PngExports extends KernelExports {
  tableAddress(): number;
  setPixels(type: number, bits: number): void;
  setKey(red: number, green: number, blue: number): void;
  startDecode(
    width: number,
    height: number,
    interlaced: boolean,
    x: number,
    y: number,
    wide: number,
    high: number,
    bandRows: number,
    cellsX: number,
    cellsY: number,
    opaque: boolean,
  ): void;
  inputAddress(): number;
  inputRoom(): number;
  inputAdded(bytes: number, last: boolean): void;
  decode(): number;
  bandAddress(): number;
  bandHeight(): number;
  bandOfPasses(first: number, count: number, pitch: number): void;
  rowsRead(): number;
  startProfile(bytes: number, limit: number): number;
  inflateProfile(bytes: number): number;
  profileAddress(): number;
}

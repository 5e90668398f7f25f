/** How the HEVC kernel is spoken to (`wasm/hevc/assembly/decoder.ts`). */
import type { KernelExports } from '../../instance.ts';

export interface HevcExports extends KernelExports {
  /** Begins a picture, which takes so many bytes of memory at most. */
  start(bytes: number): void;
  /** Where a NAL unit of a length is to be put; 0 when there is no room. */
  inputAddress(bytes: number): number;
  /** Takes the unit that was put there. */
  push(bytes: number): void;
  /** Filters the picture, once it has all units; 0 when they show none. */
  finish(): number;
  /** Size within the window that is shown. */
  width(): number;
  height(): number;
  /** 0 none, 1 4:2:0, 2 4:2:2, 3 4:4:4. */
  chromaFormat(): number;
  /** Bits of a sample; where luma or chroma has more than 8, all samples have two bytes. */
  bitDepth(chroma: boolean): number;
  /** The first sample shown of a plane, and bytes from one row to the next. */
  planeAddress(component: number): number;
  planeStride(component: number): number;
  /** What the picture says of its colours. */
  primaries(): number;
  transfer(): number;
  matrix(): number;
  fullRange(): number;
}

/** The encoder's part of the JPEG kernel (`wasm/jpeg/assembly/encode`). */
import type { KernelExports } from '../instance.ts';

/** Addresses and lengths are bytes of the kernel's memory, which grows: views of it last until the next call. */
export interface JpegEncodeExports extends KernelExports {
  /**
   * Starts a picture. `components` 1 or 3; `factor` 2 for 4:2:0, else 1; `tune` to spend more time for fewer bytes; `capacity`
   * bytes for block records.
   */
  encodeBegin(
    frameWidth: number,
    frameHeight: number,
    componentCount: number,
    factor: number,
    quality: number,
    interlace: boolean,
    tune: boolean,
    capacity: number,
  ): void;
  /** Address of the first staged RGBA row, and how far rows are apart. */
  encodeStaging(): number;
  encodeStagingStride(): number;
  /** Takes the staged rows as the next row of MCUs: all an MCU is tall, fewer only at the bottom. */
  encodeStaged(rows: number): void;
  /** Takes the next row of MCUs from planes that are filled up to whole MCUs. */
  encodePlanes(y: number, yStride: number, cb: number, cr: number, planeStride: number): void;
  /** Says that all rows were taken. */
  encodeFinish(): void;
  /** Writes coded bytes to `encodeOutput()`. How many; 0 when there is nothing to write now, -1 when there is more to do. */
  encodeDrain(): number;
  /** Blocks that the scans of a progressive picture went through for that. */
  encodeWalked(): number;
  /** Scan that they belong to: those of a large progressive picture are written side by side. */
  encodeScan(): number;
  encodeOutput(): number;
  /** Gives back all memory of the picture, whether it is finished or not. */
  encodeEnd(): void;
}

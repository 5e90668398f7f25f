/** How the PNG kernel is spoken to. */
import type { KernelExports } from '../instance.ts';

/** Answers of `decode`. */
export const DECODE = { wantsInput: 0, bandReady: 1, complete: 2, ended: 3 } as const;

/** Memory of a fresh instance: tables, in whole pages. Blocks begin before its end. */
export const TABLE_BYTES = 2 * 65_536;
/** Most that alignment and slack add to a block. */
export const BLOCK_EXTRA = 128;
/** A block of a kernel's memory grows to whole pages. */
export const PAGE_BYTES = 65_536;

/** Room for bytes where rows go. */
export const SCRATCH_BYTES = 4096;

/** What `wasm/png` exports; the sources say more of each. */
export interface PngExports extends KernelExports {
  tableAddress(): number;
  setPixels(type: number, bits: number): void;
  setKey(red: number, green: number, blue: number): void;
  startDecode(
    width: number,
    tall: number,
    interlace: boolean,
    x: number,
    fromY: number,
    wide: number,
    high: number,
    rowsOfBand: number,
    cell: number,
    opaque: boolean,
  ): void;
  inputAddress(): number;
  inputRoom(): number;
  inputAdded(count: number, last: boolean): void;
  decode(): number;
  bandAddress(): number;
  bandHeight(): number;
  reducedRows(first: number, count: number, pitch: number): void;
  /** Where the line in the band belongs, of an interlaced picture that is held here. */
  handedY(): number;
  handedX(): number;
  handedStep(): number;
  handedCount(): number;
  /** Steps between known columns and rows around a row; 0 when there are none. */
  knownX(y: number): number;
  knownY(y: number): number;
  scratchAddress(): number;
  heldToRgba(from: number, count: number, to: number): void;
  rowsRead(): number;
  /** Begins an encoding; memory for rows, streams and held indices is the instance's from then on. */
  startEncode(columns: number): void;
  /** Where a row of RGBA goes, or up to `SCRATCH_BYTES` other bytes. */
  rowAddress(): number;
  /** 0 when the row brings the 257th colour; it is not held then. */
  hold(): number;
  /** `inHaste` takes less time and more bytes. */
  startPixels(kind: number, inHaste: boolean): void;
  encodeRow(): void;
  encodeHeld(index: number): void;
  startBytes(inHaste: boolean): void;
  encodeIndices(index: number, depth: number): void;
  encodeBytes(bytes: number): void;
  endEncode(): void;
  outputAddress(): number;
  outputBytes(): number;
  outputTaken(): void;
  paletteAddress(): number;
  paletteCount(): number;
  crc32(check: number, from: number, bytes: number): number;
  startProfile(bytes: number, limit: number): number;
  inflateProfile(bytes: number): number;
  profileAddress(): number;
}

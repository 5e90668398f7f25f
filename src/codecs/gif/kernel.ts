/** How the GIF kernel is spoken to. */
import type { KernelExports } from '../instance.ts';

/** Answers of `expand`. */
export const EXPAND = { wantsInput: 0, ready: 1 } as const;

/** Memory of a fresh instance: tables of both directions, in whole pages. Blocks begin before its end. */
export const TABLE_BYTES = 5 * 65_536;
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
  /** Makes room for `held` frames of this size. */
  startEncode(width: number, height: number, held: number): void;
  frameAddress(index: number): number;
  /** Makes pixels opaque or clear. */
  hardenAlpha(at: number, pixels: number): void;
  findDrawn(frame: number, shown: number, width: number, height: number): void;
  findWiped(shown: number, next: number, width: number, height: number): void;
  foundAddress(): number;
  setArea(
    from: number,
    before: number,
    width: number,
    x: number,
    y: number,
    wide: number,
    high: number,
  ): void;
  emptyPalette(palette: number): void;
  paletteAddress(palette: number): number;
  paletteCount(palette: number): number;
  /** False when the palette does not hold the area's colours and has no room for them. */
  indexColours(palette: number, most: number, alike: boolean): boolean;
  /** Makes a palette the first `count` of its colours. */
  shortenPalette(palette: number, count: number): void;
  joinPalette(from: number, palette: number, most: number): void;
  countColours(most: number): void;
  errorIn(palette: number): number;
  fitPalette(palette: number, most: number, rounds: number): number;
  indexPixels(palette: number): void;
  startCompress(bits: number, transparent: number): void;
  indicesAddress(): number;
  putIndices(from: number, count: number): void;
  endCodes(): void;
  codesAddress(): number;
  codeBytes(all: boolean): number;
  codesTaken(): void;
}

/**
 * Chooses the colours of a frame: those of the file when they hold the frame's own, or are near enough, else colours of its
 * own. Frames of few colours keep them exactly.
 */
import type { GifExports } from './kernel.ts';

/** The palettes of the kernel: that of the file, and that of the frame at hand. */
export const PALETTE = { file: 0, frame: 1 } as const;

export type Palette = (typeof PALETTE)[keyof typeof PALETTE];

/** How hard palettes are sought: bins of colours, and times that colours are moved. */
const EFFORT = { still: { bins: 32_768, rounds: 12 }, moving: { bins: 8192, rounds: 4 } };
/** The file's colours do for a frame that is worse off by no more than this share, or by this mean squared error. */
const NEAR_ENOUGH = 1.3;
const UNSEEN_ERROR = 6.5;
const MOST = 256;
/** Of so many free places in the file's palette, and no fewer, colours are made for a frame. */
const ROOM = { least: 16, most: 64 };

/** Chooses colours for the frames of one file, one after the other. The file's palette grows on the way. */
export interface Chooser {
  /** Indexes the kernel's area; `clear` when one index is wanted for what is not drawn. */
  choose(clear: boolean): Palette;
}

/** `alike` lets colours that nobody can tell apart be one: what was scaled has many of them, and their codes are long. */
export function createChooser(kernel: GifExports, moving: boolean, alike: boolean): Chooser {
  const { bins, rounds } = moving ? EFFORT.moving : EFFORT.still;
  /** What the first frame is worse off by; undefined before there is one. */
  let firstError: number | undefined;

  /** Indexes by colours that are made for the area; gives the mean squared error. */
  function make(palette: Palette, most: number): number {
    kernel.emptyPalette(palette);
    if (kernel.indexColours(palette, most, alike)) return 0;
    kernel.emptyPalette(palette);
    kernel.countColours(bins);
    const error = kernel.fitPalette(palette, most, rounds);
    kernel.indexPixels(palette);
    return error;
  }

  /** Indexes by the file's colours, with new ones as long as there is room; false when they are not near enough. */
  function fileDoes(most: number, firstError: number): boolean {
    const count = kernel.paletteCount(PALETTE.file);
    if (kernel.indexColours(PALETTE.file, most, alike)) return true;
    kernel.shortenPalette(PALETTE.file, count);
    kernel.countColours(bins);
    const near = Math.max(UNSEEN_ERROR, firstError * NEAR_ENOUGH);
    let error = kernel.errorIn(PALETTE.file);
    if (error > near && most - count >= ROOM.least) {
      kernel.fitPalette(PALETTE.frame, Math.min(ROOM.most, most - count), rounds);
      kernel.joinPalette(PALETTE.frame, PALETTE.file, most);
      error = kernel.errorIn(PALETTE.file);
    }
    if (error > near) {
      kernel.shortenPalette(PALETTE.file, count);
      return false;
    }
    kernel.indexPixels(PALETTE.file);
    return true;
  }

  return {
    choose(clear) {
      // Frames behind the first are rarely drawn whole: one index stays free for what is not.
      const most = clear || moving ? MOST - 1 : MOST;
      if (firstError === undefined) firstError = make(PALETTE.file, most);
      else if (!fileDoes(most, firstError)) {
        make(PALETTE.frame, most);
        return PALETTE.frame;
      }
      return PALETTE.file;
    },
  };
}

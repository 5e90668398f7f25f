/** What decoding a JPEG costs: entropy decoding by the byte, transforms by the samples they make, scaling by the pixel. */
import type { Source } from '../../core/spec/source.ts';
import { decodeCost } from '../cost.ts';
import { CHUNK_BYTES } from './decode-kernel.ts';
import { blockSize, markPixels, stripCount } from './decode-memory.ts';
import type { JpegDetails } from './header.ts';
import type { KernelWish } from './kernel-wish.ts';

/** Reference nanoseconds: a byte; one that is skipped, as all but the first coefficients of tiny blocks are. */
const BYTE = 6.5;
const SKIPPED_BYTE = 2;
/** A pixel of the source, one whose coefficients are kept until the last scan, and one that every scan passes over. */
const BLOCKS = 0.3;
const STORED = 6;
const PASSED = 1.5;
/** A sample that is transformed, and made light; a pixel that is made, and one whose inks become colours. */
const SAMPLE = 0.8;
const LIGHT = 1;
const MADE = 1.5;
const INKS = 40;

/** A byte that is passed over on the way to a mark. */
const PASSED_BYTE = 1;

/** Scans of a usual progressive file, and milliseconds of taking one up again in the next strip. */
const SCANS = 10;
const RESUMED = 0.08;

/** Reference milliseconds of decoding a source as the wish says. */
export function jpegCost(source: Source<JpegDetails>, details: JpegDetails, wish: KernelWish): number {
  const size = blockSize(details, wish, 0);
  const tiny = details.stored && size === 1;
  const shown = columnsShown(source, wish, 0);
  const stored = details.stored && !tiny ? STORED * shown + PASSED * (1 - shown) : 0;
  const read = columnsRead(source, details, wish);
  const rates = {
    byte: (tiny ? SKIPPED_BYTE : BYTE) * read + (read < 1 ? PASSED_BYTE : 0),
    source:
      BLOCKS * read + (stored + (SAMPLE + (wish.lightMargin > 0 ? LIGHT : 0)) * (size / 8) ** 2) * shown,
    made: MADE + (source.colour === 'cmyk' ? INKS : 0),
  };
  return decodeCost(rates, source, wish, wish.window) + resumptions(source, details, wish) * RESUMED;
}

/** The share of the source's columns that the wish shows, and so many pixels more. */
function columnsShown({ width }: Source, { cut, scale, window }: KernelWish, more: number): number {
  return Math.min(1, ((window.width * cut.width) / scale.width + more) / width);
}

/** The share that is decoded: all, or of one of several parts what it shows from its marks on, and its share of the first. */
function columnsRead(source: Source, details: JpegDetails, wish: KernelWish): number {
  const { parts = 1 } = wish;
  if (parts === 1 || details.stored) return 1;
  return Math.min(1, columnsShown(source, wish, markPixels(details) / 2) + 1 / parts);
}

/** How often a scan is taken up again. */
function resumptions(source: Source<JpegDetails>, details: JpegDetails, wish: KernelWish): number {
  return details.stored ? (stripCount(source, details, wish) - 1) * SCANS : 0;
}

/** The part of it that reading one piece of the file takes, and what is made of that. */
export function pieceCost(source: Source<JpegDetails>, details: JpegDetails, wish: KernelWish): number {
  const pieces = Math.ceil(source.bytes / CHUNK_BYTES) + resumptions(source, details, wish);
  return jpegCost(source, details, wish) / pieces;
}

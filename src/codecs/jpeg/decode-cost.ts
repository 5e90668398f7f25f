/** What decoding a JPEG costs: entropy decoding by the byte, transforms by the samples they make, scaling by the pixel. */
import type { Source } from '../../core/spec/source.ts';
import { decodeCost, shareRead } from '../cost.ts';
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

/** A byte that is passed over on the way to a mark, or to the next of several scans. */
const PASSED_BYTE = 1;
const MS = 1e-6;

/** Scans of a usual progressive file, and milliseconds of taking one up again in the next strip. */
const SCANS = 10;
const RESUMED = 0.08;

/** Reference milliseconds of decoding a source as the wish says. Each of its scans is read no further than the last row that is shown. */
export function jpegCost(file: Source<JpegDetails>, details: JpegDetails, wish: KernelWish): number {
  const source = { ...file, interlaced: false };
  const size = blockSize(details, wish, 0);
  const tiny = details.stored && size === 1;
  const { shown, read, passed } = sharesOf(source, details, wish);
  const stored = details.stored && !tiny ? STORED * shown + PASSED * Math.max(0, read - shown) : 0;
  const rates = {
    byte: (tiny ? SKIPPED_BYTE : BYTE) * read + PASSED_BYTE * passed,
    source: BLOCKS * read + stored + (SAMPLE + (wish.lightMargin > 0 ? LIGHT : 0)) * (size / 8) ** 2 * shown,
    made: MADE + (source.colour === 'cmyk' ? INKS : 0),
  };
  const between = details.stored
    ? resumptions(source, details, wish) * RESUMED + file.bytes * PASSED_BYTE * MS
    : 0;
  return decodeCost(rates, source, wish, wish.window) + between;
}

/** Shares of what of the source is read down to the last row that a wish shows. */
interface Shares {
  /** What is shown. */
  readonly shown: number;
  /** What is decoded. */
  readonly read: number;
  /** What is passed over on the way from mark to mark. */
  readonly passed: number;
}

/** One of several parts is decoded from its marks on, and bears its share of the first, which reads everything to note them. */
function sharesOf(source: Source, details: JpegDetails, wish: KernelWish): Shares {
  const { parts = 1 } = wish;
  const wide = columnsShown(source, wish, 0);
  if (parts === 1 || details.arithmetic) return { shown: wide, read: 1, passed: 0 };
  const down = shareRead(source, wish);
  const high = rowsShown(source, wish);
  const entered = columnsShown(source, wish, markPixels(details) / 2) * high;
  return {
    shown: (wide * high) / down,
    read: Math.min(1, entered + 1 / parts) / down,
    passed: details.stored ? 0 : 1,
  };
}

/** The share of the source's columns that the wish shows, and so many pixels more. */
function columnsShown({ width }: Source, { cut, scale, window }: KernelWish, more: number): number {
  return Math.min(1, ((window.width * cut.width) / scale.width + more) / width);
}

function rowsShown({ height }: Source, { cut, scale, window }: KernelWish): number {
  return Math.min(1, (window.height * cut.height) / scale.height / height);
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

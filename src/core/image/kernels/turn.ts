/**
 * Turns pictures. A turn needs the last input row for its first output row, so the result is put together in strips of
 * as many rows as may be held, and the part of the picture below each strip is made anew for it.
 */
import { bandOf, heldPicture, type Pixels, pixelsOf, release, rowsOf } from '../bands.ts';
import type { Turn } from '../geometry.ts';
import type { MakePart } from '../native.ts';
import { isUpright, turnRect, turnSize, undo } from '../geometry.ts';
import type { Band, Picture, Rect, Size } from '../picture.ts';
import { bandBytes, rowsPerBand } from '../picture.ts';
import { cutPicture } from './cut.ts';

/** Most bytes of a turned picture that are held at once: 6 megapixels. */
export const STRIP_BYTES = 24 * 1024 * 1024;

/** What strips are held as. */
export interface StripForm {
  /** Bytes of all that is held at once. */
  readonly bytes: number;
  /** Bytes of a row of so many pixels. */
  rowBytes(width: number): number;
  /** Rows that a strip has a multiple of, but for the last one. */
  readonly unit: number;
}

/** Strips of RGBA. */
export function inPixels(bytes: number): StripForm {
  return { bytes, rowBytes: (width) => width * 4, unit: 1 };
}

/**
 * The picture mirrored and turned. A mirror alone flows; for any other turn `picture` is read once for each strip of at
 * most `stripBytes` bytes.
 */
export function turnPicture(picture: Picture, turn: Turn, stripBytes: number = STRIP_BYTES): Picture {
  if (isUpright(turn)) return picture;
  const { width, height, opaque } = picture;
  if (turn.quarters === 0) return { width, height, opaque, bands: () => mirrorBands(picture) };
  return turnParts(picture, turn, (part) => cutPicture(picture, part), stripBytes);
}

/** A picture turned by quarters, of which `make` makes no more than what a strip is made of. */
export function turnParts(
  { width, height, opaque }: Size & Pick<Picture, 'opaque'>,
  turn: Turn,
  make: MakePart,
  stripBytes: number = STRIP_BYTES,
): Picture {
  return {
    ...turnSize({ width, height }, turn),
    opaque,
    async *bands() {
      const parts = turnedParts({ width, height }, turn, inPixels(stripBytes));
      // The first strip is the highest; the others are put together in its place, since new memory costs more than the turning.
      const out = new Uint32Array(parts[0]!.width * parts[0]!.height);
      try {
        for (const part of parts) {
          const strip = out.subarray(0, part.width * part.height);
          await turnWhole(make(part), turn, strip);
          yield* heldPicture(turnSize(part, turn), opaque, bandOf(strip)).bands();
        }
      } finally {
        release(bandOf(out));
      }
    },
  };
}

/** The parts of a picture of this size that the strips of the turned one are made of, from its first to its last row. */
export function turnedParts(
  size: Size,
  turn: Turn,
  { bytes, rowBytes, unit }: StripForm = inPixels(STRIP_BYTES),
): Rect[] {
  const shown = turnSize(size, turn);
  const most = Math.max(1, Math.floor(bytes / rowBytes(shown.width)));
  const rows = Math.ceil(shown.height / Math.ceil(shown.height / most) / unit) * unit;
  const parts: Rect[] = [];
  for (let y = 0; y < shown.height; y += rows) {
    const strip = { x: 0, y, width: shown.width, height: Math.min(rows, shown.height - y) };
    parts.push(turnRect(strip, shown, undo(turn)));
  }
  return parts;
}

/** Bytes that a turn holds: a strip and a band of the result. A mirror alone holds nothing. */
export function turnBytes(size: Size, turn: Turn, stripBytes: number = STRIP_BYTES): number {
  if (turn.quarters === 0) return 0;
  const [first] = turnedParts(size, turn, inPixels(stripBytes));
  return first!.width * first!.height * 4 + bandBytes(turnSize(size, turn).width);
}

async function* mirrorBands(picture: Picture): AsyncGenerator<Band> {
  const { width } = picture;
  for await (const band of picture.bands()) {
    const pixels = pixelsOf(band);
    for (let row = 0; row < pixels.length; row += width) pixels.subarray(row, row + width).reverse();
    yield bandOf(pixels);
  }
}

/** Where a turn puts the first pixel, and how far in the result one column and one row of the input are apart. */
interface Walk {
  readonly start: number;
  readonly perColumn: number;
  readonly perRow: number;
}

function walkOf({ width, height }: Picture, { quarters, mirror }: Turn): Walk {
  const walk = [
    { start: 0, perColumn: 1, perRow: width },
    { start: height - 1, perColumn: height, perRow: -1 },
    { start: width * height - 1, perColumn: -1, perRow: -width },
    { start: (width - 1) * height, perColumn: -height, perRow: 1 },
  ][quarters]!;
  if (!mirror) return walk;
  return { ...walk, start: walk.start + (width - 1) * walk.perColumn, perColumn: -walk.perColumn };
}

async function turnWhole(picture: Picture, turn: Turn, out: Pixels): Promise<void> {
  const { width } = picture;
  const walk = walkOf(picture, turn);
  const place = turn.quarters === 2 ? placeRows : placeColumns;
  // A decoder may give one band of any height; strips keep both sides of the transposition in the cache.
  const strip = rowsPerBand(width) * width;
  let row = 0;
  for await (const band of picture.bands()) {
    const pixels = pixelsOf(band);
    for (let at = 0; at < pixels.length; at += strip) {
      place(pixels.subarray(at, at + strip), width, out, walk, walk.start + (row + at / width) * walk.perRow);
    }
    row += rowsOf(band, width);
  }
}

/** Writes each input row forwards or backwards along a row of the result. */
function placeRows(pixels: Uint32Array, width: number, out: Uint32Array, walk: Walk, start: number): void {
  const { perColumn, perRow } = walk;
  const left = perColumn < 0 ? 1 - width : 0;
  for (let row = 0, to = start + left; row < pixels.length; row += width, to += perRow) {
    const line = out.subarray(to, to + width);
    line.set(pixels.subarray(row, row + width));
    if (perColumn < 0) line.reverse();
  }
}

/**
 * Writes each input column along a row of the result, eight of them side by side: what is read lies together. So long a function
 * is also compiled for itself. In the place of a call it would be compiled with its caller, which is called too seldom to be
 * optimised: that took four times as long.
 */
function placeColumns(pixels: Uint32Array, width: number, out: Uint32Array, walk: Walk, start: number): void {
  const { perColumn, perRow } = walk;
  const together = width - (width % 8);
  const length = pixels.length;
  for (let x = 0, to0 = start; x < together; x += 8, to0 += 8 * perColumn) {
    const to1 = to0 + perColumn;
    const to2 = to1 + perColumn;
    const to3 = to2 + perColumn;
    const to4 = to3 + perColumn;
    const to5 = to4 + perColumn;
    const to6 = to5 + perColumn;
    const to7 = to6 + perColumn;
    for (let from = x, down = 0; from < length; from += width, down += perRow) {
      out[to0 + down] = pixels[from]!;
      out[to1 + down] = pixels[from + 1]!;
      out[to2 + down] = pixels[from + 2]!;
      out[to3 + down] = pixels[from + 3]!;
      out[to4 + down] = pixels[from + 4]!;
      out[to5 + down] = pixels[from + 5]!;
      out[to6 + down] = pixels[from + 6]!;
      out[to7 + down] = pixels[from + 7]!;
    }
  }
  for (let x = together, column = start + together * perColumn; x < width; x++, column += perColumn) {
    for (let from = x, to = column; from < length; from += width, to += perRow) out[to] = pixels[from]!;
  }
}

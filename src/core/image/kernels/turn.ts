import { bandOf, heldPicture, pixelsOf, release, rowsOf } from '../bands.ts';
import type { Turn } from '../geometry.ts';
import { isUpright, turnSize } from '../geometry.ts';
import type { Band, Picture } from '../picture.ts';
import { rowsPerBand } from '../picture.ts';

/**
 * The picture mirrored and turned. A mirror alone flows; any other turn writes each band to its place in one
 * buffer of the whole picture and then hands out views of it.
 */
export function turnPicture(picture: Picture, turn: Turn): Picture {
  if (isUpright(turn)) return picture;
  const { opaque } = picture;
  const size = turnSize(picture, turn);
  if (turn.quarters === 0) return { ...size, opaque, bands: () => mirrorBands(picture) };
  return {
    ...size,
    opaque,
    async *bands() {
      const pixels = await turnWhole(picture, turn);
      try {
        yield* heldPicture(size, opaque, pixels).bands();
      } finally {
        release(pixels);
      }
    },
  };
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

async function turnWhole(picture: Picture, turn: Turn): Promise<Band> {
  const { width, height } = picture;
  const walk = walkOf(picture, turn);
  const place = turn.quarters === 2 ? placeRows : placeColumns;
  const out = new Uint32Array(width * height);
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
  return bandOf(out);
}

/** Writes each input row forwards or backwards along a row of the result. */
function placeRows(pixels: Uint32Array, width: number, out: Uint32Array, walk: Walk, start: number): void {
  const { perColumn, perRow } = walk;
  for (let row = 0, rowStart = start; row < pixels.length; row += width, rowStart += perRow) {
    for (let x = 0, to = rowStart; x < width; x++, to += perColumn) out[to] = pixels[row + x]!;
  }
}

/** Writes each input column along a row of the result. */
function placeColumns(pixels: Uint32Array, width: number, out: Uint32Array, walk: Walk, start: number): void {
  const { perColumn, perRow } = walk;
  for (let x = 0, columnStart = start; x < width; x++, columnStart += perColumn) {
    for (let from = x, to = columnStart; from < pixels.length; from += width, to += perRow) {
      out[to] = pixels[from]!;
    }
  }
}

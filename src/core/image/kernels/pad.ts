import { bandOf, createRowWriter, pixelOf, rowsOf } from '../bands.ts';
import type { Colour } from '../colour.ts';
import type { Band, Picture, Rect, Size } from '../picture.ts';

/**
 * The picture on a canvas of `size` with its upper left corner at `at`, in the middle where nothing is said: all of it lies
 * on the canvas. What is around it has the colour, or is clear where there is none. Transparency inside the picture stays.
 */
export function pad(
  picture: Picture,
  size: Size,
  colour: Colour | undefined,
  at: Pick<Rect, 'x' | 'y'> = middleOf(size, picture),
): Picture {
  const { width, height } = size;
  const fill = colour === undefined ? 0 : pixelOf(colour.red, colour.green, colour.blue, 255);
  const opaque = picture.opaque && colour !== undefined;
  return { width, height, opaque, bands: () => padBands(picture, size, fill, at) };
}

/** Where a picture lies in the middle of a canvas. */
function middleOf(canvas: Size, { width, height }: Size): Pick<Rect, 'x' | 'y'> {
  return { x: Math.floor((canvas.width - width) / 2), y: Math.floor((canvas.height - height) / 2) };
}

async function* padBands(
  picture: Picture,
  size: Size,
  fill: number,
  { x, y }: Pick<Rect, 'x' | 'y'>,
): AsyncGenerator<Band> {
  yield* plainRows(size.width, y, fill);
  for await (const band of picture.bands()) yield widen(band, picture.width, size.width, x, fill);
  yield* plainRows(size.width, size.height - y - picture.height, fill);
}

function widen(band: Band, from: number, to: number, left: number, fill: number): Band {
  if (from === to) return band;
  const rows = rowsOf(band, from);
  const wide = bandOf(new Uint32Array(to * rows).fill(fill));
  for (let row = 0; row < rows; row++) {
    wide.set(band.subarray(row * from * 4, (row + 1) * from * 4), (row * to + left) * 4);
  }
  return wide;
}

function* plainRows(width: number, count: number, fill: number): Generator<Band> {
  const writer = createRowWriter({ width, height: count });
  for (let row = 0; row < count; row++) {
    new Uint32Array(writer.band.buffer, writer.next(), width).fill(fill);
    if (writer.full || row === count - 1) yield writer.take();
  }
}

import type { Colour } from '../colour.ts';
import { bandOf, createRowWriter, pixelOf, rowsOf } from '../bands.ts';
import type { Band, Picture, Size } from '../picture.ts';

/**
 * The picture in the middle of an opaque canvas of `size`, which is nowhere smaller. Transparency inside the
 * picture stays.
 */
export function pad(picture: Picture, size: Size, { red, green, blue }: Colour): Picture {
  const { width, height } = size;
  const fill = pixelOf(red, green, blue, 255);
  return { width, height, opaque: picture.opaque, bands: () => padBands(picture, size, fill) };
}

async function* padBands(picture: Picture, size: Size, fill: number): AsyncGenerator<Band> {
  const left = Math.floor((size.width - picture.width) / 2);
  const top = Math.floor((size.height - picture.height) / 2);
  yield* plainRows(size.width, top, fill);
  for await (const band of picture.bands()) yield widen(band, picture.width, size.width, left, fill);
  yield* plainRows(size.width, size.height - top - picture.height, fill);
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

/** Squares of one colour each, the mean of the pixels in them. */
import { createRowWriter } from '../bands.ts';
import type { Band, Picture } from '../picture.ts';

/** Bytes that are held for each pixel of width, with squares of at least two pixels. */
export const PIXELATE_BYTES = 20;

/** Squares begin at the upper left corner; those at the other edges may be smaller. Colours are weighed by alpha. */
export function pixelate(picture: Picture, side: number): Picture {
  const { width, height, opaque } = picture;
  return side <= 1 ? picture : { width, height, opaque, bands: () => squareBands(picture, side) };
}

async function* squareBands(picture: Picture, side: number): AsyncGenerator<Band> {
  const { width, height } = picture;
  const stride = width * 4;
  const writer = createRowWriter(picture);
  // Red, green and blue times alpha, and alpha, of each square of the row of squares.
  const sums = new Float64Array(Math.ceil(width / side) * 4);
  const line = new Uint8ClampedArray(stride);
  let [added, left] = [0, height];
  for await (const band of picture.bands()) {
    for (let at = 0; at < band.length; at += stride, left--) {
      addRow(sums, band, at, stride, side);
      if (++added < side && left > 1) continue;
      writeLine(line, sums, added, side);
      sums.fill(0);
      for (; added > 0; added--) {
        writer.band.set(line, writer.next());
        if (writer.full) yield writer.take();
      }
    }
  }
  if (!writer.empty) yield writer.take();
}

function addRow(sums: Float64Array, band: Band, at: number, stride: number, side: number): void {
  for (let x = 0, square = 0; x < stride; square += 4) {
    for (const end = Math.min(stride, x + side * 4); x < end; x += 4) {
      const alpha = band[at + x + 3]!;
      sums[square]! += band[at + x]! * alpha;
      sums[square + 1]! += band[at + x + 1]! * alpha;
      sums[square + 2]! += band[at + x + 2]! * alpha;
      sums[square + 3]! += alpha;
    }
  }
}

function writeLine(line: Uint8ClampedArray, sums: Float64Array, rows: number, side: number): void {
  for (let x = 0, square = 0; x < line.length; square += 4) {
    const end = Math.min(line.length, x + side * 4);
    const pixels = ((end - x) / 4) * rows;
    const alpha = sums[square + 3]!;
    for (; x < end; x += 4) {
      for (let channel = 0; channel < 3; channel++)
        line[x + channel] = alpha === 0 ? 0 : sums[square + channel]! / alpha;
      line[x + 3] = alpha / pixels;
    }
  }
}

/** Decodes the first frame of a GIF onto a clear screen. */
import type { Band, Rect, Size } from '../../core/image/picture.ts';
import { bandBytes, rowsPerBand } from '../../core/image/picture.ts';
import { damaged } from '../../core/spec/error.ts';
import type { Decoder } from '../codec.ts';
import { type Image, readBlocks } from './blocks.ts';
import type { GifDetails } from './header.ts';
import { openIndices } from './lzw.ts';

/** Tables of the code reader. */
const FIXED_BYTES = 32 * 1024;

/** Rows come in order, so those below a cut are never expanded; an interlaced frame is expanded whole. */
export const gifDecoder: Decoder = {
  plan(source, { cut }) {
    const { interlaced, framePixels } = source.details as GifDetails;
    const peakBytes = FIXED_BYTES + bandBytes(cut.width) + (interlaced ? framePixels : source.width);
    return { width: cut.width, height: cut.height, did: 'cut', peakBytes, route: 'first frame' };
  },
  decode: (bytes, source, { cut }) => ({
    width: cut.width,
    height: cut.height,
    opaque: !source.alpha,
    bands: () => bandsOf(bytes, cut),
  }),
};

async function* bandsOf(bytes: Uint8Array, cut: Rect): AsyncGenerator<Band> {
  const [first] = readBlocks(bytes);
  if (first?.kind !== 'image') throw damaged('it holds no frame');
  const { image } = first;
  const colours = readColours(bytes, image);
  const rowOf = image.interlaced ? interlacedRows(bytes, image) : orderedRows(bytes, image);
  const rows = rowsPerBand(cut.width);
  for (let top = 0; top < cut.height; top += rows) {
    const count = Math.min(rows, cut.height - top);
    const band = new Uint8ClampedArray(count * cut.width * 4);
    const pixels = new Uint32Array(band.buffer);
    for (let row = 0; row < count; row++) {
      const y = cut.y + top + row - image.place.y;
      if (y < 0 || y >= image.place.height) continue;
      paintRow(pixels, row * cut.width, cut, rowOf(y), image.place.x, colours);
    }
    yield band;
  }
}

/** Indices as colours, where the frame and the cut meet. */
function paintRow(
  pixels: Uint32Array,
  at: number,
  cut: Rect,
  indices: Uint8Array,
  left: number,
  colours: Uint32Array,
): void {
  const from = Math.max(cut.x, left);
  const to = Math.min(cut.x + cut.width, left + indices.length);
  for (let x = from; x < to; x++) pixels[at + x - cut.x] = colours[indices[x - left]!]!;
}

/** 256 RGBA colours as 32-bit numbers; the transparent one is clear, those that the palette lacks are black. */
function readColours(bytes: Uint8Array, { palette, transparent }: Image): Uint32Array {
  const colours = new Uint8Array(256 * 4);
  for (let index = 0; index < 256; index++) {
    if (index === transparent) continue;
    const from = palette.at + index * 3;
    if (index < palette.entries) colours.set(bytes.subarray(from, from + 3), index * 4);
    colours[index * 4 + 3] = 255;
  }
  return new Uint32Array(colours.buffer);
}

/** Gives the indices of a row; rows are asked for from the top down. Those that the data lacks are 0. */
type Rows = (y: number) => Uint8Array;

function orderedRows(bytes: Uint8Array, { place, dataAt }: Image): Rows {
  const reader = openIndices(bytes, dataAt);
  const row = new Uint8Array(place.width);
  let next = 0;
  return (y) => {
    for (; next <= y; next++) row.fill(0, reader.read(row));
    return row;
  };
}

/** First row and distance of the four passes (appendix E). */
const PASSES = [
  { first: 0, step: 8 },
  { first: 4, step: 8 },
  { first: 2, step: 4 },
  { first: 1, step: 2 },
];

function interlacedRows(bytes: Uint8Array, { place, dataAt }: Image): Rows {
  const { width, height }: Size = place;
  const reader = openIndices(bytes, dataAt);
  const indices = new Uint8Array(width * height);
  const rowAt = (y: number) => indices.subarray(y * width, (y + 1) * width);
  for (const { first, step } of PASSES) {
    for (let y = first; y < height; y += step) reader.read(rowAt(y));
  }
  return rowAt;
}

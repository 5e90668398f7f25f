/** Gives the rows of a frame's indices, as the kernel expands them. */
import type { Rect } from '../../core/image/picture.ts';
import type { Image } from './blocks.ts';
import { EXPAND, type GifExports } from './kernel.ts';

/** Indices of one row, in the kernel's memory until the next row is asked for; there are fewer where the data ends. */
export interface IndexRow {
  /** The row's place in the frame. */
  readonly y: number;
  readonly at: number;
  readonly count: number;
}

/** First row and distance of the four passes (GIF89a specification, appendix E). */
const PASSES = [
  { first: 0, step: 8 },
  { first: 4, step: 8 },
  { first: 2, step: 4 },
  { first: 1, step: 2 },
];

/** The rows of a frame in the order in which they are stored, until the data ends. */
export function* storedRows(kernel: GifExports, bytes: Uint8Array, image: Image): Generator<IndexRow> {
  const { place, dataAt } = image;
  const bits = bytes[dataAt] ?? 0;
  // Codes have at most 12 bits, and one of them more than an index.
  if (bits < 1 || bits > 11) return;
  kernel.startFrame(bits);
  const feed = feeder(kernel, bytes, dataAt + 1);
  for (const y of rowOrder(image)) {
    while (kernel.expand(place.width) === EXPAND.wantsInput) feed();
    const count = Math.min(kernel.readyCount(), place.width);
    if (count === 0) return;
    yield { y, at: kernel.indicesReady(), count };
    kernel.indicesTaken(count);
  }
}

function* rowOrder({ place, interlaced }: Image): Generator<number> {
  for (const { first, step } of interlaced ? PASSES : [{ first: 0, step: 1 }]) {
    for (let y = first; y < place.height; y += step) yield y;
  }
}

/** A function that hands the next piece of the file in; an empty one at its end. */
function feeder(kernel: GifExports, bytes: Uint8Array, start: number): () => void {
  let at = start;
  return function feed() {
    const piece = bytes.subarray(at, at + kernel.inputRoom());
    new Uint8Array(kernel.memory.buffer).set(piece, kernel.inputAddress());
    kernel.inputAdded(piece.length);
    at += piece.length;
  };
}

/** Makes a frame's colours those that are painted: the transparent one is not, those that the palette lacks are black. */
export function setColours(kernel: GifExports, bytes: Uint8Array, { palette, transparent }: Image): void {
  const colours = new Uint8Array(kernel.memory.buffer, kernel.coloursAddress(), 256 * 4).fill(0);
  for (let index = 0, from = palette.at, to = 0; index < 256; index++, from += 3, to += 4) {
    if (index === transparent) continue;
    if (index < palette.entries) {
      colours[to] = bytes[from]!;
      colours[to + 1] = bytes[from + 1]!;
      colours[to + 2] = bytes[from + 2]!;
    }
    colours[to + 3] = 255;
  }
}

/** Pixels in the kernel's memory: a part of the screen, or some of its rows. */
export interface Ground {
  readonly at: number;
  readonly part: Rect;
}

/** Paints a row of a frame on the ground, where they meet. */
export function paintRow(kernel: GifExports, row: IndexRow, place: Rect, { at, part }: Ground): void {
  const y = place.y + row.y - part.y;
  if (y < 0 || y >= part.height) return;
  const from = Math.max(part.x, place.x);
  const to = Math.min(part.x + part.width, place.x + row.count);
  if (from >= to) return;
  kernel.paint(row.at + from - place.x, to - from, at + (y * part.width + from - part.x) * 4);
}

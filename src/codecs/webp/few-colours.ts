/** Finds out whether a picture has few colours, as drawings have, and holds it as indices so that it can be read again. */
import type { Band, Picture } from '../../core/image/picture.ts';
import { type BegunPicture, begunPicture, lettingGo } from '../begun.ts';

/** As many as a byte tells apart. */
const MOST_COLOURS = 256;
/** Places of the hash table: sparse, so that a look seldom takes two. */
const PLACES = 2048;
const PLACE_SHIFT = 21;
const HASH_FACTOR = 0x9e3779b1;

/** A picture whose colours were counted: to be read any number of times when they are few, else once. */
export interface CountedPicture extends BegunPicture {
  /** All its colours, as pixels of RGBA; undefined when there are too many. */
  readonly palette: Uint32Array | undefined;
}

/** Reads a picture until it has too many colours. */
export async function countColours(picture: Picture): Promise<CountedPicture> {
  const table = createTable();
  const held: Uint8Array[] = [];
  const bands = picture.bands()[Symbol.asyncIterator]();
  const last = await holdIndices(bands, table, held);
  const few = last === undefined;
  function* before(): Generator<Band> {
    for (const indices of few ? held : lettingGo(held)) yield table.coloursOf(indices);
    if (last) yield last;
  }
  return { ...begunPicture(picture, before, bands), palette: few ? table.colours() : undefined };
}

/** Holds bands up to the first with too many colours, and gives that one. */
async function holdIndices(
  bands: AsyncIterator<Band>,
  table: ColourTable,
  held: Uint8Array[],
): Promise<Band | undefined> {
  for (let next = await bands.next(); !next.done; next = await bands.next()) {
    const indices = table.indicesOf(next.value);
    if (!indices) return next.value;
    held.push(indices);
  }
  return undefined;
}

interface ColourTable {
  /** Index of each pixel; undefined when there are too many colours. */
  indicesOf(band: Band): Uint8Array | undefined;
  coloursOf(indices: Uint8Array): Band;
  /** In the order of their indices. */
  colours(): Uint32Array;
}

function createTable(): ColourTable {
  const colours = new Uint32Array(MOST_COLOURS);
  /** Indices plus 1 by the hash of their colour. */
  const places = new Uint16Array(PLACES);
  let count = 0;
  function indexOf(colour: number): number {
    let place = Math.imul(colour, HASH_FACTOR) >>> PLACE_SHIFT;
    for (; places[place] !== 0; place = (place + 1) % PLACES) {
      if (colours[places[place]! - 1] === colour) return places[place]! - 1;
    }
    if (count === MOST_COLOURS) return -1;
    colours[count++] = colour;
    places[place] = count;
    return count - 1;
  }
  return {
    colours: () => colours.slice(0, count),
    indicesOf(band) {
      const pixels = new Uint32Array(band.buffer, band.byteOffset, band.length / 4);
      const indices = new Uint8Array(pixels.length);
      for (let at = 0; at < pixels.length; at++) {
        const same = at > 0 && pixels[at] === pixels[at - 1];
        const index = same ? indices[at - 1]! : indexOf(pixels[at]!);
        if (index < 0) return undefined;
        indices[at] = index;
      }
      return indices;
    },
    coloursOf(indices) {
      const pixels = new Uint32Array(indices.length);
      for (let at = 0; at < pixels.length; at++) pixels[at] = colours[indices[at]!]!;
      return new Uint8ClampedArray(pixels.buffer);
    },
  };
}

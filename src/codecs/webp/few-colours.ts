/** Finds out whether a picture has few colours, as drawings have, and holds it as indices so that it can be read again. */
import type { Band, Picture } from '../../core/image/picture.ts';

/** As many as a byte tells apart. */
const MOST_COLOURS = 256;
/** Places of the hash table: sparse, so that a look seldom takes two. */
const PLACES = 2048;
const PLACE_SHIFT = 21;
const HASH_FACTOR = 0x9e3779b1;

/** What was found, and the picture to read instead: any number of times when its colours are few, else once. */
export interface Counted {
  readonly few: boolean;
  readonly picture: Picture;
}

/** Reads a picture until it has too many colours. */
export async function countColours(source: Picture): Promise<Counted> {
  const table = createTable();
  const held: Uint8Array[] = [];
  const bands = source.bands()[Symbol.asyncIterator]();
  for (let next = await bands.next(); !next.done; next = await bands.next()) {
    const indices = table.indicesOf(next.value);
    if (!indices) return { few: false, picture: { ...source, bands: () => rest(held, next.value, bands) } };
    held.push(indices);
  }
  async function* again(): AsyncGenerator<Band> {
    for (const indices of held) yield table.coloursOf(indices);
  }
  return { few: true, picture: { ...source, bands: again } };
  async function* rest(
    before: readonly Uint8Array[],
    band: Band,
    after: AsyncIterator<Band>,
  ): AsyncGenerator<Band> {
    try {
      for (const indices of before) yield table.coloursOf(indices);
      yield band;
      for (let next = await after.next(); !next.done; next = await after.next()) yield next.value;
    } finally {
      await after.return?.();
    }
  }
}

interface ColourTable {
  /** Index of each pixel; undefined when there are too many colours. */
  indicesOf(band: Band): Uint8Array | undefined;
  coloursOf(indices: Uint8Array): Band;
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

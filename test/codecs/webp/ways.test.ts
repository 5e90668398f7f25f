/** The ways in which a picture is written: what it is written as, and that its reading ends whatever comes of it. */
import { describe, expect, it } from 'vitest';
import { type Coders, type Way, writerIn } from '../../../src/codecs/webp/ways.ts';
import type { Picture } from '../../../src/core/image/picture.ts';
import { WEBP } from './files.ts';

const SIZE = { width: 64, height: 12 };
const NOTHING = { peakBytes: () => 0, resultBytes: () => 0, workBytes: () => 0, cost: () => 0 };

/** A picture of so many colours, and whether its reading was ended. */
function watched(colours: number): { picture: Picture; ended: () => boolean } {
  let ended = false;
  const bands = async function* () {
    try {
      for (let at = 0; at < 768; at += 64) {
        const pixels = Uint32Array.from({ length: 64 }, (_, i) => 0xff00_0000 + ((at + i) % colours));
        yield new Uint8ClampedArray(pixels.buffer);
      }
    } finally {
      ended = true;
    }
  };
  return { picture: { ...SIZE, opaque: true, bands }, ended: () => ended };
}

/** Coders that make so many bytes of a picture of which they read `bands` bands, or fail there. */
function codersOf(bytes: { lossy: number; exact: number } | undefined, bands = Infinity): Coders {
  async function* piecesOf(
    picture: Picture,
    length: number | undefined,
  ): AsyncGenerator<Uint8Array, Uint8Array[]> {
    let read = 0;
    // No iteration that would end it: a coder that fails leaves the picture as it is.
    const flow = picture.bands()[Symbol.asyncIterator]();
    while (read++ < bands && !(await flow.next()).done) yield new Uint8Array();
    if (length === undefined) throw new Error('out of memory');
    return [new Uint8Array(length)];
  }
  return {
    lossy: {
      ...NOTHING,
      async *encode(picture) {
        return { colours: yield* piecesOf(picture, bytes?.lossy), alpha: undefined };
      },
    },
    lossless: { ...NOTHING, encode: (picture) => piecesOf(picture, bytes?.exact) },
  };
}

/** The chunk that a picture is written as. */
async function written(way: Way, coders: Coders, picture: Picture): Promise<string> {
  const work = writerIn(way, coders).encode(picture, WEBP);
  for (;;) {
    const next = await work.next();
    if (next.done) return next.value.colours.name;
  }
}

describe('a picture that is written', () => {
  it.each([
    ['exact', 257, { lossy: 1, exact: 99 }, 'VP8L'],
    ['smaller', 257, { lossy: 99, exact: 1 }, 'VP8 '],
    ['smaller', 256, { lossy: 99, exact: 99 }, 'VP8L'],
    ['smaller', 256, { lossy: 98, exact: 99 }, 'VP8 '],
    // Below a quarter of a bit a pixel nothing is worth the trial.
    ['smaller', 256, { lossy: 1, exact: 23 }, 'VP8L'],
    ['smaller', 256, { lossy: 1, exact: 24 }, 'VP8 '],
    ['lossy', 2, { lossy: 99, exact: 1 }, 'VP8 '],
  ] as const)('%s, of %i colours, in %j bytes is %s', async (way, colours, bytes, name) => {
    expect(await written(way, codersOf(bytes), watched(colours).picture)).toBe(name);
  });

  it.each([
    ['exact', 257],
    ['smaller', 257],
  ] as const)('%s is read no further when its coder fails', async (way, colours) => {
    const { picture, ended } = watched(colours);
    await expect(written(way, codersOf(undefined, 6), picture)).rejects.toThrow('out of memory');
    expect(ended()).toBe(true);
  });

  it.each(['exact', 'smaller'] as const)('%s is read no further when nobody wants it', async (way) => {
    const { picture, ended } = watched(257);
    const work = writerIn(way, codersOf({ lossy: 1, exact: 1 })).encode(picture, WEBP);
    await work.next();
    expect(ended()).toBe(false);
    await work.return({ colours: { name: 'VP8 ', data: [] }, alpha: undefined });
    expect(ended()).toBe(true);
  });
});

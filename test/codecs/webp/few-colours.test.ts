import { describe, expect, it } from 'vitest';
import { countColours } from '../../../src/codecs/webp/few-colours.ts';
import type { Picture } from '../../../src/core/image/picture.ts';

const SIZE = { width: 64, height: 12 };

/** A picture of so many colours, and whether its reading was ended. */
function watched(colours: number): { picture: Picture; ended: () => boolean; pixels: Uint32Array } {
  let ended = false;
  const pixels = Uint32Array.from({ length: 768 }, (_, i) => 0xff00_0000 + (i % colours) * 0x0001_0203);
  const picture: Picture = {
    ...SIZE,
    opaque: true,
    async *bands() {
      try {
        for (let at = 0; at < 768; at += 64) yield new Uint8ClampedArray(pixels.slice(at, at + 64).buffer);
      } finally {
        ended = true;
      }
    },
  };
  return { picture, ended: () => ended, pixels };
}

async function read(picture: Picture): Promise<number[]> {
  const bands: number[] = [];
  for await (const band of picture.bands()) bands.push(...new Uint32Array(band.slice().buffer));
  return bands;
}

describe('counting colours', () => {
  it('gives all of up to 256, and a picture that can be read again', async () => {
    const { picture, pixels } = watched(256);
    const counted = await countColours(picture);
    expect([...counted.palette!]).toEqual([...pixels.subarray(0, 256)]);
    for (let time = 0; time < 2; time++) expect(await read(counted)).toEqual([...pixels]);
  });

  it('gives none of more, and the picture as it was', async () => {
    const { picture, pixels } = watched(257);
    const counted = await countColours(picture);
    expect(counted.palette).toBeUndefined();
    expect(await read(counted)).toEqual([...pixels]);
  });

  it('ends the reading of a picture that nobody wants any more', async () => {
    const { picture, ended } = watched(400);
    const counted = await countColours(picture);
    expect(ended()).toBe(false);
    await counted.release();
    expect(ended()).toBe(true);
  });
});

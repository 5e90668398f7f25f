import { describe, expect, it } from 'vitest';
import { opacityBytes, withTrueOpacity } from '../../../src/codecs/png/opacity.ts';
import type { Picture, Size } from '../../../src/core/image/picture.ts';

/** A picture of rows of one alpha; `read` counts those that were asked for. */
function rows({ width, height }: Size, alpha: (row: number) => number) {
  const counts = { read: 0, closed: 0 };
  const picture: Picture = {
    width,
    height,
    opaque: false,
    async *bands() {
      try {
        for (let row = 0; row < height; row++) {
          counts.read++;
          const band = new Uint8ClampedArray(width * 4).fill(7);
          for (let i = 3; i < band.length; i += 4) band[i] = alpha(row);
          yield band;
        }
      } finally {
        counts.closed++;
      }
    },
  };
  return { picture, counts };
}

const SMALL = { width: 1024, height: 1024 };
const LARGE = { width: 1024, height: 1025 };

describe('withTrueOpacity', () => {
  it.each([
    ['opaque', () => 255, true, 1024],
    ['transparent in its third row', (row: number) => (row === 2 ? 254 : 255), false, 3],
  ] as const)('finds a small picture %s', async (_, alpha, opaque, read) => {
    const { picture, counts } = rows(SMALL, alpha);
    const begun = await withTrueOpacity(picture);
    expect(begun.opaque).toBe(opaque);
    expect(counts.read).toBe(read);
    let given = 0;
    for await (const band of begun.bands()) given += band.length;
    expect(given).toBe(SMALL.width * SMALL.height * 4);
    await begun.release();
  });

  it('holds nothing of a larger one, and does not look at it', async () => {
    expect(opacityBytes(SMALL)).toBeGreaterThan(SMALL.width * SMALL.height * 4);
    expect(opacityBytes(LARGE)).toBe(0);
    const { picture, counts } = rows(LARGE, () => 255);
    const begun = await withTrueOpacity(picture);
    expect(begun.opaque).toBe(false);
    expect(counts.read).toBe(0);
  });

  it('ends the reading of what is not read to its end', async () => {
    const { picture, counts } = rows(SMALL, () => 0);
    await (await withTrueOpacity(picture)).release();
    expect(counts.closed).toBe(1);
  });
});

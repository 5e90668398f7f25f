import { describe, expect, it } from 'vitest';
import { bmpCodec } from '../../../src/codecs/bmp/index.ts';
import { pixels } from '../raster/pictures.ts';
import { decode, encode } from './files.ts';

describe('BMP encoder', () => {
  it.each([true, false])('keeps every pixel of every small size, opaque: %s', async (opaque) => {
    for (let width = 1; width <= 9; width++) {
      const size = { width, height: 10 - width };
      const drawn = pixels(size, width, opaque);
      expect(await decode(await encode(drawn, size, opaque))).toEqual(drawn);
    }
  });

  it('writes 24 bits a pixel from the bottom up, rows filled to four bytes', async () => {
    const file = await encode(Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 255), { width: 1, height: 2 }, true);
    expect(file.length).toBe(54 + 8);
    expect(file.readUInt32LE(2)).toBe(file.length);
    expect(file.readUInt32LE(10)).toBe(54);
    expect(file.readUInt16LE(28)).toBe(24);
    expect([...file.subarray(54)]).toEqual([6, 5, 4, 0, 3, 2, 1, 0]);
  });

  it('plans the file it makes', async () => {
    const size = { width: 321, height: 123 };
    for (const opaque of [true, false]) {
      const file = await encode(pixels(size, 3, opaque), size, opaque);
      const output = { format: 'bmp', quality: 100, interlace: false } as const;
      expect(bmpCodec.encoder!.peakBytes(size, output, opaque)).toBe(file.length);
    }
  });
});

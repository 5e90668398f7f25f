/** Heads that a stream or a frame of an animation may have, and those that are damage. */
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readChunks } from '../../../src/codecs/png/chunks.ts';
import { whole } from '../../../src/core/image/geometry.ts';
import { codec, decode, sourceOf } from './decode.ts';
import { apngOf, recipe, writePng } from './files.ts';

describe('the head of a zlib stream', () => {
  it('is of deflate and wants no dictionary, or the picture is refused', async () => {
    const expected = await decode(writePng(recipe(2, 8)));
    const fileWith = (method: number, flags: number) =>
      writePng(recipe(2, 8, { compress: (rows) => deflateSync(rows).fill(method, 0, 1).fill(flags, 1, 2) }));
    for (let method = 0; method < 16; method++) {
      for (const flags of [0x01, 0x5e, 0x9c, 0xda, 0x20, 0x3f, 0xff]) {
        const shown = await decode(fileWith(0x70 | method, flags)).catch((error: unknown) => {
          expect(error).toMatchObject({ code: 'BadRequest' });
        });
        expect(shown).toEqual(method === 8 && (flags & 0x20) === 0 ? expected : undefined);
      }
    }
  });
});

describe('the head of a frame', () => {
  const SIZE = { width: 9, height: 7 };
  const place = { x: 2, y: 2, width: 3, height: 2 };
  const colour = [9, 99, 200, 255];

  async function shownWith(field: number, bytes: number, value: number): Promise<number> {
    const first = { place: whole(SIZE), colour };
    const file = apngOf(SIZE, [first, { place, colour }, first]);
    const [, head] = [...readChunks(file)].filter(({ name }) => name === 'fcTL');
    Buffer.from(head!.data.buffer, head!.data.byteOffset).writeUIntBE(value, field, bytes);
    const source = sourceOf(file);
    const wish = { cut: whole(SIZE), scale: SIZE, window: whole(SIZE), moving: true };
    let count = 0;
    for await (const frame of codec.decoder!.frames!(file, source, wish)) count += frame.picture.width / 9;
    return count;
  }

  it.each([
    ['no width', 4, 4, 0],
    ['no height', 8, 4, 0],
    ['a column beyond the right edge', 12, 4, 7],
    ['a row beyond the bottom', 16, 4, 6],
    ['a width of all integers', 4, 4, 0xffffffff],
    ['a fourth way of going', 24, 1, 3],
    ['the last way of going', 24, 1, 255],
    ['a third way of coming', 25, 1, 2],
    ['the last way of coming', 25, 1, 255],
  ])('is damage with %s: the frames before are shown', async (_, field, bytes, value) => {
    expect(await shownWith(field, bytes, value)).toBe(1);
  });

  it.each([
    ['at the right edge', 12, 4, 6],
    ['at the bottom', 16, 4, 5],
    ['that stays', 24, 1, 0],
    ['that is cleared', 24, 1, 1],
    ['that gives back what was there', 24, 1, 2],
    ['that takes the place of what is there', 25, 1, 0],
    ['that is laid over it', 25, 1, 1],
  ])('is none for one %s', async (_, field, bytes, value) => {
    expect(await shownWith(field, bytes, value)).toBe(3);
  });
});

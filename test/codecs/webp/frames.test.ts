import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { whole } from '../../../src/core/image/geometry.ts';
import type { Rect, Size } from '../../../src/core/image/picture.ts';
import { collect, window } from '../raster/pictures.ts';
import { type FrameParts, animationOf, decode, freshCodec, headerOf, webpOf } from './files.ts';
import { eachOutside, outsideFiles } from '../../support/outside.ts';

const SIZE = { width: 8, height: 6 };
const at = (x: number, y: number, width: number, height: number): Rect => ({ x, y, width, height });
const RED = [200, 30, 40, 255];
const BLUE = [20, 40, 220, 255];
const HALF = [100, 200, 0, 128];
const CLEAR = [0, 0, 0, 0];

/** Each frame's pixels. */
async function decodeFrames(file: Uint8Array, cut?: Rect): Promise<{ pixels: Uint8Array; delay: number }[]> {
  const source = headerOf(file);
  const part = cut ?? whole(source);
  const { decoder } = freshCodec();
  const frames = [];
  const wish = { cut: part, scale: part, window: whole(part), moving: true };
  for await (const { picture, delay } of decoder!.frames!(file, source, wish)) {
    frames.push({ pixels: Uint8Array.from(await collect(picture)), delay });
  }
  return frames;
}

/** A lossless bitstream's chunks, of one colour. */
async function plain({ width, height }: Size, colour: readonly number[]): Promise<Buffer> {
  const pixels = Buffer.from(Array.from({ length: width * height }, () => colour).flat());
  return (await webpOf(pixels, { width, height }, { lossless: true, exact: true })).subarray(12);
}

async function frame(place: Rect, colour: readonly number[], rest: Partial<FrameParts> = {}) {
  return { place, chunks: await plain(place, colour), ...rest };
}

/** The colour of a pixel in each frame. */
async function colours(frames: FrameParts[], x: number, y: number): Promise<number[][]> {
  const shown = await decodeFrames(animationOf(SIZE, frames));
  return shown.map(({ pixels }) => [...pixels.subarray((y * SIZE.width + x) * 4).subarray(0, 4)]);
}

describe('WebP frames', () => {
  it('are laid over what is there, or take its place', async () => {
    const first = await frame(whole(SIZE), RED);
    const over = await frame(at(2, 2, 2, 2), HALF);
    const instead = await frame(at(2, 2, 2, 2), HALF, { replaces: true });
    expect(await colours([first, over], 2, 2)).toEqual([RED, [150, 115, 20, 255]]);
    expect(await colours([first, instead], 2, 2)).toEqual([RED, HALF]);
    expect(await colours([first, over], 4, 4)).toEqual([RED, RED]);
  });

  it('leave what they do not show', async () => {
    const first = await frame(whole(SIZE), RED);
    const unseen = await frame(at(2, 2, 2, 2), CLEAR);
    expect(await colours([first, unseen], 3, 3)).toEqual([RED, RED]);
  });

  it('are cleared where they are told so, whatever the background colour', async () => {
    const first = await frame(whole(SIZE), RED);
    const second = await frame(at(2, 2, 2, 2), BLUE, { clears: true });
    const third = await frame(at(6, 0, 2, 2), BLUE);
    expect(await colours([first, second, third], 2, 2)).toEqual([RED, BLUE, CLEAR]);
    expect(await colours([first, second, third], 6, 1)).toEqual([RED, RED, BLUE]);
  });

  it('keep delays and tell how often they play', async () => {
    const first = await frame(whole(SIZE), RED, { delay: 0 });
    const second = await frame(whole(SIZE), BLUE, { delay: 70_123 });
    const file = animationOf(SIZE, [first, second], 7);
    expect((await decodeFrames(file)).map(({ delay }) => delay)).toEqual([0, 70_123]);
    expect(headerOf(file)).toMatchObject({ frames: 2, plays: 7, alpha: false });
  });

  it('may leave pixels clear though the file does not say so', async () => {
    const first = await frame(at(0, 0, 2, 2), RED);
    expect(headerOf(animationOf(SIZE, [first, first])).alpha).toBe(true);
    const [full, cleared] = [await frame(whole(SIZE), RED), await frame(whole(SIZE), RED, { clears: true })];
    expect(headerOf(animationOf(SIZE, [full, cleared])).alpha).toBe(true);
    expect(headerOf(animationOf(SIZE, [full, await frame(at(0, 0, 2, 2), HALF)])).alpha).toBe(true);
  });

  it('are the same in any part of the canvas, the first one alone too', async () => {
    const stored = [
      await frame(at(2, 0, 6, 4), RED),
      await frame(at(0, 2, 4, 4), HALF, { clears: true }),
      await frame(at(4, 4, 2, 2), BLUE, { replaces: true }),
    ];
    const file = animationOf(SIZE, stored);
    const all = await decodeFrames(file);
    const cutOut = (pixels: Uint8Array, part: Rect) =>
      Array.from({ length: part.height }, (_, row) => {
        const from = ((part.y + row) * SIZE.width + part.x) * 4;
        return [...pixels.subarray(from, from + part.width * 4)];
      }).flat();
    await fc.assert(
      fc.asyncProperty(window(SIZE), async (part) => {
        const shown = await decodeFrames(file, part);
        expect(shown.map(({ pixels }) => [...pixels])).toEqual(all.map(({ pixels }) => cutOut(pixels, part)));
        const wish = { cut: part, scale: part, window: whole(part) };
        const first = await collect(freshCodec().decoder!.decode(file, headerOf(file), wish));
        expect([...first]).toEqual(cutOut(all[0]!.pixels, part));
      }),
      { numRuns: 40 },
    );
  });
});

describe('a damaged animation', () => {
  it('shows the frames before the damage', async () => {
    const first = await frame(whole(SIZE), RED);
    const outside = await frame(at(6, 4, 4, 4), BLUE);
    const file = animationOf(SIZE, [first, first, outside, first]);
    expect(await decodeFrames(file)).toHaveLength(2);
    const cut = animationOf(SIZE, [first, first, first]);
    expect(await decodeFrames(cut.subarray(0, cut.length - 3))).toHaveLength(2);
  });

  it.each([
    ['the right edge', at(6, 0, 2, 2), true],
    ['two beyond the right edge', at(6, 0, 4, 2), false],
    ['one beyond the right edge', at(6, 0, 3, 2), false],
    ['the bottom', at(0, 4, 2, 2), true],
    ['two beyond the bottom', at(0, 4, 2, 4), false],
    ['one beyond the bottom', at(0, 4, 2, 3), false],
    ['one that begins beyond the right edge', at(8, 0, 2, 2), false],
    ['one that begins below', at(0, 6, 2, 2), false],
    ['all of the canvas', whole(SIZE), true],
    ['a row more', at(0, 0, 8, 7), false],
    ['a column more', at(0, 0, 9, 6), false],
  ])('ends before a frame that leaves the canvas: %s', async (_, place, inside) => {
    const first = await frame(whole(SIZE), RED);
    const file = animationOf(SIZE, [first, await frame(place, BLUE), first]);
    expect(await decodeFrames(file)).toHaveLength(inside ? 3 : 1);
  });

  it('is refused when its first frame is', async () => {
    const file = animationOf(SIZE, [await frame(at(6, 4, 4, 4), BLUE), await frame(whole(SIZE), RED)]);
    await expect(decodeFrames(file)).rejects.toMatchObject({ code: 'BadWebPImage' });
    await expect(decode(file)).rejects.toMatchObject({ code: 'BadWebPImage' });
  });
});

describe('animations of other writers', () => {
  const files = outsideFiles('corpus/animated', /\.webp$/);
  eachOutside('%s as libvips composites it', files, (file) => expectSame(Buffer.from(file)));

  it.each([
    ['lossy', { quality: 70 }],
    ['lossless', { lossless: true }],
    ['of least size', { minSize: true, mixed: true }],
  ])('%s, as libvips composites them', async (_, options) => {
    const size = { width: 64, height: 48 };
    const frames = Array.from({ length: 5 }, (__, i) =>
      Buffer.from(
        Array.from({ length: size.width * size.height * 4 }, (___, p) => {
          const [x, y] = [(p >> 2) % size.width, Math.floor((p >> 2) / size.width)];
          const inside = Math.hypot(x - 12 - i * 8, y - 24) < 10;
          if (p % 4 === 3) return inside || i < 2 ? 255 : (x * 5) & 255;
          return inside ? 240 - (p % 4) * 60 : (x * 3 + y) & 255;
        }),
      ),
    );
    const raw = { width: size.width, height: size.height * 5, channels: 4, pageHeight: size.height } as const;
    await expectSame(await sharp(Buffer.concat(frames), { raw }).webp(options).toBuffer());
  });

  /** libwebp rounds where half-transparent pixels meet, more than once. */
  async function expectSame(file: Buffer): Promise<void> {
    const reference = await sharp(file, { animated: true }).ensureAlpha().raw().toBuffer();
    const ours = Buffer.concat((await decodeFrames(file)).map(({ pixels }) => pixels));
    expect(ours.length).toBe(reference.length);
    let most = 0;
    for (let i = 0; i < ours.length; i++) {
      const weight = ours[i | 3]! / 255;
      most = Math.max(most, Math.abs(ours[i]! - reference[i]!) * (i % 4 === 3 ? 1 : weight));
    }
    expect(most).toBeLessThanOrEqual(2);
  }
});

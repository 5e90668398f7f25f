/** Animations that are written: what libvips shows of them. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../src/core/image/frame.ts';
import type { Output } from '../../../src/core/spec/output.ts';
import { picture } from '../raster/pictures.ts';
import { readChunks, RIFF_BYTES } from '../../../src/codecs/webp/riff.ts';
import { readFrameHead } from '../../../src/codecs/webp/frame-head.ts';
import { freshCodec, headerOf, WEBP } from './files.ts';

const SIZE = { width: 41, height: 30 };
type Pixels = Uint8Array<ArrayBuffer>;

interface Shown {
  readonly pixels: Pixels;
  readonly delay: number;
  readonly opaque?: boolean;
}

/** Some colour everywhere, another in a square. */
function square(x: number, y: number, ground = [200, 220, 240, 255], colour = [160, 30, 50, 255]): Pixels {
  const inside = (p: number) => {
    const [px, py] = [p % SIZE.width, Math.floor(p / SIZE.width)];
    return px >= x && px < x + 9 && py >= y && py < y + 7;
  };
  return Uint8Array.from(
    Array.from({ length: SIZE.width * SIZE.height }, (_, p) => (inside(p) ? colour : ground)).flat(),
  );
}

async function write(shown: readonly Shown[], output: Partial<Output> = {}, plays = 0): Promise<Buffer> {
  async function* frames(): AsyncGenerator<Frame> {
    for (const { pixels, delay, opaque = false } of shown) {
      yield { picture: picture(pixels, SIZE, opaque), delay };
    }
  }
  const { moving } = freshCodec().encoder!;
  let grown = 0;
  const told = (bytes: number) => void (grown += bytes);
  const movement = { frames: shown.length, plays };
  const chunks: Uint8Array[] = [];
  for await (const chunk of moving!.encode(frames(), { ...WEBP, ...output, movement }, told))
    chunks.push(chunk);
  const file = Buffer.concat(chunks);
  const most = moving!.frameBytes(SIZE, { ...WEBP, ...output, movement }, false);
  // All but what stands before the first frame, and Exif behind the last.
  expect(grown).toBeLessThanOrEqual(file.length - 44);
  expect(grown).toBeGreaterThan(file.length - 120);
  expect(file.length).toBeLessThanOrEqual(most * shown.length);
  return file;
}

/** Frames as libvips shows them; the colours of clear pixels are nobody's. */
async function read(file: Buffer): Promise<number[][]> {
  const all = await sharp(file, { animated: true }).ensureAlpha().raw().toBuffer();
  const length = SIZE.width * SIZE.height * 4;
  return Array.from({ length: all.length / length }, (_, i) =>
    seen(all.subarray(i * length, (i + 1) * length)),
  );
}

function seen(pixels: Uint8Array): number[] {
  return Array.from(pixels, (value, i) => (pixels[i | 3] === 0 ? 0 : value));
}

function heads(file: Buffer) {
  const chunks = [...readChunks(file, RIFF_BYTES)].filter(({ name }) => name === 'ANMF');
  return chunks.map(({ data }) => readFrameHead(data));
}

const CLEAR = [0, 0, 0, 0];
const HALF = [10, 120, 200, 130];

describe('WebP animations', () => {
  it('of few colours show every frame as it was', async () => {
    const frames = [
      square(3, 4),
      square(20, 11),
      square(20, 11, CLEAR),
      square(5, 5, CLEAR, HALF),
      square(5, 5, HALF, CLEAR),
    ];
    const file = await write(frames.map((pixels) => ({ pixels, delay: 50 })));
    expect(await read(file)).toEqual(frames.map(seen));
    expect(headerOf(file)).toMatchObject({ ...SIZE, frames: 5, alpha: true });
  });

  it('hold the rectangles that changed, from even places on', async () => {
    const frames = [square(3, 5), square(13, 7), square(13, 7, undefined, [0, 99, 0, 255])];
    const file = await write(frames.map((pixels) => ({ pixels, delay: 50, opaque: true })));
    expect(heads(file).map(({ place }) => place)).toEqual([
      { x: 0, y: 0, ...SIZE },
      { x: 2, y: 4, width: 20, height: 10 },
      { x: 12, y: 6, width: 10, height: 8 },
    ]);
    expect(await read(file)).toEqual(frames.map(seen));
  });

  it('keep delays and plays, and show equal frames as one', async () => {
    const [a, b] = [square(3, 5), square(13, 7)];
    const shown = [a, a, b, b, b, a].map((pixels, i) => ({ pixels, delay: 10 + i }));
    const file = await write(shown, {}, 4);
    const { delay, loop, pages } = await sharp(file, { animated: true }).metadata();
    expect({ delay, loop, pages }).toEqual({ delay: [21, 39, 15], loop: 4, pages: 3 });
  });

  it('show a frame no longer than its head can say', async () => {
    const [a, b] = [square(3, 5), square(13, 7)];
    const delays = [0xff_fffe, 0xff_ffff, 0x100_0000, 3 * 0x100_0000];
    const file = await write(delays.map((delay, i) => ({ pixels: i % 2 === 0 ? a : b, delay })));
    expect(heads(file).map(({ delay }) => delay)).toEqual([0xff_fffe, 0xff_ffff, 0xff_ffff, 0xff_ffff]);
    const equal = await write([...delays, 40].map((delay, i) => ({ pixels: i < 4 ? a : b, delay })));
    expect(heads(equal).map(({ delay }) => delay)).toEqual([0xff_ffff, 40]);
  });

  it('take clear pixels of any colour for the same', async () => {
    const [a, b] = [square(3, 5, CLEAR), square(3, 5, [9, 9, 9, 0])];
    expect(heads(await write([a, b].map((pixels) => ({ pixels, delay: 20 }))))).toHaveLength(1);
  });

  it('of photographs are lossy at the quality asked for', async () => {
    const noise = (seed: number) =>
      Uint8Array.from({ length: SIZE.width * SIZE.height * 4 }, (_, i) =>
        i % 4 === 3 ? 255 : 128 + 90 * Math.sin((i * seed) / 97) + ((i * 7919 * seed) % 30),
      );
    const frames = [1, 2, 3].map((seed) => ({ pixels: noise(seed), delay: 40, opaque: true }));
    const [fine, coarse] = [await write(frames, { quality: 95 }), await write(frames, { quality: 30 })];
    expect(coarse.length).toBeLessThan(fine.length * 0.7);
    const shown = await read(fine);
    const error = (values: number[], i: number) =>
      values.reduce((sum, value, at) => sum + (value - frames[i]!.pixels[at]!) ** 2, 0) / values.length;
    for (const [i, values] of shown.entries()) expect(error(values, i)).toBeLessThan(120);
  });

  it('lose nothing of photographs where that is asked for', async () => {
    const frames = [1, 2].map((seed) => {
      const noise = (_: unknown, i: number) => (i % 4 === 3 ? 255 : 128 + 90 * Math.sin((i * seed) / 97));
      return {
        pixels: Uint8Array.from({ length: SIZE.width * SIZE.height * 4 }, noise),
        delay: 40,
        opaque: true,
      };
    });
    const file = await write(frames, { exact: true, quality: 100 });
    expect(await read(file)).toEqual(frames.map(({ pixels }) => Array.from(pixels)));
  });

  it.each([
    ['none', [true, true, true], false],
    ['the first one', [false, true, true], true],
    ['the middle one', [true, false, true], true],
    ['the last one', [true, true, false], true],
  ])('say that there is transparency where a frame has it: %s', async (_, opaque, alpha) => {
    const frames = opaque.map((is, i) => ({
      pixels: square(3 + i * 8, 5, is ? undefined : HALF),
      delay: 20,
      opaque: is,
    }));
    const [head] = readChunks(await write(frames), RIFF_BYTES);
    expect((head!.data[0]! & 0x10) !== 0).toBe(alpha);
  });

  it('carry a profile and an orientation', async () => {
    const icc = Uint8Array.of(1, 2, 3);
    const frames = [square(3, 5), square(13, 7)].map((pixels) => ({ pixels, delay: 20 }));
    const file = await write(frames, { icc, orientation: 6 });
    const names = [...readChunks(file, RIFF_BYTES)].map(({ name }) => name);
    expect(names).toEqual(['VP8X', 'ICCP', 'ANIM', 'ANMF', 'ANMF', 'EXIF']);
    expect((await sharp(file).metadata()).orientation).toBe(6);
  });
});

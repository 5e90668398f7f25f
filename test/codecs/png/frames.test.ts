/** Animated PNG, read and written. */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../src/core/image/frame.ts';
import { whole } from '../../../src/core/image/geometry.ts';
import type { Rect } from '../../../src/core/image/picture.ts';
import { readChunks } from '../../../src/codecs/png/chunks.ts';
import { keptBytes } from '../../../src/codecs/instance.ts';
import { pngCodec } from '../../../src/codecs/png/index.ts';
import { collect, picture, window } from '../raster/pictures.ts';
import { expectCalm, expectPatience, headerOf } from '../headers.ts';
import { codec, decode, freshCodec } from './decode.ts';
import { apngOf, type FrameParts, recipe, writePng } from './files.ts';

const SIZE = { width: 9, height: 7 };
const at = (x: number, y: number, width: number, height: number): Rect => ({ x, y, width, height });
const RED = [200, 30, 40, 255];
const BLUE = [20, 40, 220, 255];
const HALF = [100, 200, 0, 128];
const CLEAR = [0, 0, 0, 0];

interface Shown {
  readonly pixels: Uint8Array;
  readonly delay: number;
}

async function decodeFrames(file: Uint8Array, cut?: Rect): Promise<Shown[]> {
  const source = headerOf(codec, file);
  const part = cut ?? whole(source);
  const shown = [];
  const wish = { cut: part, scale: part, window: whole(part), moving: true };
  for await (const frame of codec.decoder!.frames!(file, source, wish)) {
    shown.push({ pixels: Uint8Array.from(await collect(frame.picture)), delay: frame.delay });
  }
  return shown;
}

/** The colour of a pixel in each frame. */
async function colours(frames: FrameParts[], x: number, y: number): Promise<number[][]> {
  const shown = await decodeFrames(apngOf(SIZE, frames));
  return shown.map(({ pixels }) => [...pixels.subarray((y * SIZE.width + x) * 4).subarray(0, 4)]);
}

const FULL: FrameParts = { place: whole(SIZE), colour: RED };
const PART: FrameParts = { place: at(2, 2, 3, 2), colour: HALF };
const LAST: FrameParts = { place: at(7, 5, 2, 2), colour: BLUE };

describe('frames of animated PNG', () => {
  it('are laid over what is there, or take its place', async () => {
    expect(await colours([FULL, { ...PART, over: true }], 2, 2)).toEqual([RED, [150, 115, 20, 255]]);
    expect(await colours([FULL, PART], 2, 2)).toEqual([RED, HALF]);
    expect(await colours([FULL, PART], 5, 4)).toEqual([RED, RED]);
  });

  it.each([
    ['stay', 0, HALF],
    ['are cleared', 1, CLEAR],
    ['give back what was there', 2, RED],
  ])('%s when told so', async (_, dispose, left) => {
    expect(await colours([FULL, { ...PART, dispose }, LAST], 4, 3)).toEqual([RED, HALF, left]);
    expect(await colours([FULL, { ...PART, dispose }, LAST], 8, 6)).toEqual([RED, RED, BLUE]);
  });

  it('give back a clear canvas when that was before the first', async () => {
    expect(await colours([{ ...FULL, dispose: 2 }, LAST], 0, 0)).toEqual([RED, CLEAR]);
  });

  it('are shown for parts of a second, hundredths when nobody says which', async () => {
    const delays = [
      [1, 2],
      [7, 0],
      [1, 1000],
    ] as const;
    const file = apngOf(
      SIZE,
      delays.map((delay) => ({ ...FULL, delay })),
      { plays: 3 },
    );
    expect((await decodeFrames(file)).map(({ delay }) => delay)).toEqual([500, 70, 1]);
    expect(headerOf(codec, file)).toMatchObject({ frames: 3, plays: 3 });
  });

  it('are interlaced where the file is', async () => {
    const shown = await decodeFrames(
      apngOf(
        SIZE,
        [FULL, PART].map((frame) => ({ ...frame, interlaced: true })),
      ),
    );
    expect([...shown[1]!.pixels.subarray((3 * SIZE.width + 4) * 4).subarray(0, 4)]).toEqual(HALF);
  });

  it('leave the default image out when it is none of them, and it is what stands still', async () => {
    const file = apngOf(SIZE, [FULL, PART], { hidden: BLUE });
    expect((await decodeFrames(file)).map(({ pixels }) => [...pixels.subarray(0, 4)])).toEqual([RED, RED]);
    expect([...(await decode(file)).subarray(0, 4)]).toEqual(BLUE);
  });

  it('are the same in any part of the canvas', async () => {
    const file = apngOf(SIZE, [
      FULL,
      { ...PART, dispose: 2 },
      { ...LAST, dispose: 1 },
      { ...PART, over: true },
    ]);
    const all = await decodeFrames(file);
    await fc.assert(
      fc.asyncProperty(window(SIZE), async (part) => {
        const shown = await decodeFrames(file, part);
        expect(shown.map(({ pixels }) => [...pixels])).toEqual(all.map(({ pixels }) => cutOut(pixels, part)));
      }),
      { numRuns: 40 },
    );
  });
});

function cutOut(pixels: Uint8Array, part: Rect): number[] {
  return Array.from({ length: part.height }, (_, row) => {
    const from = ((part.y + row) * SIZE.width + part.x) * 4;
    return [...pixels.subarray(from, from + part.width * 4)];
  }).flat();
}

describe('the header of an animated PNG', () => {
  const file = apngOf(SIZE, [FULL, PART, LAST], { plays: 2 });

  it('tells from any beginning what all of the file tells, whatever is done to it', () => {
    expectPatience(codec, file);
    expectCalm(codec, file);
  });

  it('says so when frames may leave something clear', () => {
    const opaque = { sample: () => 0, width: 9, height: 7 };
    const still = writePng(recipe(2, 8, opaque));
    const words = [0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1];
    const control = (dispose: number) => [...words, dispose, 0];
    const moving = (dispose: number) => {
      // The second frame needs no more than a byte of data to be counted.
      const chunks = [...readChunks(still)].find(({ name }) => name === 'IDAT')!;
      return writePng({
        ...recipe(2, 8, opaque),
        extra: [
          ['acTL', Uint8Array.of(0, 0, 0, 2, 0, 0, 0, 0)],
          ['fcTL', Uint8Array.from(control(dispose))],
          ['fdAT', Uint8Array.from([0, 0, 0, 1, ...chunks.data])],
          ['fcTL', Uint8Array.from(control(0))],
        ],
      });
    };
    expect(headerOf(codec, moving(0))).toMatchObject({ frames: 2, alpha: false });
    expect(headerOf(codec, moving(1))).toMatchObject({ frames: 2, alpha: true });
  });

  it.each([
    ['one frame', apngOf(SIZE, [FULL])],
    ['a frame that leaves the canvas', apngOf(SIZE, [FULL, { ...PART, place: at(8, 0, 3, 2) }])],
    ['a first frame that does', apngOf(SIZE, [{ ...FULL, place: at(1, 0, 9, 7) }, PART])],
    ['a way to dispose that there is not', apngOf(SIZE, [FULL, { ...PART, dispose: 3 }])],
  ])('of %s is that of a still', (_, still) => {
    expect(headerOf(codec, still)).toMatchObject({ frames: 1, plays: undefined });
  });
});

describe('a damaged animated PNG', () => {
  it('shows the frames before the damage', async () => {
    const file = apngOf(SIZE, [FULL, PART, LAST]);
    const data = [...readChunks(file)].filter(({ name }) => name === 'fdAT').map(({ data: bytes }) => bytes);
    data[2]!.fill(255, 4);
    data[3]!.fill(255, 4);
    expect(await decodeFrames(file)).toHaveLength(2);
  });

  it('is refused when its first frame is', async () => {
    const file = apngOf(SIZE, [FULL, PART]);
    [...readChunks(file)].find(({ name }) => name === 'IDAT')!.data.fill(255);
    await expect(decodeFrames(file)).rejects.toMatchObject({ code: 'BadRequest' });
  });
});

describe('animated PNG that is written', () => {
  const png = new WebAssembly.Module(readFileSync(new URL('../../../wasm/build/png.wasm', import.meta.url)));
  const { moving } = pngCodec({ png }, true).encoder!;

  async function write(shown: readonly Shown[], opaque = false, plays = 0): Promise<Buffer> {
    async function* frames(): AsyncGenerator<Frame> {
      for (const { pixels, delay } of shown) {
        yield { picture: picture(Uint8Array.from(pixels), SIZE, opaque), delay };
      }
    }
    const output = { format: 'png', quality: 100, interlace: false } as const;
    const movement = { frames: shown.length, plays };
    let grown = 0;
    const chunks: Uint8Array[] = [];
    const written = moving!.encode(frames(), { ...output, movement }, (bytes) => void (grown += bytes));
    for await (const chunk of written) chunks.push(chunk);
    const file = Buffer.concat(chunks);
    expect(grown).toBeLessThanOrEqual(moving!.frameBytes(SIZE, output, opaque) * shown.length);
    expect(grown).toBeGreaterThan(file.length - 200);
    return file;
  }

  const drawn = async () =>
    decodeFrames(
      apngOf(SIZE, [FULL, { ...PART, dispose: 1, delay: [70_000 >> 4, 1000] }, PART, PART, LAST], {}),
    );

  it('shows every frame as it was, and equal ones as one', async () => {
    const frames = await drawn();
    const file = await write(frames, false, 7);
    expect(headerOf(codec, file)).toMatchObject({ ...SIZE, frames: 3, plays: 7 });
    // The third and the fourth look as the second does.
    const [first, second, , , last] = frames;
    const merged = [first!, { ...second!, delay: 4575 }, last!];
    expect(await decodeFrames(file)).toEqual(merged);
  });

  it('holds the rectangles that changed, and is a still of the first frame for other readers', async () => {
    const file = await write(await drawn());
    const control = [...readChunks(file)].filter(({ name }) => name === 'fcTL');
    const words = control.map(({ data }) =>
      [4, 8, 12, 16].map((byte) => Buffer.from(data).readUInt32BE(byte)),
    );
    expect(words).toEqual([
      [9, 7, 0, 0],
      [3, 2, 2, 2],
      [2, 2, 7, 5],
    ]);
    const sequence = [...readChunks(file)].filter(({ name }) => name === 'fcTL' || name === 'fdAT');
    expect(sequence.map(({ data }) => Buffer.from(data).readUInt32BE())).toEqual(sequence.map((_, i) => i));
    expect([...(await decode(file)).subarray(0, 4)]).toEqual(RED);
  });

  it.each([
    [0.4, 0],
    [33.4, 33],
    [65_535, 65_535],
    [65_540, 65_540],
    [655_351, 655_350],
    [1e9, 65_535_000],
  ])('%f milliseconds are kept as %i', async (delay, kept) => {
    const [first, second] = await decodeFrames(apngOf(SIZE, [FULL, PART]));
    const file = await write([{ ...first!, delay }, second!]);
    expect((await decodeFrames(file))[0]!.delay).toBe(kept);
  });
});

describe('a narrow frame on a wide canvas', () => {
  it.each([
    [
      { width: 100, height: 16_384 },
      { x: 40, y: 0, width: 1, height: 16_384 },
    ],
    [
      { width: 3000, height: 900 },
      { x: 40, y: 0, width: 2, height: 900 },
    ],
  ])('on %o takes no more than is planned', async (canvas, place) => {
    const file = apngOf(canvas, [
      { place: { x: 0, y: 0, width: canvas.width, height: 1 }, colour: [1, 2, 3, 255] },
      { place, colour: [9, 8, 7, 255] },
    ]);
    const own = freshCodec();
    const source = headerOf(own, file);
    const whole = { x: 0, y: 0, ...canvas };
    const wish = { cut: whole, scale: canvas, window: whole, moving: true };
    const before = keptBytes();
    for await (const { picture } of own.decoder!.frames!(file, source, wish)) await collect(picture);
    const canvasBytes = canvas.width * canvas.height * 4;
    expect(keptBytes() - before + canvasBytes).toBeLessThanOrEqual(own.decoder!.plan(source, wish).peakBytes);
  });
});

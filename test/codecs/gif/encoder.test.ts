import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../src/core/image/frame.ts';
import type { Size } from '../../../src/core/image/picture.ts';
import type { Output } from '../../../src/core/spec/output.ts';
import { flowing } from '../../core/support/pictures.ts';
import { headerOf } from '../headers.ts';
import { scene } from '../jpeg/encode-pictures.ts';
import { codec } from './codec.ts';
import { decode, decodeFrames, type Shown } from './decode.ts';
import { eachOutside, outsideFiles } from '../../support/outside.ts';

const GIF: Output = { format: 'gif', quality: 100, interlace: false };

async function written(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

/** The file of a still picture. */
function encode(size: Size, pixels: Uint8Array): Promise<Buffer> {
  const picture = flowing({ ...size, pixels: Uint8ClampedArray.from(pixels) }, { rows: [3, 7] });
  return written(codec.encoder!.encode(picture, GIF));
}

/** The file of frames. */
function animate(
  size: Size,
  shown: readonly Shown[],
  plays = 0,
  output: Pick<Output, 'drawing'> = {},
): Promise<Buffer> {
  async function* frames(): AsyncGenerator<Frame> {
    for (const { pixels, delay } of shown) {
      yield {
        picture: flowing({ ...size, pixels: Uint8ClampedArray.from(pixels) }, { rows: [3, 7] }),
        delay,
      };
    }
  }
  const movement = { frames: shown.length, plays };
  return written(codec.encoder!.moving!.encode(frames(), { ...GIF, movement, ...output }, () => undefined));
}

/** Mean squared error over the colours of two pictures, in dB below their range. */
function psnr(a: Uint8Array, b: Uint8Array): number {
  let error = 0;
  for (let i = 0; i < a.length; i++) if (i % 4 < 3) error += (a[i]! - b[i]!) ** 2;
  return 10 * Math.log10(65_025 / (error / (a.length * 0.75)));
}

/** RGBA of these palette places; 0 is clear. */
function painted(places: readonly number[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(places.flatMap((i) => (i === 0 ? [0, 0, 0, 0] : [i * 40, 255 - i * 9, i, 255])));
}

/** Frames that look the same one behind the other are one. */
function merged(frames: readonly Shown[]): Shown[] {
  return frames.reduce<Shown[]>((all, { pixels, delay }) => {
    const last = all.at(-1);
    if (!last || Buffer.compare(last.pixels, pixels) !== 0) return [...all, { pixels, delay }];
    return [...all.slice(0, -1), { pixels, delay: last.delay + delay }];
  }, []);
}

const size = fc.record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 7 }) });

describe('a still GIF', () => {
  it('of no more colours than a palette keeps every one', async () => {
    const colours = fc.integer({ min: 1, max: 256 });
    await fc.assert(
      fc.asyncProperty(colours, fc.integer({ min: 20, max: 40 }), async (count, width) => {
        const place = { width, height: 17 };
        const pixels = Uint8Array.from(
          Array.from({ length: width * 17 }, (_, i) => [(i * 7) % count, i % count, 3, 255]).flat(),
        );
        const file = await encode(place, pixels);
        expect(Buffer.from(await decode(file)).equals(pixels)).toBe(true);
        expect((await sharp(file).ensureAlpha().raw().toBuffer()).equals(pixels)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('has pixels that are more than half transparent clear, and others opaque', async () => {
    const pixels = Uint8Array.from([0, 127, 128, 255].flatMap((alpha) => [10, 20, 30, alpha]));
    const alphas = (await decode(await encode({ width: 2, height: 2 }, pixels))).filter(
      (_, i) => i % 4 === 3,
    );
    expect([...alphas]).toEqual([0, 0, 255, 255]);
  });

  it('of many colours is as near as libvips makes it without dither', async () => {
    const place = { width: 240, height: 180 };
    const pixels = scene(place);
    const theirs = await sharp(pixels, { raw: { ...place, channels: 4 } })
      .gif({ dither: 0 })
      .toBuffer();
    const other = await sharp(theirs).ensureAlpha().raw().toBuffer();
    expect(psnr(await decode(await encode(place, pixels)), pixels)).toBeGreaterThan(
      psnr(other, pixels) - 0.2,
    );
  });

  it('is chosen colours for whole where only its end has too many', async () => {
    const place = { width: 64, height: 64 };
    // 48 rows of eight colours, some of them clear, then as many colours as pixels.
    const pixels = Uint8Array.from({ length: 64 * 64 }, (_, at) => at).reduce(
      (all, _, at) => {
        if (at < 64 * 48) all.set(at % 7 === 0 ? [0, 0, 0, 0] : [(at % 8) * 32, 40, 200, 255], at * 4);
        else all.set([at & 63, (at >> 6) * 4, 128 + (at & 31), 255], at * 4);
        return all;
      },
      new Uint8Array(64 * 64 * 4),
    );
    const shown = await decode(await encode(place, pixels));
    const clear = (of: Uint8Array) => Array.from({ length: 64 * 64 }, (_, at) => of[at * 4 + 3]! < 128);
    expect(clear(shown)).toEqual(clear(pixels));
    expect(psnr(shown, pixels)).toBeGreaterThan(40);
  });

  it('of greys that are tinted shows no steps', async () => {
    const place = { width: 512, height: 4 };
    const pixels = Uint8Array.from(
      Array.from({ length: 2048 }, (_, i) => [
        (i % 512) >> 1,
        (i % 512) >> 1,
        Math.min(255, (i % 512) / 2 + (i % 3)),
        255,
      ]).flat(),
    );
    expect(psnr(await decode(await encode(place, pixels)), pixels)).toBeGreaterThan(45);
  });

  it('holds no more than planned', () => {
    const place = { width: 300, height: 200 };
    expect(codec.encoder!.peakBytes(place, GIF, true)).toBeGreaterThan(300 * 200 * 5);
  });
});

describe('a moving GIF', () => {
  it('shows every frame as it was, for as long', async () => {
    const frames = size.chain((place) =>
      fc.tuple(
        fc.constant(place),
        fc.array(
          fc.tuple(
            fc.array(fc.nat(5), {
              minLength: place.width * place.height,
              maxLength: place.width * place.height,
            }),
            fc.integer({ min: 0, max: 30 }),
          ),
          { minLength: 2, maxLength: 6 },
        ),
      ),
    );
    await fc.assert(
      fc.asyncProperty(frames, async ([place, list]) => {
        const shown = list.map(([places, hundredths]) => ({
          pixels: painted(places),
          delay: hundredths * 10,
        }));
        const file = await animate(place, shown);
        expect(await decodeFrames(file)).toEqual(merged(shown));
        const theirs = await sharp(file, { animated: true }).ensureAlpha().raw().toBuffer();
        const visible = Buffer.concat(merged(shown).map(({ pixels }) => pixels));
        expect(theirs.filter((_, i) => i % 4 === 3)).toEqual(visible.filter((_, i) => i % 4 === 3));
      }),
      { numRuns: 150 },
    );
  });

  it.each([0, 1, 2, 9])('plays %i times', async (plays) => {
    const file = await animate(
      { width: 1, height: 1 },
      [
        { pixels: painted([1]), delay: 0 },
        { pixels: painted([2]), delay: 0 },
      ],
      plays,
    );
    expect(headerOf(codec, file)).toMatchObject({ frames: 2, plays });
  });

  it('keeps the sum of delays that are no hundredths', async () => {
    const shown = Array.from({ length: 30 }, (_, i) => ({ pixels: painted([1 + (i % 2)]), delay: 100 / 3 }));
    const delays = (await decodeFrames(await animate({ width: 1, height: 1 }, shown))).map(
      ({ delay }) => delay,
    );
    expect(delays.reduce((a, b) => a + b, 0)).toBe(1000);
    expect(new Set(delays)).toEqual(new Set([30, 40]));
  });

  it('has one colour for those that nobody can tell apart, unless it is a drawing as it was', async () => {
    const size = { width: 40, height: 30 };
    const random = fc.sample(fc.array(fc.nat(3), { minLength: 1200, maxLength: 1200 }), {
      numRuns: 3,
      seed: 9,
    });
    const frames = random.map((steps) => ({
      pixels: Uint8Array.from(steps.flatMap((step) => [90 + step, 200 - (step >> 1), 30, 255])),
      delay: 50,
    }));
    const colours = ({ pixels }: Shown) =>
      new Set(Uint32Array.from(new Uint32Array(pixels.slice().buffer))).size;
    const exact = await decodeFrames(await animate(size, frames, 0, { drawing: true }));
    const alike = await decodeFrames(await animate(size, frames));
    for (const [i, { pixels }] of frames.entries()) {
      expect(exact[i]!.pixels).toEqual(pixels);
      const apart = pixels.map((byte, at) => Math.abs(byte - alike[i]!.pixels[at]!));
      expect(Math.max(...apart)).toBe(1);
      expect(colours(alike[i]!)).toBe(2);
    }
  });

  it('writes the rectangle that changed', async () => {
    const place = { width: 200, height: 200 };
    const pixels = Uint8Array.from(scene(place));
    const changed = Uint8Array.from(pixels);
    changed.set([1, 2, 3], 4 * 20_100);
    const one = await animate(place, [{ pixels, delay: 0 }]);
    const two = await animate(place, [
      { pixels, delay: 0 },
      { pixels: changed, delay: 0 },
    ]);
    expect(two.length - one.length).toBeLessThan(60);
  });

  eachOutside('%s written again shows the same', outsideFiles('corpus/animated', /\.gif$/), async (file) => {
    const { width, height } = headerOf(codec, file);
    const shown = await decodeFrames(file);
    const again = await animate({ width, height }, shown);
    const frames = await decodeFrames(again);
    expect(frames.map(({ delay }) => delay)).toEqual(merged(shown).map(({ delay }) => delay));
    for (const [i, { pixels }] of merged(shown).entries()) {
      expect(psnr(frames[i]!.pixels, pixels)).toBeGreaterThan(38);
    }
    const theirs = await sharp(file, { animated: true }).gif().toBuffer();
    expect(again.length).toBeLessThan(theirs.length * 1.15 + 200);
  });
});

/** Pictures that are written without loss: what libvips and our decoder read of them, when they are, and what it takes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptBytes } from '../../../src/codecs/instance.ts';
import type { Size } from '../../../src/core/image/picture.ts';
import { scene, shades } from '../jpeg/encode-pictures.ts';
import { pixels } from '../raster/pictures.ts';
import { chunkOf, decode, encode, freshCodec, headerOf, reference, WEBP, webpOf } from './files.ts';

type Pixels = Uint8Array<ArrayBuffer>;

const codec = freshCodec();
/** What a chain asks for with `quality,Q_100` of a source without loss. */
const EXACT = { quality: 100, exact: true, codec } as const;

/** Pixels of so many colours, each repeated now and then, some of them clear. */
function drawing({ width, height }: Size, colours: number, opaque: boolean): Pixels {
  const drawn = new Uint8Array(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [at % width, Math.floor(at / width)];
    const colour = ((x >> 3) * 7 + (y >> 2) * 13 + (x % 5 === 0 ? y : 0)) % colours;
    const alpha = opaque ? 255 : (colour * 85) % 256;
    drawn.set([colour * 37, colour * 11 + 3, 255 - colour, alpha], at * 4);
  }
  return drawn;
}

/** Colours of clear pixels are nobody's. */
function seen(rgba: Uint8Array): Buffer {
  const result = Buffer.from(rgba);
  for (let at = 0; at < result.length; at += 4) if (result[at + 3] === 0) result.fill(0, at, at + 4);
  return result;
}

async function expectExact(drawn: Pixels, size: Size, opaque: boolean): Promise<Buffer> {
  const file = await encode(drawn, size, { opaque, ...EXACT });
  expect(chunkOf(file, 'VP8L')).toBeDefined();
  expect(seen(await reference(file)).equals(seen(drawn))).toBe(true);
  expect(seen(await decode(file)).equals(seen(drawn))).toBe(true);
  return file;
}

const KINDS = {
  noise: (size: Size, seed: number, opaque: boolean) => pixels(size, seed, opaque),
  shades: (size: Size) => shades(size),
  scene: (size: Size) => scene(size),
  drawing: (size: Size, seed: number, opaque: boolean) => drawing(size, 1 + seed * 3, opaque),
} as const;

describe('WebP without loss', () => {
  it('is read as it was drawn, at any size, of any kind', async () => {
    const side = fc.integer({ min: 1, max: 90 });
    await fc.assert(
      fc.asyncProperty(
        fc.record({ width: side, height: side }),
        fc.constantFrom(...(Object.keys(KINDS) as (keyof typeof KINDS)[])),
        fc.integer({ min: 0, max: 100 }),
        fc.boolean(),
        async (size, kind, seed, opaque) => {
          await expectExact(KINDS[kind](size, seed, opaque), size, opaque);
        },
      ),
      { numRuns: 80 },
    );
  });

  it.each([
    { width: 16_383, height: 3 },
    { width: 3, height: 16_383 },
    // More than is looked at together: the rest is written with what its beginning taught.
    { width: 2100, height: 1600 },
  ])('is exact at %o', async (size) => {
    await expectExact(drawing(size, 400, true), size, true);
  });

  it('follows a picture that changes after what is looked at together', async () => {
    const size = { width: 2048, height: 1600 };
    const drawn = drawing(size, 5, true);
    drawn.set(pixels({ width: 2048, height: 40 }, 3, true), 2048 * 1560 * 4);
    await expectExact(drawn, size, true);
  });

  // The three channels have 17.6 bits of entropy.
  it('spends nothing on the transparency of an opaque picture, also behind what is looked at together', async () => {
    const size = { width: 2048, height: 2304 };
    const file = await expectExact(pixels(size, 3, true), size, true);
    expect((file.length * 8) / (size.width * size.height)).toBeLessThan(17.8);
  });

  it.each([
    ['two colours', (size: Size) => drawing(size, 2, true)],
    ['a drawing', (size: Size) => drawing(size, 40, true)],
    ['a clear drawing', (size: Size) => drawing(size, 4, false)],
    ['a scene', (size: Size) => scene(size)],
  ])('%s takes about the bytes of libwebp', async (_, draw) => {
    const size = { width: 320, height: 240 };
    const drawn = draw(size);
    const ours = await encode(drawn, size, { opaque: false, ...EXACT });
    const theirs = await webpOf(drawn, size, { lossless: true });
    expect(ours.length).toBeLessThan(theirs.length * 1.08 + 60);
  });

  it('of a large scan in two tones has a palette: eight pixels a byte', async () => {
    const size = { width: 2048, height: 2048 };
    const drawn = new Uint8Array(size.width * size.height * 4).fill(255);
    for (let at = 0; at < size.width * size.height; at++) {
      const [x, y] = [at % size.width, Math.floor(at / size.width)];
      if (((x * x + y * 3) >> 7) % 5 === 0 || (x ^ (y >> 1)) % 31 === 0) drawn.fill(0, at * 4, at * 4 + 3);
    }
    const file = await expectExact(drawn, size, true);
    const theirs = await webpOf(drawn, size, { lossless: true });
    expect(file.length).toBeLessThan(theirs.length * 1.1);
  });

  it('gives the background of a page no codes of its own to be taken into', async () => {
    const size = { width: 512, height: 512 };
    const drawn = new Uint8Array(size.width * size.height * 4).fill(255);
    const textures = [pixels(size, 3, true), pixels(size, 4, true)];
    for (let y = 0; y < 512; y++) {
      for (let x = 0; x < 512; x++) {
        const at = (y * 512 + x) * 4;
        // Two textures of few, different levels in the corners of a blank page.
        const [left, top] = [x < 150 && y < 150, x > 362 && y > 362];
        for (let c = 0; c < 3; c++) {
          if (left) drawn[at + c] = textures[0]![at + c]! & 0x1f;
          if (top) drawn[at + c] = 128 + (textures[1]![at + c]! & 0x1f);
        }
      }
    }
    const file = await expectExact(drawn, size, true);
    const theirs = await webpOf(drawn, size, { lossless: true });
    expect(file.length).toBeLessThan(theirs.length * 1.05);
  });

  it('has the same bytes whatever was written before', async () => {
    const own = freshCodec();
    const small = { width: 61, height: 43 };
    const [drawn, large] = [scene(small), { width: 200, height: 150 }];
    const first = await encode(drawn, small, { opaque: true, ...EXACT, codec: own });
    for (const before of [pixels(large, 2, true), pixels(large, 3, false)]) {
      await encode(before, large, { opaque: false, ...EXACT, codec: own });
      expect((await encode(drawn, small, { opaque: true, ...EXACT, codec: own })).equals(first)).toBe(true);
    }
  });

  it.each(['fast', 'small'] as const)('is what is asked for, with the %s encoder too', async (kind) => {
    const size = { width: 90, height: 70 };
    const own = freshCodec(kind);
    const exact = await encode(scene(size), size, { opaque: true, ...EXACT, codec: own });
    expect((await reference(exact)).equals(Buffer.from(scene(size)))).toBe(true);
    const few = drawing(size, 9, true);
    const kept = await encode(few, size, { opaque: true, drawing: true, quality: 80, codec: own });
    expect((await reference(kept)).equals(Buffer.from(few))).toBe(true);
  });

  it('is chosen for a drawing, at any quality, where it is smaller', async () => {
    const size = { width: 200, height: 150 };
    const bytes = async (few: boolean) =>
      encode(drawing(size, 9, true), size, { opaque: true, drawing: few, quality: 80, codec });
    const [exact, lossy] = [await bytes(true), await bytes(false)];
    expect(headerOf(exact).exact).toBe(true);
    expect(headerOf(lossy).exact).toBe(false);
    expect(exact.length).toBeLessThan(lossy.length);
    expect(seen(await reference(exact)).equals(Buffer.from(drawing(size, 9, true)))).toBe(true);
  });

  it('is not chosen for photographs below full quality, nor for few colours in disorder', async () => {
    const size = { width: 200, height: 150 };
    const disorder = pixels(size, 5, true).map((value, at) => (at % 4 === 3 ? 255 : value & 0xe0));
    for (const drawn of [scene(size), disorder]) {
      const file = await encode(drawn, size, { opaque: true, drawing: true, quality: 60, codec });
      expect(chunkOf(file, 'VP8 ')).toBeDefined();
      const plain = await encode(drawn, size, { opaque: true, quality: 60, codec });
      expect(file.equals(plain)).toBe(true);
    }
  });

  it.each([
    [{ width: 1024, height: 1024 }, 'noise'],
    [{ width: 64, height: 48 }, 'scene'],
    [{ width: 1400, height: 1000 }, 'noise'],
    [{ width: 1400, height: 1000 }, 'drawing'],
    [{ width: 2300, height: 1500 }, 'scene'],
  ] as const)('%o of %s: plans what it holds', async (size, kind) => {
    const drawn = KINDS[kind](size, 9, true);
    const own = freshCodec();
    const output = { ...WEBP, ...EXACT };
    const planned = own.encoder!.peakBytes(size, output, true);
    // The result, and the pixels as indices.
    const plannedResult = own.encoder!.resultBytes!(size, output, true) + size.width * size.height;
    const before = keptBytes();
    const result = await encode(drawn, size, { opaque: true, ...EXACT, codec: own });
    const held = keptBytes() - before;
    expect(plannedResult).toBeGreaterThanOrEqual(result.length);
    expect(planned - plannedResult).toBeGreaterThanOrEqual(held);
    expect(planned - plannedResult).toBeLessThanOrEqual(held * 1.25 + 256 * 1024);
  });
});

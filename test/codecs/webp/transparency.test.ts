/** Transparency beside lossy pictures, which the lossless kernel writes: exact, small, and within the memory of a Worker. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptBytes } from '../../../src/codecs/instance.ts';
import type { Size } from '../../../src/core/image/picture.ts';
import { scene } from '../jpeg/encode-pictures.ts';
import { pixels } from '../raster/pictures.ts';
import { chunkOf, decode, encode, freshCodec, reference, WEBP, webpOf } from './files.ts';

type Pixels = Uint8Array<ArrayBuffer>;
type Alpha = (x: number, y: number, size: Size) => number;

const MIB = 1024 * 1024;

/** A photograph that is seen through. */
function veiled(size: Size, alpha: Alpha): Pixels {
  const drawn = Uint8Array.from(scene(size));
  for (let at = 0; at < size.width * size.height; at++) {
    drawn[at * 4 + 3] = alpha(at % size.width, Math.floor(at / size.width), size);
  }
  return drawn;
}

/** A disc with a soft edge. */
const disc: Alpha = (x, y, { width, height }) => {
  const far = Math.hypot((x - width / 2) / width, (y - height / 2) / height);
  return Math.round(255 * Math.min(1, Math.max(0, (0.45 - far) * 20)));
};

const alphas = (rgba: Uint8Array) => rgba.filter((_, i) => i % 4 === 3);

describe.each(['fast', 'small'] as const)('transparency beside lossy colours, %s', (kind) => {
  const codec = freshCodec(kind);

  it('is read as it was, by others and by us', async () => {
    const side = fc.integer({ min: 1, max: 70 });
    await fc.assert(
      fc.asyncProperty(fc.record({ width: side, height: side }), fc.nat(50), async (size, seed) => {
        const drawn = pixels(size, seed, false);
        const file = await encode(drawn, size, { opaque: false, codec });
        expect(Buffer.from(alphas(await reference(file))).equals(Buffer.from(alphas(drawn)))).toBe(true);
        expect(Buffer.from(alphas(await decode(file))).equals(Buffer.from(alphas(drawn)))).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  it('that begins below opaque rows, and is more than is looked at together', async () => {
    const size = { width: 1100, height: 1300 };
    const drawn = veiled(size, (x, y) => (y < 40 ? 255 : (x + y) & 255));
    const file = await encode(drawn, size, { opaque: false, codec });
    expect(Buffer.from(alphas(await reference(file))).equals(Buffer.from(alphas(drawn)))).toBe(true);
  });

  it('costs what the source tells of it: nearly nothing, as much as busy pixels take, and no more than may be written', () => {
    const beside = (size: Size, alphaBytes?: number) => {
      const output = { format: 'webp', quality: 75, interlace: false, alphaBytes } as const;
      return codec.encoder!.cost(size, output, false) - codec.encoder!.cost(size, output, true);
    };
    const size = { width: 1000, height: 1000 };
    expect([0, 1000, 10_000, 1_000_000, undefined].map((bytes) => Math.round(beside(size, bytes)))).toEqual([
      5, 6, 17, 250, 180,
    ]);
    const large = { width: 16_000, height: 16_000 };
    expect(beside(large, 100_000_000)).toBe(beside(large));
    expect(beside(large, 0)).toBeLessThan(beside(large) / 2);
  });

  it('of an opaque picture is not there', async () => {
    const size = { width: 64, height: 48 };
    const file = await encode(
      veiled(size, () => 255),
      size,
      { opaque: false, codec },
    );
    expect(chunkOf(file, 'ALPH')).toBeUndefined();
  });

  it('of a soft disc takes about the bytes of libwebp', async () => {
    const size = { width: 400, height: 300 };
    const drawn = veiled(size, disc);
    const file = await encode(drawn, size, { opaque: false, codec });
    const theirs = chunkOf(await webpOf(drawn, size), 'ALPH')!;
    expect(chunkOf(file, 'ALPH')!.length).toBeLessThan(theirs.length * 1.15 + 60);
  });
});

/** Numbers from 0 to 1 that are the same for the same place, and like no others. */
function chance(x: number, y: number): number {
  let mixed = Math.imul(x + 1, 0x9e3779b1) ^ Math.imul(y + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32;
}

/** About a normal distribution, of so many levels on either side. */
const grain = (x: number, y: number, sigma: number) => {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += chance(x + i * 4099, y);
  return Math.round(128 + sigma * sum);
};

// Of each the entropy, and about 5 % for what codes of whole bits lose.
describe('transparency of which a part at a time is looked at', () => {
  const size = { width: 2048, height: 1920 };

  it.each<[string, number, Alpha]>([
    ['four levels', 2.25, (x, y) => 85 * Math.floor(4 * chance(x, y))],
    ['sixteen levels', 4.2, (x, y) => 17 * Math.floor(16 * chance(x, y))],
    ['grain of three levels', 3.63 * 1.05, (x, y) => grain(x, y, 3)],
    ['grain of twelve levels', 5.63 * 1.05, (x, y) => grain(x, y, 12)],
    ['a pattern of dots', 0.03, (x, y) => ((x & 3) * 4 + ((y * 5) & 12) < x >> 7 ? 255 : 0)],
  ])('takes as many bits for %s as it has to', async (_, most, alpha) => {
    const file = await encode(veiled(size, alpha), size, { opaque: false });
    const bits = (chunkOf(file, 'ALPH')!.length * 8) / (size.width * size.height);
    expect(bits).toBeLessThan(most);
  });
});

describe('a large transparent picture', () => {
  const encoder = freshCodec().encoder!;

  it.each([
    { width: 6000, height: 4000 },
    { width: 8000, height: 6000 },
  ])('of %o is planned within 76 MiB at the usual quality: a source of 20 MiB fits beside it', (size) => {
    expect(encoder.peakBytes(size, WEBP, false)).toBeLessThan(76 * MIB);
  });

  it('takes no more than planned', async () => {
    const size = { width: 2600, height: 1700 };
    const own = freshCodec();
    const planned = own.encoder!.peakBytes(size, WEBP, false);
    const result = own.encoder!.resultBytes!(size, WEBP, false);
    const before = keptBytes();
    const file = await encode(veiled(size, disc), size, { opaque: false, codec: own });
    const held = keptBytes() - before;
    expect(file.length).toBeLessThan(result);
    expect(planned - result).toBeGreaterThanOrEqual(held);
    expect(planned - result).toBeLessThanOrEqual(held * 1.25 + MIB);
  });
});

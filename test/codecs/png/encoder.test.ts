import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Encoder } from '../../../src/codecs/codec.ts';
import type { Size } from '../../../src/core/image/picture.ts';
import type { Output } from '../../../src/core/spec/output.ts';
import { picture, pixels } from '../raster/pictures.ts';
import { codec, sourceOf } from './decode.ts';

const encoder = codec.encoder as Encoder;

async function encode(
  bytes: Uint8Array<ArrayBuffer>,
  size: Size,
  opaque: boolean,
  output: Partial<Output> = {},
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const wish: Output = { format: 'png', quality: 100, interlace: false, ...output };
  for await (const chunk of encoder.encode(picture(bytes, size, opaque, 7), wish)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** RGBA pixels as libvips reads them: an independent reader that checks digits and streams. */
async function decodeBySharp(file: Buffer): Promise<Uint8Array> {
  const image = sharp(file, { failOn: 'warning' }).toColourspace('srgb').ensureAlpha();
  return new Uint8Array(await image.raw().toBuffer());
}

const depthAndType = (file: Buffer): [number | undefined, number | undefined] => [file[24], file[25]];

/** A picture of `count` colours in turns. */
function ofColours(count: number, { width, height }: Size, opaque: boolean): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const colour = (i * 7 + (i >> 5)) % count;
    bytes.set([colour, (colour * 91) & 255, colour >> 4, opaque ? 255 : (colour * 3) & 255], i * 4);
  }
  return bytes;
}

/** A fifth of noise, and much that repeats: near and far, flat, in ramps. */
function stripes({ width, height }: Size): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(width * height * 4);
  const noise = pixels({ width, height: 1 + Math.ceil(height / 5) }, 9, false);
  for (let y = 0; y < height; y++) {
    const at = y * width * 4;
    if (y % 5 === 0) bytes.set(noise.subarray((y / 5) * width * 4, (y / 5 + 1) * width * 4), at);
    else if (y % 5 === 1) bytes.set(noise.subarray(0, width * 4), at);
    else if (y % 5 === 2) bytes.fill(y & 255, at, at + width * 4);
    else for (let i = 0; i < width * 4; i++) bytes[at + i] = (i >> 2) + (i & 3) * y;
  }
  return bytes;
}

describe('PNG encoder', () => {
  it('loses nothing, whatever the picture', async () => {
    const side = fc.integer({ min: 1, max: 70 });
    const size = fc.record({ width: side, height: side });
    await fc.assert(
      fc.asyncProperty(
        size,
        fc.boolean(),
        fc.integer(),
        fc.integer({ min: 1, max: 600 }),
        async (...args) => {
          const [size, opaque, seed, colours] = args;
          for (const bytes of [pixels(size, seed, opaque), ofColours(colours, size, opaque)]) {
            expect(await decodeBySharp(await encode(bytes, size, opaque))).toEqual(bytes);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 4],
    [16, 4],
    [17, 8],
    [256, 8],
  ])('writes %i colours as indices of %i bits', async (count, bits) => {
    const size = { width: 83, height: 61 };
    for (const opaque of [true, false]) {
      const bytes = ofColours(count, size, opaque);
      const file = await encode(bytes, size, opaque);
      expect(depthAndType(file)).toEqual([bits, 3]);
      expect(await decodeBySharp(file)).toEqual(bytes);
    }
  });

  it('writes pixels from the 257th colour on, wherever it comes', async () => {
    const size = { width: 64, height: 300 };
    for (const at of [0, 63, 64 * 150 + 5, 64 * 300 - 1]) {
      const bytes = ofColours(256, size, true);
      bytes.set([1, 2, 3], at * 4);
      const file = await encode(bytes, size, true);
      expect(depthAndType(file)).toEqual([8, 2]);
      expect(await decodeBySharp(file)).toEqual(bytes);
    }
  });

  it('writes few colours as pixels where that is smaller', async () => {
    const size = { width: 256, height: 64 };
    const slope = new Uint8Array(size.width * size.height * 4).map((_, i) =>
      i % 4 === 3 ? 255 : (i >> 2) & 255,
    );
    expect(depthAndType(await encode(slope, size, true))).toEqual([8, 2]);
  });

  it.each([
    ['grey', true, 0],
    ['grey and alpha', false, 4],
  ])('writes %s when told so', async (_, opaque, type) => {
    const size = { width: 90, height: 80 };
    const noise = pixels(size, 3, opaque);
    const grey = noise.map((value, i) => (i % 4 === 3 ? value : (noise[i - (i % 4)] ?? 0)));
    const file = await encode(grey, size, opaque, { grey: true });
    expect(await decodeBySharp(file)).toEqual(grey);
    expect(depthAndType(file)).toEqual([8, type]);
  });

  describe('of a picture that may be transparent', () => {
    const size = { width: 200, height: 150 };

    it('leaves alpha out when no pixel is', async () => {
      const bytes = pixels(size, 8, true);
      const file = await encode(bytes, size, false);
      expect(depthAndType(file)).toEqual([8, 2]);
      expect(await decodeBySharp(file)).toEqual(bytes);
    });

    it('keeps it for a single pixel, wherever it is', async () => {
      for (const at of [0, 15_000, 29_999]) {
        const bytes = pixels(size, 8, true);
        bytes[at * 4 + 3] = 254;
        const file = await encode(bytes, size, false);
        expect(depthAndType(file)).toEqual([8, 6]);
        expect(await decodeBySharp(file)).toEqual(bytes);
      }
    });

    it('releases it when its reader leaves early', async () => {
      let released = false;
      const source = {
        ...size,
        opaque: false,
        async *bands() {
          try {
            for (;;) yield new Uint8ClampedArray(size.width * 4);
          } finally {
            released = true;
          }
        },
      };
      for await (const chunk of encoder.encode(source, { format: 'png', quality: 100, interlace: false })) {
        expect(chunk.length).toBeGreaterThan(0);
        break;
      }
      expect(released).toBe(true);
    });
  });

  it.each([
    ['pixels', pixels({ width: 40, height: 30 }, 1, true)],
    ['a palette', ofColours(9, { width: 40, height: 30 }, true)],
  ])('keeps the profile with %s', async (_, bytes) => {
    const plain = sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } });
    const { icc } = await sharp(await plain.withIccProfile('p3').png().toBuffer()).metadata();
    const file = await encode(bytes, { width: 40, height: 30 }, true, { icc: new Uint8Array(icc!) });
    expect((await sharp(file).metadata()).icc).toEqual(icc);
    expect(sourceOf(file).icc).toEqual(new Uint8Array(icc!));
  });

  it('loses nothing of a picture so large that it is written quickly', async () => {
    const size = { width: 4099, height: 4103 };
    const bytes = stripes(size);
    const file = await encode(bytes, size, false);
    expect(Buffer.compare(await decodeBySharp(file), bytes)).toBe(0);
    // Noise takes all of its bytes; what repeats takes hardly any.
    expect(file.length).toBeLessThan(0.35 * bytes.length);
  });

  it('gives its chunks out while rows come', async () => {
    const size = { width: 500, height: 400 };
    let rows = 0;
    const source = picture(pixels(size, 9, true), size, true, 10);
    const counted = {
      ...source,
      async *bands() {
        for await (const band of source.bands()) {
          rows += band.length / (size.width * 4);
          yield band;
        }
      },
    };
    const seen: number[] = [];
    const output: Output = { format: 'png', quality: 100, interlace: false };
    for await (const chunk of encoder.encode(counted, output)) if (chunk.length > 10_000) seen.push(rows);
    expect(seen.length).toBeGreaterThan(10);
    expect(seen[0]).toBeLessThan(100);
  });

  it('holds wide rows', async () => {
    const size = { width: 20_011, height: 3 };
    const bytes = pixels(size, 4, false);
    expect(await decodeBySharp(await encode(bytes, size, false))).toEqual(bytes);
  });
});

describe('size of the result', () => {
  const noise = (sigma: number): Sharp =>
    sharp({
      create: {
        width: 640,
        height: 480,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', mean: 128, sigma },
      },
    });
  const drawing = `<svg width="640" height="480"><rect width="640" height="480" fill="#fed"/>${Array.from(
    { length: 40 },
    (_, i) =>
      `<circle cx="${(i * 97) % 640}" cy="${(i * 61) % 480}" r="${10 + i}" fill="hsl(${i * 9} 60% 50%)"/>`,
  ).join('')}</svg>`;

  it.each<[string, () => Sharp, number]>([
    ['noise', () => noise(40), 1.01],
    ['soft noise', () => noise(40).blur(3), 1.05],
    ['a drawing', () => sharp(Buffer.from(drawing)).removeAlpha(), 1.05],
  ])('of %s is near that of zlib with the same filters', async (_, make, most) => {
    const { data, info } = await make().ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    const theirs = await sharp(data, { raw: info }).removeAlpha().png({ adaptiveFiltering: true }).toBuffer();
    const ours = await encode(new Uint8Array(data), info, true);
    expect(ours.length / theirs.length).toBeLessThan(most);
  });
});

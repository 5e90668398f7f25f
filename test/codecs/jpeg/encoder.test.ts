import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { ChromaSampling } from '../../../src/codecs/jpeg/planes.ts';
import type { Picture } from '../../../src/core/image/picture.ts';
import { damaged } from '../../../src/core/spec/error.ts';
import { picture, pixels as noise, psnr } from '../raster/pictures.ts';
import {
  decoded,
  encoded,
  encodeScene,
  freshEncoder,
  greyScene,
  JPG,
  scene,
  segments,
  shades,
  withoutAlpha,
} from './encode-pictures.ts';

const SIZE = { width: 611, height: 403 };
const QUALITIES = [10, 30, 60, 75, 82, 90, 95, 100];
const SAMPLINGS: ChromaSampling[] = ['4:2:0', '4:4:4'];
const DEFINE_QUANTISATION_TABLE = 0xdb;

describe.each(SAMPLINGS)('a photograph in %s', (sampling) => {
  const pixels = scene(SIZE);
  const rgb = withoutAlpha(pixels);
  it.each(QUALITIES.flatMap((quality) => [false, true].map((interlace) => ({ quality, interlace }))))(
    'is as good and as small as from libjpeg at %j',
    async ({ quality, interlace }) => {
      const ours = await encodeScene(pixels, SIZE, { ...JPG, quality, interlace }, { sampling });
      const theirs = await sharp(rgb, { raw: { ...SIZE, channels: 3 } })
        .jpeg({ quality, progressive: interlace, chromaSubsampling: sampling, optimiseCoding: true })
        .toBuffer();
      expect(ours.length).toBeLessThan(theirs.length * 1.02);
      expect(psnr(await decoded(ours), rgb)).toBeGreaterThan(psnr(await decoded(theirs), rgb) - 0.1);
      expect(await sharp(ours).metadata()).toMatchObject({
        ...SIZE,
        format: 'jpeg',
        isProgressive: interlace,
        chromaSubsampling: sampling,
      });
    },
  );
});

describe('grey', () => {
  it.each([false, true])('is one component, interlaced: %s', async (interlace) => {
    const pixels = greyScene(SIZE);
    const file = await encodeScene(pixels, SIZE, { ...JPG, interlace, grey: true });
    const luma = pixels.filter((_, at) => at % 4 === 0);
    const reference = await sharp(luma, { raw: { ...SIZE, channels: 1 } })
      .jpeg({ quality: 80, progressive: interlace })
      .toBuffer();
    expect(await sharp(file).metadata()).toMatchObject({ channels: 1, isProgressive: interlace });
    expect(psnr(await greyOf(file), luma)).toBeGreaterThan(psnr(await greyOf(reference), luma) - 0.1);
    expect(file.length).toBeLessThan(reference.length * 1.02);
  });
});

function greyOf(file: Uint8Array): Promise<Buffer> {
  return sharp(file).toColourspace('b-w').raw().toBuffer();
}

describe('every size up to 17 x 17', () => {
  const sides = Array.from({ length: 17 }, (_, index) => index + 1);
  it.each([
    ['4:2:0', false, false],
    ['4:2:0', true, false],
    ['4:4:4', false, false],
    ['4:4:4', true, false],
    ['4:2:0', false, true],
    ['4:2:0', true, true],
  ] as const)(
    'opens and shows what was put in: %s, interlaced %s, grey %s',
    async (sampling, interlace, grey) => {
      const { encoder } = freshEncoder({ sampling });
      for (const width of sides) {
        for (const height of sides) {
          const size = { width, height };
          const pixels = shades(size);
          if (grey) for (let at = 0; at < pixels.length; at += 4) pixels.fill(pixels[at]!, at, at + 3);
          const output = { ...JPG, quality: 97, interlace, grey };
          const file = await encoded(encoder, picture(pixels, size, true), output);
          const seen = await sharp(file).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
          expect(seen.info).toMatchObject(size);
          expect(psnr(seen.data, withoutAlpha(pixels))).toBeGreaterThan(36);
        }
      }
    },
  );
});

it('gives the same bytes whatever the height of the bands', async () => {
  const size = { width: 83, height: 71 };
  const pixels = scene(size);
  const whole = await encodeScene(pixels, size, JPG);
  const { encoder } = freshEncoder();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 71 }), async (heights) => {
      const cut: Picture = {
        ...picture(pixels, size, true),
        bands: () => inBands(pixels, size.width, heights),
      };
      expect(await encoded(encoder, cut, JPG)).toEqual(whole);
    }),
    { numRuns: 30 },
  );
});

async function* inBands(pixels: Uint8Array<ArrayBuffer>, width: number, heights: number[]) {
  let at = 0;
  for (const height of heights) {
    if (at < pixels.length) yield new Uint8ClampedArray(pixels.slice(at, at + height * width * 4).buffer);
    at += height * width * 4;
  }
}

it('holds the same coefficients in progressive scans as in one, whatever the picture', async () => {
  const { encoder } = freshEncoder();
  const colourful = freshEncoder({ sampling: '4:4:4' }).encoder;
  const side = fc.integer({ min: 1, max: 90 });
  const grains = fc.constantFrom('noise', 'scene', 'rough scene');
  const job = fc.record({ width: side, height: side, quality: fc.integer({ min: 1, max: 100 }), grains });
  await fc.assert(
    fc.asyncProperty(job, fc.boolean(), fc.boolean(), async ({ grains, quality, ...size }, whole, grey) => {
      const pixels = grains === 'noise' ? noise(size, 3, true) : scene(size, grains === 'scene' ? 6 : 90);
      const write = (interlace: boolean) =>
        encoded(whole ? colourful : encoder, picture(pixels, size, true), {
          ...JPG,
          quality,
          interlace,
          grey,
        });
      expect(await decoded(await write(true))).toEqual(await decoded(await write(false)));
    }),
    { numRuns: 150 },
  );
});

it.each(Array.from({ length: 100 }, (_, index) => index + 1))(
  'has the quantisation tables of libjpeg at quality %d, so that a reader finds it again',
  async (quality) => {
    const size = { width: 8, height: 8 };
    const pixels = shades(size);
    const ours = await encodeScene(pixels, size, { ...JPG, quality });
    const theirs = await sharp(pixels, { raw: { ...size, channels: 4 } })
      .jpeg({ quality })
      .toBuffer();
    expect(tables(ours)).toEqual(tables(theirs));
  },
);

/** Both quantisation tables, however they are spread over segments. */
function tables(file: Uint8Array): Buffer {
  const found = segments(file).filter(({ marker }) => marker === DEFINE_QUANTISATION_TABLE);
  return Buffer.concat(found.map(({ content }) => content));
}

describe('a picture whose records outgrow their buffer', () => {
  const size = { width: 1500, height: 1100 };
  const pixels = noise(size, 7, true);
  const rgb = withoutAlpha(pixels);
  it.each([98, 100])('is coded with tables guessed early, nothing lost, at quality %d', async (quality) => {
    const file = await encodeScene(pixels, size, { ...JPG, quality }, { sampling: '4:4:4' });
    const reference = await sharp(rgb, { raw: { ...size, channels: 3 } })
      .jpeg({ quality, chromaSubsampling: '4:4:4' })
      .toBuffer();
    expect(psnr(await decoded(file), rgb)).toBeGreaterThan(psnr(await decoded(reference), rgb) - 0.2);
    expect(file.length).toBeLessThan(reference.length * 1.02);
  });
  const calmBelow = pixels.slice().fill(200, Math.floor(0.6 * pixels.length));
  const calmAbove = pixels.slice().fill(200, 0, Math.floor(0.3 * pixels.length));
  it.each([
    ['noise', pixels, '4:4:4', false],
    ['noise', pixels, '4:2:0', false],
    ['noise', greyScene(size, 90), '4:4:4', true],
    ['something calm below noise', calmBelow, '4:2:0', false],
    ['something calm above noise', calmAbove, '4:4:4', false],
  ] as const)(
    'has the same coefficients in scans side by side: %s, %#',
    async (_, pixels, sampling, grey) => {
      const write = (interlace: boolean) =>
        encodeScene(pixels, size, { ...JPG, quality: 100, interlace, grey }, { sampling });
      const progressive = await write(true);
      expect(await sharp(progressive).metadata()).toMatchObject({ ...size, isProgressive: true });
      expect((await decoded(progressive)).equals(await decoded(await write(false)))).toBe(true);
    },
  );
});

it.each([75, 100])('is progressive when asked to, whatever it shows, at quality %d', async (quality) => {
  const size = { width: 1632, height: 1224 };
  const file = await encodeScene(noise(size, 5, true), size, { ...JPG, quality, interlace: true });
  expect(await sharp(file).metadata()).toMatchObject({ ...size, isProgressive: true });
});

it('keeps colour at every pixel when the output asks for it', async () => {
  const size = { width: 64, height: 48 };
  for (const fullChroma of [false, true]) {
    const file = await encodeScene(scene(size, 6), size, { ...JPG, fullChroma });
    const chromaSubsampling = fullChroma ? '4:4:4' : '4:2:0';
    expect(await sharp(file).metadata()).toMatchObject({ chromaSubsampling });
  }
});

describe('extreme contrast', () => {
  it.each([false, true])('survives the largest coefficients there are, interlaced: %s', async (interlace) => {
    const size = { width: 64, height: 64 };
    const pixels = new Uint8Array(64 * 64 * 4).map((_, at) => {
      const x = (at >> 2) & 63;
      const y = at >> 8;
      return at % 4 === 3 || ((x >> ((y >> 3) & 3)) + (y & 1)) & 1 ? 255 : 0;
    });
    const file = await encodeScene(pixels, size, { ...JPG, quality: 100, interlace }, { sampling: '4:4:4' });
    expect(psnr(await decoded(file), withoutAlpha(pixels))).toBeGreaterThan(45);
  });
});

describe('the instance', () => {
  const size = { width: 40, height: 40 };
  const failing = (error: Error): Picture => ({
    ...picture(scene(size), size, true),
    async *bands() {
      yield new Uint8ClampedArray(size.width * 4 * 3);
      throw error;
    },
  });
  it('outlives a picture that turns out to be damaged', async () => {
    const { encoder, kernel } = freshEncoder();
    await expect(encoded(encoder, failing(damaged('no scan')), JPG)).rejects.toThrow('no scan');
    expect(kernel.bytes).toBeGreaterThan(0);
    const after = await encoded(encoder, picture(scene(size), size, true), JPG);
    expect(after).toEqual(await encodeScene(scene(size), size, JPG));
  });
  it('is given up after anything unforeseen', async () => {
    const { encoder, kernel } = freshEncoder();
    await expect(encoded(encoder, failing(new Error('boom')), JPG)).rejects.toThrow('boom');
    expect(kernel.bytes).toBe(0);
  });
});

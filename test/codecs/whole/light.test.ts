/** Linear light reaches every way a picture is read, scaled and written. */
import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/core/engine/engine.ts';
import type { Scaling } from '../../../src/core/image/light.ts';
import type { Size } from '../../../src/core/image/picture.ts';
import { bodyOf, nodeEngine } from '../../../scripts/lib/engine.ts';

const SIZE: Size = { width: 192, height: 160 };
/** The mean of black and white, of numbers and of light. */
const MEAN = { gamma: 128, linear: 188 };

const engines = {} as Record<Scaling, Engine>;

beforeAll(async () => {
  for (const scaling of ['gamma', 'linear', 'best'] as const) {
    engines[scaling] = await nodeEngine({ animatedPng: true, parts: { scaling } });
  }
});

/** Columns of black and white, one pixel wide; as so many frames below each other. */
function stripes(frames = 1): Sharp {
  const { width, height } = SIZE;
  const data = Uint8Array.from(
    { length: width * height * frames * 3 },
    (_, i) => (Math.floor(i / 3) % 2) * 255,
  );
  return sharp(data, { raw: { width, height: height * frames, channels: 3, pageHeight: height } });
}

async function rendered(scaling: Scaling, file: Uint8Array, text: string): Promise<Uint8Array> {
  const engine = engines[scaling];
  const { chunks } = await engine.render({
    chain: engine.parse(`image/${text}`),
    size: file.length,
    body: bodyOf(file),
  });
  return Buffer.concat(chunks);
}

/** The mean of the greens away from the border, in all frames. */
async function meanOf(file: Uint8Array): Promise<number> {
  const image = sharp(file, { animated: true });
  const { data, info } = await image
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  let [sum, count] = [0, 0];
  for (let i = 0; i < info.width * info.height; i++) {
    const x = i % info.width;
    if (x < 6 || x >= info.width - 6) continue;
    sum += data[i * info.channels + 1]!;
    count += 1;
  }
  return sum / count;
}

const SOURCES: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  'JPEG 4:2:0': () => stripes().jpeg({ quality: 100 }).toBuffer(),
  'JPEG 4:4:4': () => stripes().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer(),
  'progressive JPEG': () => stripes().jpeg({ quality: 100, progressive: true }).toBuffer(),
  'grey JPEG': () => stripes().toColourspace('b-w').jpeg({ quality: 100 }).toBuffer(),
  PNG: () => stripes().png().toBuffer(),
  'PNG of 16 bits': () => stripes().toColourspace('rgb16').png().toBuffer(),
  'grey PNG': () => stripes().toColourspace('b-w').png().toBuffer(),
  'PNG with a palette': () => stripes().png({ palette: true }).toBuffer(),
  'PNG with transparency': () => stripes().ensureAlpha(0.99).png().toBuffer(),
  'Adam7 PNG': () => stripes().png({ progressive: true }).toBuffer(),
  'lossy WebP': () => stripes().webp({ quality: 100, effort: 1 }).toBuffer(),
  'lossless WebP': () => stripes().webp({ lossless: true }).toBuffer(),
  TIFF: () => stripes().tiff({ compression: 'lzw' }).toBuffer(),
  AVIF: () => stripes().avif({ lossless: true, effort: 0, chromaSubsampling: '4:4:4' }).toBuffer(),
};

describe.each(Object.keys(SOURCES))('stripes in %s', (name) => {
  it.each([
    ['resize,w_64', 'png'],
    ['resize,w_96', 'png'],
    ['resize,w_64', 'jpg'],
    ['crop,x_9,y_7,w_150,h_130/resize,w_50', 'png'],
    ['rotate,90/resize,h_64/rotate,270', 'png'],
  ])('%s to %s', async (chain, format) => {
    const file = await SOURCES[name]!();
    const means = await Promise.all(
      (['gamma', 'linear', 'best'] as const).map(async (scaling) =>
        meanOf(await rendered(scaling, file, `${chain}/format,${format}/quality,Q_100`)),
      ),
    );
    const expected = [MEAN.gamma, MEAN.linear, MEAN.linear];
    expect(means.every((mean, i) => Math.abs(mean - expected[i]!) < 4)).toBe(true);
  });
});

describe('linear light', () => {
  it('is in pictures that move, in second scalings and in marks', async () => {
    const png = await SOURCES['PNG']!();
    const twice = await rendered('linear', png, 'resize,w_192,h_80,m_fixed/resize,w_64/format,png');
    expect(Math.abs((await meanOf(twice)) - MEAN.linear)).toBeLessThan(4);
    for (const moving of [
      await stripes(2).gif().toBuffer(),
      await stripes(2).webp({ lossless: true }).toBuffer(),
    ]) {
      const smaller = await rendered('linear', moving, 'resize,w_64/format,webp/quality,Q_100');
      expect((await sharp(smaller).metadata()).width).toBe(64);
      expect(Math.abs((await meanOf(smaller)) - MEAN.linear)).toBeLessThan(4);
    }
  });

  it('of strong colours is in JPEG where it is to be exact, and in every other format', async () => {
    const { width, height } = SIZE;
    const data = Uint8Array.from({ length: width * height * 3 }, (_, i) =>
      i % 6 === 0 || i % 6 === 5 ? 255 : 0,
    );
    const image = sharp(data, { raw: { width, height, channels: 3 } });
    const jpeg = await image.jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
    const png = await image.png().toBuffer();
    for (const [scaling, file, red] of [
      ['best', jpeg, MEAN.linear],
      ['linear', png, MEAN.linear],
      ['gamma', jpeg, MEAN.gamma],
    ] as const) {
      const shown = await sharp(await rendered(scaling, file, 'resize,w_96/format,png')).stats();
      expect(Math.abs(shown.channels[0]!.mean - red)).toBeLessThan(6);
    }
  });

  it('changes no picture that is not scaled, and no report', async () => {
    const jpeg = await SOURCES['JPEG 4:2:0']!();
    for (const chain of [
      'quality,Q_80',
      'crop,w_50,h_50/format,png',
      'rotate,90',
      'blur,r_50,s_20',
      'average-hue',
    ]) {
      const [usual, ...others] = await Promise.all(
        (['gamma', 'linear', 'best'] as const).map((scaling) => rendered(scaling, jpeg, chain)),
      );
      for (const other of others) expect(other).toEqual(usual);
    }
  });

  it('gives in a cut and in strips what the whole has there', async () => {
    const size = { width: 640, height: 480 };
    const noise = Uint8Array.from(
      { length: size.width * size.height * 3 },
      (_, i) => Math.imul(i >> 4, 0x9e3779b1) >>> 24,
    );
    const file = await sharp(noise, { raw: { ...size, channels: 3 } })
      .jpeg({ quality: 95 })
      .toBuffer();
    const window = fc.record({
      x: fc.nat(40),
      y: fc.nat(30),
      width: fc.integer({ min: 1, max: 30 }),
      height: fc.integer({ min: 1, max: 30 }),
      // At 83 the picture is 62 high: every window lies inside.
      w: fc.constantFrom(83, 100, 160, 300),
      scaling: fc.constantFrom<Scaling>('linear', 'best'),
    });
    await fc.assert(
      fc.asyncProperty(window, async ({ x, y, width, height, w, scaling }) => {
        const whole = await rendered(scaling, file, `resize,w_${w}/format,png`);
        const part = await rendered(
          scaling,
          file,
          `resize,w_${w}/crop,x_${x},y_${y},w_${width},h_${height}/format,png`,
        );
        const expected = await sharp(whole).extract({ left: x, top: y, width, height }).raw().toBuffer();
        expect(await sharp(part).raw().toBuffer()).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });
});

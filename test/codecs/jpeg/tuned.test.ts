import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawInterface, drawLineArt } from '../../../bench/drawings.ts';
import { byteRatio, type CurvePoint } from '../../../bench/byte-ratio.ts';
import { paintScene } from '../../../bench/scene.ts';
import { ssimulacra2 } from '../../../bench/ssimulacra2.ts';
import type { JpegEncoding } from '../../../src/codecs/jpeg/encoder.ts';
import type { Size } from '../../../src/core/image/picture.ts';
import { picture, pixels as noise, psnr } from '../raster/pictures.ts';
import {
  decoded,
  encoded,
  encodeScene,
  freshEncoder,
  greyScene,
  JPG,
  scene,
  shades,
  withoutAlpha,
} from './encode-pictures.ts';
import { codecWith, sourceOf } from './support.ts';

const SIZE = { width: 320, height: 240 };
const TUNED: JpegEncoding = { tuned: true };

const drawn = (svg: string) =>
  sharp(Buffer.from(svg)).resize(SIZE.width, SIZE.height).flatten({ background: '#fff' }).raw().toBuffer();
const MOTIFS: Record<string, () => Promise<Buffer> | Buffer> = {
  'a painted scene': () => Buffer.from(paintScene(SIZE)),
  'a page of an application': () => drawn(drawInterface({ width: 1600, height: 1200 })),
  'line art': () => drawn(drawLineArt({ width: 1600, height: 1200 })),
};

function withAlpha(rgb: Uint8Array): Uint8Array<ArrayBuffer> {
  const rgba = new Uint8Array((rgb.length / 3) * 4).fill(255);
  for (let at = 0; at < rgba.length / 4; at++) rgba.set(rgb.subarray(at * 3, at * 3 + 3), at * 4);
  return rgba;
}

/** How alike and how large a picture gets at qualities from low to high. */
async function curve(rgb: Uint8Array, encoding: JpegEncoding): Promise<CurvePoint[]> {
  const points: CurvePoint[] = [];
  for (const quality of [30, 50, 70, 85, 94]) {
    const file = await encodeScene(withAlpha(rgb), SIZE, { ...JPG, quality }, encoding);
    points.push([ssimulacra2(rgb, await decoded(file), SIZE), Math.log(file.length)]);
  }
  return points;
}

it.each(Object.keys(MOTIFS))('takes a twelfth fewer bytes for an equally good %s', async (name) => {
  const rgb = await MOTIFS[name]!();
  const [tuned, fast] = [await curve(rgb, TUNED), await curve(rgb, {})];
  expect(byteRatio(tuned, fast)).toBeLessThan(11 / 12);
  // A quality keeps its meaning.
  const apart = tuned.map(([score], at) => score - fast[at]![0]);
  expect(Math.abs(apart.reduce((sum, each) => sum + each, 0) / apart.length)).toBeLessThan(6);
});

it.each([false, true])('takes more bytes at higher qualities, interlaced: %s', async (interlace) => {
  const { encoder } = freshEncoder(TUNED);
  const source = picture(scene(SIZE), SIZE, true);
  let before = 0;
  for (let quality = 5; quality <= 100; quality += 5) {
    const { length } = await encoded(encoder, source, { ...JPG, quality, interlace });
    expect(length).toBeGreaterThan(before);
    before = length;
  }
});

it('is read in any layout, and progressive scans hold the same as one', async () => {
  const encoders = {
    '4:2:0': freshEncoder(TUNED).encoder,
    '4:4:4': freshEncoder({ ...TUNED, sampling: '4:4:4' }).encoder,
  };
  const side = fc.integer({ min: 1, max: 90 });
  const job = fc.record({
    size: fc.record({ width: side, height: side }),
    quality: fc.integer({ min: 1, max: 100 }),
    sampling: fc.constantFrom('4:2:0' as const, '4:4:4' as const),
    grey: fc.boolean(),
    look: fc.constantFrom('noise', 'scene', 'shades', 'rough scene'),
  });
  await fc.assert(
    fc.asyncProperty(job, async ({ size, quality, sampling, grey, look }) => {
      const [width, height] = [size.width, size.height];
      const looks = {
        noise: () => noise(size, 3, true),
        scene: () => scene(size),
        shades: () => shades(size),
      };
      const pixels = look === 'rough scene' ? scene(size, 90) : looks[look as keyof typeof looks]();
      const write = (interlace: boolean) => {
        const output = { ...JPG, quality, grey, interlace };
        return encoded(encoders[sampling], picture(pixels, size, true), output);
      };
      const file = await write(false);
      expect(sourceOf(file)).toMatchObject({
        width,
        height,
        colour: grey ? 'grey' : 'rgb',
        interlaced: false,
      });
      expect(await decoded(await write(true))).toEqual(await decoded(file));
    }),
    { numRuns: 150 },
  );
});

it.each(Array.from({ length: 100 }, (_, index) => index + 1))(
  'is known to be of quality %d',
  async (quality) => {
    for (const grey of [false, true]) {
      const file = await encodeScene(
        shades({ width: 8, height: 8 }),
        { width: 8, height: 8 },
        { ...JPG, quality, grey },
        TUNED,
      );
      expect(sourceOf(file).quality).toBe(quality);
    }
  },
);

it('loses as little as there is to lose at quality 100', async () => {
  for (const sampling of ['4:2:0', '4:4:4'] as const) {
    const pixels = scene(SIZE);
    const quality = 100;
    const tuned = await encodeScene(pixels, SIZE, { ...JPG, quality }, { ...TUNED, sampling });
    const fast = await encodeScene(pixels, SIZE, { ...JPG, quality }, { sampling });
    const rgb = withoutAlpha(pixels);
    expect(psnr(await decoded(tuned), rgb)).toBeGreaterThan(psnr(await decoded(fast), rgb) - 0.3);
  }
});

describe('a coefficient by itself', () => {
  /** Samples between darkest and lightest of a block with one frequency, of so many steps. */
  async function swing(steps: number, quality: number): Promise<number> {
    const size = { width: 64, height: 64 };
    const [u, v] = [4, 3];
    const step = { 50: 40, 60: 32 }[quality]!;
    const pixels = Uint8Array.from({ length: 64 * 64 * 4 }, (_, at) => {
      const [x, y] = [(at >> 2) & 7, (at >> 8) & 7];
      const wave = Math.cos(((2 * x + 1) * u * Math.PI) / 16) * Math.cos(((2 * y + 1) * v * Math.PI) / 16);
      return at % 4 === 3 ? 255 : Math.round(128 + (steps * step * wave) / 4);
    });
    const seen = await decoded(await encodeScene(pixels, size, { ...JPG, quality, grey: true }, TUNED));
    return Math.max(...seen) - Math.min(...seen);
  }
  it.each([50, 60])('is left out where it would be rounded up, at quality %d', async (quality) => {
    expect(await swing(0.55, quality)).toBe(0);
  });
  it.each([50, 60])('is never left out from a whole step on, at quality %d', async (quality) => {
    expect(await swing(1.2, quality)).toBeGreaterThan(10);
  });
});

it('is what the setting asks for', async () => {
  const size: Size = { width: 64, height: 48 };
  const source = picture(greyScene(size), size, true);
  const file = (name: 'fast' | 'tuned') => encoded(codecWith(name).encoder!, source, JPG);
  expect(await file('tuned')).toEqual(await encodeScene(greyScene(size), size, JPG, TUNED));
  expect(await file('fast')).toEqual(await encodeScene(greyScene(size), size, JPG));
});

it('costs no more than twice as much, by its plan', () => {
  const costs = [TUNED, {}].map((encoding) => freshEncoder(encoding).encoder.cost!(SIZE, JPG, true));
  expect(costs[0]).toBeGreaterThan(costs[1]!);
  expect(costs[0]).toBeLessThanOrEqual(2 * costs[1]!);
});

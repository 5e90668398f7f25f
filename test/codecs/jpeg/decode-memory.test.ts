import fc from 'fast-check';
import sharp, { type JpegOptions } from 'sharp';
import { expect, it } from 'vitest';
import { SCALINGS } from '../../../src/core/image/light.ts';
import type { DecodeWish } from '../../../src/codecs/codec.ts';
import { keepInstance } from '../../../src/codecs/instance.ts';
import type { JpegDecodeExports } from '../../../src/codecs/jpeg/decode-kernel.ts';
import { jpegDecoder } from '../../../src/codecs/jpeg/decoder.ts';
import { type ChromaSampling, planesOf } from '../../../src/codecs/jpeg/planes.ts';
import { module, sourceOf, wholeOf } from './support.ts';

const SHAPES = [
  [900, 700],
  [6000, 30],
  [30, 6000],
  [3, 2],
] as const;
const OPTIONS = [
  {},
  { chromaSubsampling: '4:4:4' },
  { progressive: true },
  { progressive: true, chromaSubsampling: '4:4:4' },
];

/** Bytes that a fresh instance and the largest band come to. */
async function held(
  bytes: Uint8Array,
  wish: DecodeWish,
  sampling: ChromaSampling | undefined,
): Promise<number> {
  const kernel = keepInstance<JpegDecodeExports>(module);
  const picture = jpegDecoder(kernel).decode(bytes, sourceOf(bytes), wish);
  let band = 0;
  if (sampling)
    for (const row of planesOf(picture, kernel)?.mcuRows(sampling) ?? [])
      if (typeof row !== 'number') expect(row.y).toBeGreaterThan(0);
      else for await (const { length } of picture.bands()) band = Math.max(band, length);
  return kernel.bytes + band;
}

const part = (most: number) =>
  fc
    .tuple(fc.nat(most - 1), fc.nat(most - 1))
    .map(([a, b]) => [Math.min(a, b), Math.abs(a - b) + 1] as const);
const within = (width: number, height: number) =>
  fc
    .tuple(fc.boolean(), part(width), part(height))
    .map(([whole, [x, across], [y, down]]) =>
      whole ? { x: 0, y: 0, width, height } : { x, y, width: across, height: down },
    );
const wishes = (width: number, height: number) =>
  fc
    .tuple(
      within(width, height),
      fc.integer({ min: 1, max: 1500 }),
      fc.integer({ min: 1, max: 1500 }),
      fc.constantFrom(SCALINGS.gamma.wish, SCALINGS.linear.wish, SCALINGS.best.wish),
    )
    .chain(([cut, w, h, light]) =>
      within(w, h).map((window) => ({ cut, scale: { width: w, height: h }, window, light })),
    );

async function noise(width: number, height: number, options: JpegOptions) {
  const create = {
    width,
    height,
    channels: 3 as const,
    background: '#888',
    noise: { type: 'gaussian' as const, mean: 128, sigma: 30 },
  };
  return new Uint8Array(await sharp({ create }).jpeg(options).toBuffer());
}

it.each(SHAPES.flatMap(([width, height]) => OPTIONS.map((options) => [width, height, options] as const)))(
  'the plan for any wish is not below the truth: %i × %i %j',
  async (width, height, options) => {
    const bytes = await noise(width, height, options);
    const source = sourceOf(bytes);
    const { plan } = jpegDecoder(keepInstance(module));
    const form = fc.constantFrom(undefined, '4:2:0' as const, '4:4:4' as const);
    await fc.assert(
      fc.asyncProperty(wishes(width, height), form, async (wish, sampling) => {
        expect(plan(source, wish).peakBytes).toBeGreaterThanOrEqual(await held(bytes, wish, sampling));
      }),
      { numRuns: 40 },
    );
  },
);

// Chroma in full that is halved on its way out: its filter is twice as wide, and just not wide enough for boxes.
it.each([[188], [200], [240], [300], [375]])(
  'the plan covers full chroma that becomes half of %i × 1',
  async (width) => {
    const bytes = await noise(6000, 30, { progressive: true, chromaSubsampling: '4:4:4' });
    const source = sourceOf(bytes);
    const scale = { width, height: 1 };
    const wish = { cut: wholeOf(source), scale, window: wholeOf(scale) };
    const { plan } = jpegDecoder(keepInstance(module));
    expect(plan(source, wish).peakBytes).toBeGreaterThanOrEqual(await held(bytes, wish, '4:2:0'));
  },
);

import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { DecodePlan, DecodeWish } from '../../../src/codecs/codec.ts';
import { keptBytes } from '../../../src/codecs/instance.ts';
import { pngCodec } from '../../../src/codecs/png/index.ts';
import { plainKernels } from '../../../src/core/image/kernels/plain.ts';
import type { Picture, Size } from '../../../src/core/image/picture.ts';
import type { PngDetails } from '../../../src/codecs/png/header.ts';
import type { Source } from '../../../src/core/spec/source.ts';
import { collect, picture, psnr } from '../raster/pictures.ts';
import { decode, decoder, sourceOf, wishFor } from './decode.ts';

const png = new WebAssembly.Module(readFileSync(new URL('../../../wasm/build/png.wasm', import.meta.url)));

type Channels = 1 | 2 | 3 | 4;

/** A soft picture with hard edges, as a file. */
async function file(size: Size, channels: Channels, interlaced: boolean): Promise<Buffer> {
  const rings = `<svg width="${size.width}" height="${size.height}"><g fill="none" stroke-width="9">${Array.from(
    { length: 30 },
    (_, i) =>
      `<circle cx="50%" cy="50%" r="${i * 3.3}%" stroke="hsl(${i * 12} 70% ${30 + i}%)" opacity="${1 - i / 60}"/>`,
  ).join('')}</g></svg>`;
  const image = sharp(Buffer.from(rings), { limitInputPixels: false });
  if (channels % 2 === 1) image.flatten({ background: '#357' });
  if (channels <= 2) image.toColourspace('b-w');
  return image.png({ progressive: interlaced, compressionLevel: 1 }).toBuffer();
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes of array buffers that are in use. */
function bufferBytes(): number {
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

/** Runs a decoding on a codec of its own; gives its plan, and what its instance and its buffers came to. */
async function measure(bytes: Uint8Array, wish: DecodeWish): Promise<DecodePlan & { readonly held: number }> {
  const before = keptBytes();
  const buffers = bufferBytes();
  let most = 0;
  const { decoder } = pngCodec({ png });
  const source = sourceOf(bytes);
  const plan = decoder!.plan(source, wish);
  for await (const band of decoder!.decode(bytes, source, wish).bands()) {
    expect(band.length).toBeGreaterThan(0);
    if (most === 0) most = bufferBytes() - buffers;
  }
  return { ...plan, held: keptBytes() - before + Math.max(0, most) };
}

const sizes: readonly Size[] = [
  { width: 100, height: 80 },
  { width: 1800, height: 1300 },
  { width: 3000, height: 2600 },
];

describe('planned memory', () => {
  const cases = sizes.flatMap((size) =>
    ([1, 2, 3, 4] as const).flatMap((channels) =>
      [false, true].map((interlaced) => [size.width, size.height, channels, interlaced] as const),
    ),
  );
  it.each(cases)('of decoding %i × %i with %i channels is true, interlaced: %s', async (...args) => {
    const [width, height, channels, interlaced] = args;
    const bytes = await file({ width, height }, channels, interlaced);
    for (const scale of [
      { width, height },
      { width: Math.ceil(width / 6), height: Math.ceil(height / 6) },
    ]) {
      const { peakBytes, held } = await measure(bytes, wishFor({ width, height }, undefined, scale));
      expect(held).toBeLessThanOrEqual(peakBytes);
      expect(peakBytes).toBeLessThan(held * 1.5);
    }
  });

  it.each(sizes)('of encoding $width × $height is true', async (size) => {
    const noise = picture(
      new Uint8Array(size.width * size.height * 4).map((_, i) => (i * 2_654_435_761) >>> 24),
      size,
      false,
    );
    const before = keptBytes();
    const { encoder } = pngCodec({ png });
    const output = { format: 'png', quality: 100, interlace: false } as const;
    let result = 0;
    for await (const chunk of encoder!.encode(noise, output)) result += chunk.length;
    const held = keptBytes() - before + result;
    const planned = encoder!.peakBytes(size, output, false);
    expect(held).toBeLessThanOrEqual(planned);
  });
});

/** Colours as they show: those of a nearly clear pixel count for nearly nothing. */
function premultiplied(pixels: Uint8Array): Uint8Array {
  return pixels.map((value, at) => (at % 4 === 3 ? value : (value * (pixels[at | 3] ?? 0)) / 255));
}

describe('a large picture that is scaled down', () => {
  // Neither side is a multiple of a cell.
  const size = { width: 2503, height: 2001 };
  const target = { width: 601, height: 481 };

  async function scaled(bytes: Uint8Array): Promise<{ plan: DecodePlan; shown: Uint8Array }> {
    const source = sourceOf(bytes);
    const wish = wishFor(size, undefined, target);
    const flowing: Picture = decoder.decode(bytes, source, wish);
    return {
      plan: decoder.plan(source, wish),
      shown: await collect(plainKernels.resample(flowing, target, wish.window)),
    };
  }

  /** The same from all pixels at full size. */
  async function reference(bytes: Uint8Array, opaque: boolean): Promise<Uint8Array> {
    const whole = picture(new Uint8Array(await decode(bytes)), size, opaque);
    return collect(plainKernels.resample(whole, target, { x: 0, y: 0, ...target }));
  }

  it.each<[channels: Channels, interlaced: boolean, width: number, route: string]>([
    [3, false, 1252, 'rows 1/2'],
    [4, false, 2503, 'rows'],
    [3, true, 1252, 'adam7 1/2'],
    [4, true, 1252, 'adam7 1/2'],
  ])(
    'with %i channels, interlaced: %s, looks as if it had been held',
    async (channels, interlaced, width, route) => {
      const bytes = await file(size, channels, interlaced);
      const { plan, shown } = await scaled(bytes);
      expect(plan).toMatchObject({ width, did: 'cut', route });
      const expected = await reference(bytes, channels === 3);
      expect(psnr(premultiplied(shown), premultiplied(expected))).toBeGreaterThan(50);
    },
  );

  it('is held when it is interlaced and not scaled down', async () => {
    const bytes = await file(size, 3, true);
    expect(decoder.plan(sourceOf(bytes), wishFor(size))).toMatchObject({ ...size, route: 'adam7 held' });
  });

  it('takes no more than 16 MB for 24 megapixels and 1024 pixels', () => {
    const source: Source<PngDetails> = {
      format: 'png',
      bytes: 0,
      width: 6000,
      height: 4000,
      frames: 1,
      orientation: 1,
      alpha: false,
      interlaced: true,
      colour: 'rgb',
      details: { depth: 8, channels: 3, restores: false },
    };
    const wish = wishFor(source, undefined, { width: 1024, height: 683 });
    const plan = decoder.plan(source, wish);
    expect(plan.peakBytes + plainKernels.resampleBytes(plan, wish.scale, wish.window)).toBeLessThan(14 << 20);
  });

  it('shows a stream that ends early as far as it came', async () => {
    const bytes = await file(size, 3, true);
    const { shown } = await scaled(bytes);
    const { shown: partial } = await scaled(bytes.subarray(0, Math.floor(bytes.length * 0.6)));
    expect(psnr(partial, shown)).toBeGreaterThan(20);
  });
});

/** A file that is decoded in parts, one after the other, notes for the first where the others lie. */
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { keepInstance } from '../../../src/codecs/instance.ts';
import type { JpegDecodeExports } from '../../../src/codecs/jpeg/decode-kernel.ts';
import { jpegDecoder } from '../../../src/codecs/jpeg/decoder.ts';
import type { Rect, Size } from '../../../src/core/image/picture.ts';
import { collect, pixels as noise } from '../raster/pictures.ts';
import { scenery, writeJpeg } from './files.ts';
import { module, sourceOf, wishFor } from './support.ts';

const size = { width: 1500, height: 90 };
const drawn = sharp(noise(size, 3, true), { raw: { ...size, channels: 4 } }).blur(1.5);
const jpeg = (options: object) => drawn.clone().jpeg(options).toBuffer();
const coloured = {
  ...size,
  components: [
    { h: 2, v: 2 },
    { h: 1, v: 1 },
    { h: 1, v: 1 },
  ],
  sample: scenery,
};

const FILES: readonly (readonly [string, () => Promise<Uint8Array> | Uint8Array])[] = [
  ['4:2:0', () => jpeg({ quality: 70 })],
  ['4:4:4', () => jpeg({ quality: 97, chromaSubsampling: '4:4:4' })],
  ['grey', () => drawn.clone().greyscale().jpeg({ quality: 99 }).toBuffer()],
  ['inks', () => drawn.clone().toColourspace('cmyk').jpeg().toBuffer()],
  ['restarts in a row', () => writeJpeg({ ...coloured, restart: 7 })],
  ['restarts over rows', () => writeJpeg({ ...coloured, restart: 250 })],
  ['a scan a component', () => writeJpeg({ ...coloured, apart: true })],
  ['a scan a component, with restarts', () => writeJpeg({ ...coloured, apart: true, restart: 7 })],
  ['progressive', () => jpeg({ quality: 80, progressive: true })],
  ['progressive 4:4:4', () => jpeg({ quality: 95, progressive: true, chromaSubsampling: '4:4:4' })],
  ['progressive grey', () => drawn.clone().greyscale().jpeg({ quality: 90, progressive: true }).toBuffer()],
  ['progressive of few bits', () => jpeg({ quality: 10, progressive: true })],
];

const columns = ({ width, height }: Size, across: number): Rect[] =>
  Array.from({ length: Math.ceil(width / across) }, (_, i) => ({
    x: i * across,
    y: 0,
    width: Math.min(across, width - i * across),
    height,
  }));
const rows = ({ width, height }: Size, down: number): Rect[] =>
  Array.from({ length: Math.ceil(height / down) }, (_, i) => ({
    x: 0,
    y: i * down,
    width,
    height: Math.min(down, height - i * down),
  }));

it.each(FILES)('is the same as in one piece: %s', async (_name, make) => {
  const file = new Uint8Array(await make());
  const source = sourceOf(file);
  for (const shrink of [1, 2, 3]) {
    const scale = { width: Math.ceil(source.width / shrink), height: Math.ceil(source.height / shrink) };
    for (const parts of [
      columns(scale, 211),
      columns(scale, 640).toReversed(),
      rows(scale, 37),
      rows(scale, 20).toReversed(),
    ]) {
      // Each a file of its own: what was noted is kept with its bytes.
      const bytes = file.slice();
      const decoder = jpegDecoder(keepInstance<JpegDecodeExports>(module));
      for (const window of parts) {
        const wish = wishFor(source, { scale, window });
        const alone = await collect(decoder.decode(file, source, wish));
        const part = await collect(decoder.decode(bytes, source, { ...wish, parts: parts.length }));
        expect(Buffer.compare(part, alone), JSON.stringify({ shrink, window })).toBe(0);
      }
    }
  }
});

it.each(FILES)('is planned with what is noted, in the kernel and beside it: %s', async (_name, make) => {
  const file = new Uint8Array(await make());
  const source = sourceOf(file);
  const kept = keepInstance<JpegDecodeExports>(module);
  const decoder = jpegDecoder(kept);
  const wish = wishFor(source);
  await collect(decoder.decode(file, source, { ...wish, parts: 2 }));
  const beside = decoder.plan(source, { ...wish, parts: 2 }).peakBytes - decoder.plan(source, wish).peakBytes;
  const noted = kept.use().decodeNotedBytes() - 64;
  expect(noted).toBeGreaterThan(0);
  expect(beside).toBe(2 * noted);
});

it.each([
  ['sequential', { quality: 95 }, 0.93],
  ['progressive', { quality: 95, progressive: true }, 0.97],
] as const)('leaves out what no part shows: a row is entered at its mark: %s', async (_name, options, at) => {
  const file = new Uint8Array(await jpeg(options));
  const source = sourceOf(file);
  const decoder = jpegDecoder(keepInstance<JpegDecodeExports>(module));
  const window = { x: 1400, y: 0, width: 100, height: size.height };
  const wish = { ...wishFor(source, { window }), parts: 2 };
  const sound = await collect(decoder.decode(file, source, wish));
  // Damage in front of the mark of the last row is not even seen.
  const place = Math.floor(file.length * at);
  file.fill(0, place, place + 40);
  expect(Buffer.compare(await collect(decoder.decode(file, source, wish)), sound)).toBe(0);
  expect(Buffer.compare(await collect(decoder.decode(file.slice(), source, wish)), sound)).not.toBe(0);
});

it.each([
  [0.3, false],
  [0.6, false],
  [0.9, false],
  [0.3, true],
  [0.9, true],
])('shows of a damaged file what one piece shows: %f, progressive %s', async (place, progressive) => {
  const file = new Uint8Array(await jpeg({ quality: 80, progressive }));
  const cut = file.subarray(0, Math.floor(file.length * place));
  const source = sourceOf(file);
  const bytes = cut.slice();
  const decoder = jpegDecoder(keepInstance<JpegDecodeExports>(module));
  for (const window of columns(size, 400)) {
    const wish = wishFor(source, { window });
    const alone = await collect(decoder.decode(cut, source, wish));
    const part = await collect(decoder.decode(bytes, source, { ...wish, parts: 4 }));
    expect(Buffer.compare(part, alone)).toBe(0);
  }
});

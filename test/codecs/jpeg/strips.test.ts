/** Files in several scans are put together in strips, whose scans are read side by side. */
import sharp from 'sharp';
import { expect, it } from 'vitest';
import type { DecodeWish } from '../../../src/codecs/codec.ts';
import { keepInstance } from '../../../src/codecs/instance.ts';
import type { JpegDecodeExports } from '../../../src/codecs/jpeg/decode-kernel.ts';
import { jpegDecoder } from '../../../src/codecs/jpeg/decoder.ts';
import type { JpegDetails } from '../../../src/codecs/jpeg/header.ts';
import type { Source } from '../../../src/core/spec/source.ts';
import { collect, pixels as noise } from '../raster/pictures.ts';
import { ARITHMETIC } from './arithmetic-files.ts';
import { scenery, writeJpeg } from './files.ts';
import { module, sourceOf, wishFor } from './support.ts';

const size = { width: 150, height: 340 };
const subsampled = {
  ...size,
  components: [
    { h: 2, v: 2 },
    { h: 1, v: 1 },
    { h: 1, v: 1 },
  ],
  sample: scenery,
};
const drawn = sharp(noise(size, 3, true), { raw: { ...size, channels: 4 } }).blur(1.5);
const progressive = (options: object) =>
  drawn
    .clone()
    .jpeg({ progressive: true, ...options })
    .toBuffer();

/** Pixels, with room for so many bytes of coefficients; undefined where nothing is shown. */
async function inStrips(file: Uint8Array, source: Source<JpegDetails>, wish: DecodeWish, budget: number) {
  const kept = keepInstance<JpegDecodeExports>(module);
  const use = () => ({
    ...kept.use(),
    decodeBegin: (form: number, model: number, height: number) =>
      kept.use().decodeBegin(form, model, height, budget),
  });
  const decoder = jpegDecoder({ use, discard: () => kept.discard(), dropLarge: () => undefined, bytes: 1 });
  return collect(decoder.decode(file, source, wish)).catch(() => undefined);
}

it.each<readonly [string, () => Promise<Uint8Array> | Uint8Array]>([
  ['progressive 4:2:0', () => progressive({ quality: 70 })],
  ['progressive 4:4:4', () => progressive({ quality: 95, chromaSubsampling: '4:4:4' })],
  ['progressive grey', () => drawn.clone().greyscale().jpeg({ progressive: true }).toBuffer()],
  ['a scan for each component', () => writeJpeg({ ...subsampled, apart: true })],
  ['a scan for each component, with restarts', () => writeJpeg({ ...subsampled, apart: true, restart: 7 })],
  ...ARITHMETIC.map(([name, file]) => [`arithmetic, ${name}`, () => file] as const),
])('is the same as in one piece, whole or damaged: %s', async (_name, make) => {
  const file = new Uint8Array(await make());
  const source = sourceOf(file);
  const { width, height } = source;
  const cut = { x: 3, y: Math.floor(height / 3), width: width - 5, height: Math.floor(height / 2) };
  const wishes = [
    wishFor({ width, height }),
    wishFor({ width, height }, { scale: { width: width >> 1, height: height >> 1 } }),
    wishFor({ width, height }, { cut, scale: cut, window: { ...cut, x: 0, y: 0 } }),
  ];
  const damages = [
    (bytes: Uint8Array) => bytes,
    ...[0.4, 0.7, 0.95].map((part) => (bytes: Uint8Array) => bytes.subarray(0, bytes.length * part)),
    ...[0.35, 0.6, 0.9].map((part) => (bytes: Uint8Array) => {
      const at = Math.floor(bytes.length * part);
      return bytes.map((byte, i) => (i === at && byte !== 255 ? byte ^ 0x15 : byte));
    }),
  ];
  for (const damage of damages) {
    for (const wish of wishes) {
      const bad = damage(file);
      const whole = await inStrips(bad, source, wish, 1 << 25);
      for (const budget of [1, 50_000]) expect(await inStrips(bad, source, wish, budget)).toEqual(whole);
    }
  }
});

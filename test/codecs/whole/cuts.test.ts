/** What a decoder cuts out while it decodes is that rectangle of the whole picture, wherever it begins and ends. */
import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { expect, it } from 'vitest';
import { loadModules } from '../../../scripts/lib/modules.ts';
import { createCodecs } from '../../../src/codecs/registry.ts';
import { collectPicture } from '../../../src/core/image/bands.ts';
import { cutOut, keep } from '../../../src/core/image/geometry.ts';
import { cutPicture } from '../../../src/core/image/kernels/cut.ts';
import type { Size } from '../../../src/core/image/picture.ts';
import { pixels } from '../raster/pictures.ts';
import { photograph } from './photograph.ts';

const SIZE: Size = { width: 53, height: 45 };

const drawn = (image: Sharp) => image.png({ palette: true, colours: 9 });
const clear = () => sharp(pixels(SIZE, 5, false), { raw: { ...SIZE, channels: 4 } });

const STORE: Readonly<Record<string, () => Sharp>> = {
  // Without halved chroma: that is interpolated from what lies in the cut alone.
  'baseline JPEG': () => photograph(SIZE).jpeg({ quality: 88, chromaSubsampling: '4:4:4' }),
  'progressive JPEG': () =>
    photograph(SIZE).jpeg({ quality: 88, chromaSubsampling: '4:4:4', progressive: true }),
  'grey JPEG': () => photograph(SIZE).greyscale().jpeg(),
  PNG: () => photograph(SIZE).png(),
  'PNG of few colours': () => drawn(photograph(SIZE)),
  'Adam7 PNG': () => clear().png({ progressive: true }),
  'lossy WebP': () => photograph(SIZE).webp({ quality: 80 }),
  'WebP with transparency': () => clear().webp({ quality: 80 }),
  'lossless WebP': () => photograph(SIZE).webp({ lossless: true }),
  GIF: () => photograph(SIZE).gif(),
  'TIFF in strips': () => photograph(SIZE).tiff({ compression: 'lzw', predictor: 'horizontal' }),
  'TIFF in tiles': () =>
    photograph(SIZE).tiff({ compression: 'deflate', tile: true, tileWidth: 16, tileHeight: 16 }),
  'TIFF of JPEGs': () => photograph(SIZE).tiff({ compression: 'jpeg', quality: 90 }),
  AVIF: () => photograph(SIZE).avif({ quality: 60, effort: 0 }),
};

const along = (side: number) =>
  fc
    .integer({ min: 0, max: side - 1 })
    .chain((from) => fc.tuple(fc.constant(from), fc.integer({ min: 1, max: side - from })));
const rectangle = fc
  .tuple(along(SIZE.width), along(SIZE.height))
  .map(([[x, width], [y, height]]) => ({ x, y, width, height }));

it.each(Object.entries(STORE))('%s', async (_, store) => {
  const file = new Uint8Array(await store().toBuffer());
  const codec = [...createCodecs(await loadModules()).values()].find(({ sniff }) => sniff(file))!;
  const source = codec.readHeader(file, file.length);
  if (source === 'more' || !codec.decoder) throw new Error('the file is whole');
  const { decoder } = codec;
  await fc.assert(
    fc.asyncProperty(rectangle, async (rect) => {
      const ours = await collectPicture(decoder.decode(file, source, cutOut(rect)));
      const all = decoder.decode(file, source, keep(SIZE));
      expect(ours).toEqual(await collectPicture(cutPicture(all, rect)));
    }),
    {
      numRuns: 40,
      examples: [[{ x: 2, y: 2, width: 20, height: 20 }], [{ x: 1, y: 1, width: 1, height: 1 }]],
    },
  );
});

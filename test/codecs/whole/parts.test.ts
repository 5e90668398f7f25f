/** A turned picture is decoded part by part: the parts together are the picture that is decoded at once. */
import type { Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { loadModules } from '../../../scripts/lib/modules.ts';
import { createKernels } from '../../../src/codecs/raster/kernels.ts';
import { createCodecs } from '../../../src/codecs/registry.ts';
import type { DecodeWish } from '../../../src/core/engine/codec.ts';
import { planPart, remainder } from '../../../src/core/engine/plan/plan.ts';
import { applyGeometry } from '../../../src/core/engine/run/apply-geometry.ts';
import { collectPicture } from '../../../src/core/image/bands.ts';
import { cutOut, keep, whole } from '../../../src/core/image/geometry.ts';
import { inPixels, turnedParts } from '../../../src/core/image/kernels/turn.ts';
import type { Rect, Size } from '../../../src/core/image/picture.ts';
import { photograph } from './photograph.ts';

const SIZE: Size = { width: 325, height: 243 };

const STORE: Readonly<Record<string, (image: Sharp) => Promise<Uint8Array>>> = {
  'baseline JPEG': (image) => image.jpeg({ quality: 88 }).toBuffer(),
  '4:4:4 JPEG': (image) => image.jpeg({ quality: 88, chromaSubsampling: '4:4:4' }).toBuffer(),
  'progressive JPEG': (image) => image.jpeg({ quality: 88, progressive: true }).toBuffer(),
  PNG: (image) => image.png().toBuffer(),
  'Adam7 PNG': (image) => image.png({ progressive: true }).toBuffer(),
  WebP: (image) => image.webp({ quality: 80, effort: 1 }).toBuffer(),
};

const scaled = (to: Size): DecodeWish => ({ ...keep(SIZE), scale: to, window: whole(to) });
const WISHES: Readonly<Record<string, DecodeWish>> = {
  whole: keep(SIZE),
  cut: cutOut({ x: 33, y: 21, width: 200, height: 150 }),
  'scaled to 150': scaled({ width: 150, height: 112 }),
  'scaled to 40': scaled({ width: 40, height: 30 }),
  'scaled to 9': scaled({ width: 9, height: 7 }),
};

describe.each(Object.keys(STORE))('%s', (format) => {
  it.each(Object.keys(WISHES))('%s is the sum of its parts', async (name) => {
    const wish = WISHES[name]!;
    const modules = await loadModules();
    const file = new Uint8Array(await STORE[format]!(photograph(SIZE)));
    const codec = [...createCodecs(modules).values()].find(({ sniff }) => sniff(file))!;
    const source = codec.readHeader(file, file.length);
    if (source === 'more' || !codec.decoder) throw new Error('the file is whole');
    const { decoder } = codec;
    const kernels = createKernels(modules.raster);
    const decodePart = (part: Rect) => {
      const planned = planPart({ decoder, source, wish }, part);
      const decoded = decoder.decode(file, source, planned.wish);
      return collectPicture(applyGeometry(decoded, remainder(planned), kernels));
    };
    const { width, height } = wish.window;
    const all = new Uint32Array((await decodePart(whole(wish.window))).buffer);
    for (const quarters of [1, 2, 3] as const) {
      for (const part of turnedParts(
        { width, height },
        { quarters, mirror: false },
        inPixels(height * 4 * 7),
      )) {
        const pixels = new Uint32Array((await decodePart(part)).buffer);
        for (let y = 0; y < part.height; y++) {
          const at = (part.y + y) * width + part.x;
          const row = pixels.subarray(y * part.width, (y + 1) * part.width);
          expect(row, `row ${y} of ${JSON.stringify(part)}`).toEqual(all.subarray(at, at + part.width));
        }
      }
    }
  });
});

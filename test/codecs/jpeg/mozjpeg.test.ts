import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { keptBytes } from '../../../src/codecs/instance.ts';
import { mozjpegEncoder } from '../../../src/codecs/jpeg/mozjpeg.ts';
import { picture, psnr } from '../raster/pictures.ts';
import {
  decoded,
  encoded,
  encodeScene,
  greyScene,
  JPG,
  scene,
  segments,
  withoutAlpha,
} from './encode-pictures.ts';

const MODULE = new WebAssembly.Module(
  readFileSync(createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm')),
);
const encoder = mozjpegEncoder(async () => MODULE);
const SIZE = { width: 611, height: 403 };

describe('mozjpeg', () => {
  it.each([false, true])('writes smaller files than our kernel, interlaced: %s', async (interlace) => {
    const pixels = scene(SIZE);
    const output = { ...JPG, interlace };
    const small = await encoded(encoder, picture(pixels, SIZE, true), output);
    const fast = await encodeScene(pixels, SIZE, output);
    expect(small.length).toBeLessThan(fast.length * 0.98);
    expect(psnr(await decoded(small), withoutAlpha(pixels))).toBeGreaterThan(25);
    const facts = { isProgressive: interlace, chromaSubsampling: '4:2:0' };
    expect(await sharp(small).metadata()).toMatchObject(facts);
  });
  it('keeps the tables whose quality can be read', async () => {
    const tables = (file: Buffer) =>
      Buffer.concat(
        segments(file)
          .filter(({ marker }) => marker === 0xdb)
          .map(({ content }) => content),
      );
    const output = { ...JPG, quality: 82 };
    const small = await encoded(encoder, picture(scene(SIZE), SIZE, true), output);
    expect(tables(small)).toEqual(tables(await encodeScene(scene(SIZE), SIZE, output)));
  });
  it('carries orientation and profile behind the JFIF segment', async () => {
    const icc = Buffer.from('a profile');
    const file = await encoded(encoder, picture(scene(SIZE), SIZE, true), { ...JPG, icc, orientation: 5 });
    expect(
      segments(file)
        .map(({ marker }) => marker)
        .slice(0, 4),
    ).toEqual([0xe0, 0xe1, 0xe2, 0xdb]);
    expect(await sharp(file).metadata()).toMatchObject({ orientation: 5 });
  });
  it('writes one component for a grey picture', async () => {
    const file = await encoded(encoder, picture(greyScene(SIZE), SIZE, true), { ...JPG, grey: true });
    expect(await sharp(file).metadata()).toMatchObject({ channels: 1 });
  });
  it.each([{ interlace: false }, { interlace: true }])('holds what it plans: %j', async ({ interlace }) => {
    const size = { width: 1200, height: 900 };
    const output = { ...JPG, interlace };
    const before = keptBytes();
    const own = mozjpegEncoder(async () => MODULE);
    const file = await encoded(own, picture(scene(size), size, true), output);
    const measured = keptBytes() - before + size.width * size.height * 4 + file.length;
    expect(own.peakBytes(size, output, true)).toBeGreaterThanOrEqual(measured);
    expect(own.peakBytes(size, output, true)).toBeLessThanOrEqual(measured * 1.5);
  });
});

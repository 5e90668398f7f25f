import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Encoder } from '../../../src/codecs/codec.ts';
import type { Output } from '../../../src/core/spec/output.ts';
import { picture, pixels } from '../raster/pictures.ts';
import { codec, decode, decodeBySharp } from './files.ts';

const encoder = codec.encoder as Encoder;
const OUTPUT: Output = { format: 'tiff', quality: 100, interlace: false };

async function encode(size: { width: number; height: number }, opaque: boolean, output: Output = OUTPUT) {
  const bytes = pixels(size, 3, opaque);
  const chunks: Uint8Array[] = [];
  for await (const chunk of encoder.encode(picture(bytes, size, opaque), output)) chunks.push(chunk);
  const file = Buffer.concat(chunks);
  expect(file.length).toBeLessThanOrEqual(encoder.peakBytes(size, output, opaque));
  return { bytes, file };
}

describe('written TIFF', () => {
  const sizes = [
    { width: 1, height: 1 },
    { width: 300, height: 7 },
    { width: 5, height: 2000 },
    { width: 700, height: 500 },
  ];
  it.each(sizes)('$width × $height comes back as it was, for libvips too', async (size) => {
    for (const opaque of [true, false]) {
      const { bytes, file } = await encode(size, opaque);
      expect(Buffer.compare(await decode(file), bytes)).toBe(0);
      expect(Buffer.compare(await decodeBySharp(file), bytes)).toBe(0);
    }
  });

  it('comes back where it is so large that it is written quickly', async () => {
    const size = { width: 4099, height: 4103 };
    const row = pixels({ width: size.width, height: 1 }, 5, true);
    const bytes = new Uint8Array(size.width * size.height * 4).fill(255);
    for (let at = 0; at < bytes.length; at += 3 * row.length) bytes.set(row, at);
    const chunks: Uint8Array[] = [];
    for await (const chunk of encoder.encode(picture(bytes, size, true), OUTPUT)) chunks.push(chunk);
    expect(Buffer.compare(await decodeBySharp(Buffer.concat(chunks)), bytes)).toBe(0);
  });

  it('holds one channel for grey, the profile and the orientation', async () => {
    const icc = (
      await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
        .withIccProfile('p3')
        .png()
        .toBuffer()
        .then((png) => sharp(png).metadata())
    ).icc as Buffer;
    const size = { width: 20, height: 10 };
    const { file } = await encode(size, true, { ...OUTPUT, icc, orientation: 6 });
    const told = await sharp(file).metadata();
    expect(told).toMatchObject({ ...size, channels: 3, orientation: 6, density: 72 });
    expect(told.icc).toEqual(icc);
    const { file: grey } = await encode(size, true, { ...OUTPUT, grey: true });
    expect(await sharp(grey).metadata()).toMatchObject({ channels: 1, space: 'b-w' });
  });
});

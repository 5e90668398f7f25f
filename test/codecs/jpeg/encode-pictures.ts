/** Pictures to encode, files to look into, and the encoder as the tests use it. */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { keepInstance } from '../../../src/codecs/instance.ts';
import type { JpegEncodeExports } from '../../../src/codecs/jpeg/encode-kernel.ts';
import { jpegEncoder, type JpegEncoding } from '../../../src/codecs/jpeg/encoder.ts';
import type { Encoder } from '../../../src/codecs/codec.ts';
import type { Picture, Size } from '../../../src/core/image/picture.ts';
import type { Output } from '../../../src/core/spec/output.ts';
import { picture } from '../raster/pictures.ts';

const MODULE = new WebAssembly.Module(
  readFileSync(new URL('../../../wasm/build/jpeg.wasm', import.meta.url)),
);

export const JPG: Output = { format: 'jpg', quality: 80, interlace: false };

/** An instance of its own, and the encoder on it. */
export function freshEncoder(encoding?: JpegEncoding) {
  const kernel = keepInstance<JpegEncodeExports>(MODULE);
  return { kernel, encoder: jpegEncoder(kernel, encoding) };
}

/** Opaque RGBA like a photograph: soft shades, edges, fine texture and some grain. */
export function scene({ width, height }: Size, grain = 6): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(width * height * 4).fill(255);
  let noise = 12345;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      noise = (Math.imul(noise, 1_664_525) + 1_013_904_223) | 0;
      const texture = 14 * Math.sin(x * 0.9 + Math.sin(y * 0.05) * 6) + (grain * (noise >> 24)) / 128;
      const inside = (x - width / 2) ** 2 + (y - height / 2) ** 2 < (Math.min(width, height) / 3) ** 2;
      pixels[at] = clamp(128 + 90 * Math.sin(x / 61) + texture - (inside ? 60 : 0));
      pixels[at + 1] = clamp(120 + 80 * Math.cos(y / 47 + x / 133) + texture);
      pixels[at + 2] = clamp(100 + 70 * Math.sin((x + y) / 89) + texture + (inside ? 70 : 0));
    }
  }
  return pixels;
}

/** The same without colour. */
export function greyScene(size: Size, grain?: number): Uint8Array<ArrayBuffer> {
  const pixels = scene(size, grain);
  for (let at = 0; at < pixels.length; at += 4) pixels.fill(pixels[at + 1]!, at, at + 3);
  return pixels;
}

/** Slow shades in every channel, whatever the size: nothing that a transform or half the chroma would lose. */
export function shades({ width, height }: Size): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) {
    const x = i % width;
    const y = Math.floor(i / width);
    pixels.set([40 + 5 * x, 60 + 4 * y, 200 - 3 * x - 2 * y], i * 4);
  }
  return pixels;
}

function clamp(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}

export async function encoded(encoder: Encoder, source: Picture, output: Output): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of encoder.encode(source, output)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Encodes RGBA of a size with a kernel of its own. */
export function encodeScene(
  pixels: Uint8Array<ArrayBuffer>,
  size: Size,
  output: Output,
  encoding?: JpegEncoding,
): Promise<Buffer> {
  return encoded(freshEncoder(encoding).encoder, picture(pixels, size, true), output);
}

/** What libjpeg decodes a file to, three bytes a pixel or one. */
export function decoded(file: Uint8Array): Promise<Buffer> {
  return sharp(file).raw().toBuffer();
}

/** RGBA without its alpha. */
export function withoutAlpha(pixels: Uint8Array): Uint8Array {
  return pixels.filter((_, at) => at % 4 !== 3);
}

/** Contents of the segments of a file up to its first scan, by marker. */
export function segments(file: Uint8Array): { marker: number; content: Buffer }[] {
  const found = [];
  const view = Buffer.from(file);
  for (let at = 2; view[at] === 0xff && view[at + 1] !== 0xda; at += 2 + view.readUInt16BE(at + 2)) {
    found.push({ marker: view[at + 1]!, content: view.subarray(at + 4, at + 2 + view.readUInt16BE(at + 2)) });
  }
  return found;
}

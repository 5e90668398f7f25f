/** Decodes with the codec under test, and with sharp. */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import type { Rect, Size } from '../../../src/core/image/picture.ts';
import type { DecodeWish } from '../../../src/codecs/codec.ts';
import { pngCodec } from '../../../src/codecs/png/index.ts';
import { collect } from '../raster/pictures.ts';
import { headerOf } from '../headers.ts';

const binary = readFileSync(new URL('../../../wasm/build/png.wasm', import.meta.url));

/** A codec with instances of its own. */
export const freshCodec = () => pngCodec({ png: new WebAssembly.Module(binary) });

export const codec = freshCodec();
export const decoder = codec.decoder!;

/** The source of a whole file. */
export const sourceOf = (file: Uint8Array) => headerOf(codec, file);

/** The wish for a region, unscaled unless `scale` says otherwise. */
export function wishFor({ width, height }: Size, cut?: Rect, scale?: Size): DecodeWish {
  const region = cut ?? { x: 0, y: 0, width, height };
  const size = scale ?? { width: region.width, height: region.height };
  return { cut: region, scale: size, window: { x: 0, y: 0, ...size } };
}

/** All pixels of a file, or of a region. */
export async function decode(bytes: Uint8Array, cut?: Rect): Promise<Uint8Array> {
  const source = sourceOf(bytes);
  return collect(decoder.decode(bytes, source, wishFor(source, cut)));
}

/** The same by libvips, as 8-bit RGBA without colour management. */
export async function decodeBySharp(bytes: Uint8Array, cut?: Rect): Promise<Uint8Array> {
  const image = sharp(bytes).toColourspace('srgb').ensureAlpha();
  if (cut) image.extract({ left: cut.x, top: cut.y, width: cut.width, height: cut.height });
  return new Uint8Array(await image.raw({ depth: 'uchar' }).toBuffer());
}

/** A region of RGBA pixels of a picture `width` pixels wide. */
export function cropped(pixels: Uint8Array, width: number, cut: Rect): Uint8Array {
  const out = new Uint8Array(cut.width * cut.height * 4);
  for (let y = 0; y < cut.height; y++) {
    const from = ((cut.y + y) * width + cut.x) * 4;
    out.set(pixels.subarray(from, from + cut.width * 4), y * cut.width * 4);
  }
  return out;
}

/** Decodes with our codec, and asks sharp for its own answer. */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import type { Decoder, DecodeWish } from '../../../src/codecs/codec.ts';
import { keptBytes } from '../../../src/codecs/instance.ts';
import { jpegCodec, type JpegEncoderName } from '../../../src/codecs/jpeg/index.ts';
import type { Rect, Size } from '../../../src/core/image/picture.ts';
import { headerOf } from '../headers.ts';

const binary = readFileSync(new URL('../../../wasm/build/jpeg.wasm', import.meta.url));

/** The compiled kernel. */
export const module = new WebAssembly.Module(binary);

/** A codec that encodes as a setting says, with an instance of its own. */
export const codecWith = (encoder?: JpegEncoderName) =>
  jpegCodec({ jpeg: module, mozjpeg: async () => module }, encoder);

/** A codec with an instance of its own. */
export function newCodec() {
  const codec = codecWith();
  return { codec, decoder: codec.decoder as Decoder, held: keptBytes };
}

const { codec, decoder } = newCodec();
export { codec, decoder };

/** The header of a whole file. */
export const sourceOf = (file: Uint8Array) => headerOf(codec, file);

export const wholeOf = ({ width, height }: Size): Rect => ({ x: 0, y: 0, width, height });

/** The wish for a cut, scaled, of which a window is kept; left out, the whole. */
export function wishFor(source: Size, parts: { cut?: Rect; scale?: Size; window?: Rect } = {}): DecodeWish {
  const cut = parts.cut ?? wholeOf(source);
  const scale = parts.scale ?? { width: cut.width, height: cut.height };
  return { cut, scale, window: parts.window ?? wholeOf(scale) };
}

/** RGBA of a decoding. */
export async function decode(bytes: Uint8Array, wish = wishFor(sourceOf(bytes))): Promise<Uint8ClampedArray> {
  const out = new Uint8ClampedArray(wish.window.width * wish.window.height * 4);
  let at = 0;
  for await (const band of decoder.decode(bytes, sourceOf(bytes), wish).bands()) {
    out.set(band, at);
    at += band.length;
  }
  if (at !== out.length) throw new Error(`${at} bytes flowed of ${out.length}`);
  return out;
}

/** What sharp decodes, scaled to `size` with Lanczos from full resolution. */
export async function reference(bytes: Uint8Array, size?: Size): Promise<Uint8ClampedArray> {
  const full = await sharp(bytes, { failOn: 'none' })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = full.info;
  const raw = { raw: { width, height, channels: 4 as const } };
  if (!size) return new Uint8ClampedArray(full.data);
  return new Uint8ClampedArray(
    await sharp(full.data, raw).resize(size.width, size.height, { fit: 'fill' }).raw().toBuffer(),
  );
}

/** Peak signal to noise ratio of two RGBA pictures, in decibels; 99 when they are the same. */
export function psnr(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return sum === 0 ? 99 : 10 * Math.log10((255 * 255 * a.length) / sum);
}

/** Largest difference of two samples. */
export function worst(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs((a[i] ?? 0) - (b[i] ?? 0)));
  return most;
}

/** The rectangle of an RGBA picture that is `width` wide. */
export function cropped(pixels: Uint8ClampedArray, width: number, rect: Rect): Uint8ClampedArray {
  const out = new Uint8ClampedArray(rect.width * rect.height * 4);
  for (let y = 0; y < rect.height; y++) {
    const from = ((rect.y + y) * width + rect.x) * 4;
    out.set(pixels.subarray(from, from + rect.width * 4), y * rect.width * 4);
  }
  return out;
}

/** The jSquash route: whole buffers between libraries compiled from squoosh's C++ and Rust. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import decodeJpeg, { init as initJpegDecode } from '@jsquash/jpeg/decode.js';
import encodeJpeg, { init as initJpegEncode } from '@jsquash/jpeg/encode.js';
import decodePng, { init as initPngDecode } from '@jsquash/png/decode.js';
import encodePng, { init as initPngEncode } from '@jsquash/png/encode.js';
import resize, { initResize } from '@jsquash/resize';
import encodeWebp, { init as initWebpEncode } from '@jsquash/webp/encode.js';
import type { Rect } from '../../src/core/image/picture.ts';
import { isPlain, type Peer, type Work } from '../work.ts';

const packages = createRequire(import.meta.url);
/** 230 MB for a photo of 12 megapixels is as far as it is worth following. */
const LARGEST_FILE = 4 * 1024 * 1024;

/** What its codecs expect of a browser. */
class Pixels {
  readonly colorSpace = 'srgb';
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;

  constructor(data: Uint8ClampedArray<ArrayBuffer>, width: number, height: number) {
    this.data = data;
    this.width = width;
    this.height = height;
  }
}

export async function jsquashPeer(): Promise<Peer> {
  Object.assign(globalThis, { ImageData: Pixels });
  await Promise.all([
    module('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm').then(initJpegDecode),
    module('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm').then(initJpegEncode),
    module('@jsquash/png/codec/pkg/squoosh_png_bg.wasm').then((png) =>
      Promise.all([initPngDecode(png), initPngEncode(png)]),
    ),
    module('@jsquash/webp/codec/enc/webp_enc_simd.wasm').then(initWebpEncode),
    module('@jsquash/resize/lib/resize/pkg/squoosh_resize_bg.wasm').then(initResize),
  ]);
  return {
    name: 'jsquash',
    run(bytes, work) {
      if (
        work.circle ||
        work.text ||
        work.rotate ||
        work.blur ||
        work.lossless ||
        work.sharpen ||
        bytes.length > LARGEST_FILE ||
        !isPlain(bytes, work)
      )
        return undefined;
      return process(bytes, work);
    },
  };
}

async function module(specifier: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(packages.resolve(specifier)));
}

async function process(bytes: Uint8Array, { crop, width, format, quality }: Work): Promise<Uint8Array> {
  let image = await decode(Uint8Array.from(bytes).buffer);
  if (crop) image = cut(image, crop);
  if (width) image = await resize(image, { width, height: Math.round((width * image.height) / image.width) });
  return new Uint8Array(await encode(image, format, quality ?? 80));
}

function decode(file: ArrayBuffer): Promise<ImageData> {
  const isPng = new Uint8Array(file)[0] === 0x89;
  return isPng ? decodePng(file) : decodeJpeg(file);
}

function encode(image: ImageData, format: Work['format'], quality: number): Promise<ArrayBuffer> {
  switch (format) {
    case 'jpg':
      return encodeJpeg(image, { quality });
    case 'png':
      return encodePng(image);
    default:
      return encodeWebp(image, { quality });
  }
}

function cut(image: ImageData, { x, y, width, height }: Rect): ImageData {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let row = 0; row < height; row++) {
    const start = ((y + row) * image.width + x) * 4;
    data.set(image.data.subarray(start, start + width * 4), row * width * 4);
  }
  return new ImageData(data, width, height);
}

/** WebP files that libvips makes, and the codec as the tests use it. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import sharp, { type WebpOptions } from 'sharp';
import { vi } from 'vitest';
import { webpCodec } from '../../../src/codecs/webp/index.ts';
import type { Size } from '../../../src/core/image/picture.ts';
import type { Output } from '../../../src/core/spec/output.ts';
import type { Source } from '../../../src/core/spec/source.ts';
import { collect, picture } from '../raster/pictures.ts';

const packages = createRequire(import.meta.url);
const MODULES = {
  webp: new WebAssembly.Module(readFileSync(new URL('../../../wasm/build/webp.wasm', import.meta.url))),
  webpEncode: moduleOf('@jsquash/webp/codec/enc/webp_enc_simd.wasm'),
};

/** A codec with instances of its own. */
export function freshCodec() {
  return webpCodec(MODULES);
}

export const WEBP: Output = { format: 'webp', quality: 80, interlace: false };

/** A file of the corpus, when it is here. */
export function corpus(path: string): { readonly path: URL; readonly exists: boolean } {
  const url = new URL(`../../../../shared/corpus/${path}`, import.meta.url);
  return { path: url, exists: existsSync(url) };
}

/** RGBA as a WebP file. */
export function webpOf(
  pixels: Uint8Array,
  { width, height }: Size,
  options: WebpOptions = {},
): Promise<Buffer> {
  return sharp(pixels, { raw: { width, height, channels: 4 } })
    .webp(options)
    .toBuffer();
}

/** What the header of a whole file says. */
export function headerOf(file: Uint8Array): Source {
  const source = freshCodec().readHeader(file, file.length);
  if (source === 'more') throw new Error('the whole file is not enough');
  return source;
}

/** RGBA of a file, by our codec. */
export function decode(file: Uint8Array, codec = freshCodec()): Promise<Uint8Array<ArrayBuffer>> {
  const source = headerOf(file);
  const whole = { x: 0, y: 0, width: source.width, height: source.height };
  return collect(codec.decoder!.decode(file, source, { cut: whole, scale: whole, window: whole }));
}

/** RGBA as a file, by our codec. */
export async function encode(
  pixels: Uint8Array<ArrayBuffer>,
  size: Size,
  {
    opaque,
    codec = freshCodec(),
    ...output
  }: Partial<Output> & { opaque: boolean; codec?: ReturnType<typeof freshCodec> },
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of codec.encoder!.encode(picture(pixels, size, opaque), { ...WEBP, ...output })) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** RGBA of a file, by libvips. */
export function reference(file: Uint8Array | URL): Promise<Buffer> {
  const input = file instanceof URL ? readFileSync(file) : file;
  return sharp(input, { ignoreIcc: true }).ensureAlpha().raw().toBuffer();
}

/** What `work` gives, and the most bytes that libwebp's memory had meanwhile, which starts at 16 MiB. */
export async function watchMemory<T>(work: () => Promise<T>): Promise<{ result: T; held: number }> {
  const { grow } = WebAssembly.Memory.prototype;
  let held = 16 * 1024 * 1024;
  const spy = vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(function (
    this: WebAssembly.Memory,
    pages: number,
  ) {
    const before = grow.call(this, pages);
    held = Math.max(held, this.buffer.byteLength);
    return before;
  });
  try {
    const result = await work();
    return { result, held };
  } finally {
    spy.mockRestore();
  }
}

/** Data of the first chunk of a name, anywhere in the file. */
export function chunkOf(file: Buffer, name: string): Buffer | undefined {
  const at = file.indexOf(name, 12, 'latin1');
  return at < 0 ? undefined : file.subarray(at + 8, at + 8 + file.readUInt32LE(at + 4));
}

function moduleOf(specifier: string): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(packages.resolve(specifier)));
}

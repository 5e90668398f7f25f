/** WebP files that libvips makes, and the codec as the tests use it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import sharp, { type WebpOptions } from 'sharp';
import { vi } from 'vitest';
import { webpCodec } from '../../../src/codecs/webp/index.ts';
import type { Rect, Size } from '../../../src/core/image/picture.ts';
import type { Output } from '../../../src/core/spec/output.ts';
import { collect, picture } from '../raster/pictures.ts';
import { headerOf as fullHeaderOf } from '../headers.ts';

const packages = createRequire(import.meta.url);
const MODULES = {
  webp: new WebAssembly.Module(readFileSync(new URL('../../../wasm/build/webp.wasm', import.meta.url))),
  webpEncode: async () => moduleOf('@jsquash/webp/codec/enc/webp_enc_simd.wasm'),
};

/** A codec with instances of its own. */
export function freshCodec(encoder?: 'fast' | 'small') {
  return webpCodec(MODULES, encoder);
}

export const WEBP: Output = { format: 'webp', quality: 80, interlace: false };

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
export const headerOf = (file: Uint8Array) => fullHeaderOf(freshCodec(), file);

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

/** A frame of an animation that is put together here. */
export interface FrameParts {
  readonly place: Rect;
  /** The chunks of its pixels. */
  readonly chunks: Buffer;
  readonly delay?: number;
  /** It takes the place of what is there; else it is laid over. */
  readonly replaces?: boolean;
  readonly clears?: boolean;
}

/** An animated file; its background is a colour that nobody should see, and its flags tell of no transparency. */
export function animationOf(canvas: Size, frames: readonly FrameParts[], plays = 0): Buffer {
  const extended = Buffer.alloc(10);
  extended[0] = 0x02;
  extended.writeUIntLE(canvas.width - 1, 4, 3);
  extended.writeUIntLE(canvas.height - 1, 7, 3);
  const loop = Buffer.from([0xff, 0, 0xff, 0xff, plays & 255, plays >> 8]);
  const body = Buffer.concat([chunk('VP8X', extended), chunk('ANIM', loop), ...frames.map(frameChunk)]);
  const riff = Buffer.from('RIFF0000WEBP', 'latin1');
  riff.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([riff, body]);
}

function frameChunk({ place, chunks, delay = 100, replaces, clears }: FrameParts): Buffer {
  const head = Buffer.alloc(16);
  head.writeUIntLE(place.x / 2, 0, 3);
  head.writeUIntLE(place.y / 2, 3, 3);
  head.writeUIntLE(place.width - 1, 6, 3);
  head.writeUIntLE(place.height - 1, 9, 3);
  head.writeUIntLE(delay, 12, 3);
  head[15] = (replaces ? 2 : 0) | (clears ? 1 : 0);
  return chunk('ANMF', Buffer.concat([head, chunks]));
}

function chunk(name: string, data: Buffer): Buffer {
  const head = Buffer.from(`${name}0000`, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

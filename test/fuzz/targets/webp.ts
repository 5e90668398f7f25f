/** WebP: whatever the bytes are, the picture is shown or refused, soon, and in the planned memory. */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import type { Decoder, DecodeWish } from '../../../src/codecs/codec.ts';
import { webpCodec } from '../../../src/codecs/webp/index.ts';
import { type Chunk, readChunks, RIFF_BYTES, writeChunk } from '../../../src/codecs/webp/riff.ts';
import type { Picture, Size } from '../../../src/core/image/picture.ts';
import type { Source } from '../../../src/core/spec/source.ts';
import { animationOf } from '../../codecs/webp/files.ts';
import { showOrRefuse } from '../show-or-refuse.ts';

export const name = 'webp';
export const corpus = /\.webp$/;

/** Lossy and lossless, with and without transparency, drawn and noisy, and animations of both. */
export async function seeds(): Promise<Uint8Array[]> {
  const size = { width: 53, height: 37 };
  const ways = [{}, { quality: 100 }, { lossless: true }, { lossless: true, effort: 6 }];
  const pictures = [0, 1].map((noise) =>
    Buffer.from(
      Array.from({ length: size.width * size.height * 4 }, (_, at) =>
        noise ? (at * 7919) % 251 : (at >> 5) % 256,
      ),
    ),
  );
  const stills = await Promise.all(
    pictures.flatMap((pixels) =>
      ways.map((way) =>
        sharp(pixels, { raw: { ...size, channels: 4 } })
          .webp(way)
          .toBuffer(),
      ),
    ),
  );
  const frames = stills.map((file, i) => ({
    place: { x: i * 2, y: i * 4, ...size },
    chunks: Buffer.concat([...readChunks(file, RIFF_BYTES)].filter(isPixels).map(asStored)),
    replaces: i % 2 === 1,
    clears: i % 3 === 1,
  }));
  const canvas = { width: size.width + 16, height: size.height + 32 };
  const animations = [1, 3].map((step) =>
    animationOf(
      canvas,
      frames.filter((_, i) => i % step === 0),
    ),
  );
  return [...stills, ...animations];
}

function isPixels({ name: chunk }: Chunk): boolean {
  return ['VP8 ', 'VP8L', 'ALPH'].includes(chunk);
}

function asStored({ name: chunk, data }: Chunk): Uint8Array {
  return writeChunk(chunk, data);
}

const binary = readFileSync(new URL('../../../wasm/build/webp.wasm', import.meta.url));
const module = new WebAssembly.Module(binary);
const codec = webpCodec({ webp: module, webpEncode: async () => module });
const decoder = codec.decoder as Decoder;
const MOST_FRAMES = 64;
let runs = 0;

export const run = showOrRefuse({ codec, mostPixels: 1 << 20, decode });

async function decode(bytes: Uint8Array, source: Source, plan: (bytes: number) => void): Promise<void> {
  const wish = wishFor(source);
  const planned = decoder.plan(source, wish);
  plan(planned.peakBytes);
  if (!wish.moving) {
    await drain(decoder.decode(bytes, source, wish), planned);
    return;
  }
  let frames = 0;
  for await (const { picture } of decoder.frames!(bytes, source, wish)) {
    await drain(picture, planned);
    if (++frames === MOST_FRAMES) return;
  }
}

async function drain({ bands }: Picture, { width, height }: Size): Promise<void> {
  let flowed = 0;
  for await (const band of bands()) flowed += band.length;
  if (flowed !== width * height * 4) throw new Error(`${flowed} bytes flowed of ${width} × ${height} pixels`);
}

/** The whole and regions by turns, at full size and scaled down, the first frame and all of them. */
function wishFor({ width, height, frames }: Source): DecodeWish {
  const turn = runs++ % 8;
  const [x, y] = turn % 2 === 0 ? [0, 0] : [Math.floor(width / 3), Math.floor(height / 5)];
  const cut = { x, y, width: width - x, height: height - y };
  const moving = frames > 1 && turn >= 4;
  const shrink = moving || turn % 4 < 2 ? 1 : 5;
  const scale = { width: Math.ceil(cut.width / shrink), height: Math.ceil(cut.height / shrink) };
  return { cut, scale, window: { x: 0, y: 0, ...scale }, moving };
}

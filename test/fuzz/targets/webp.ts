/** WebP: whatever the bytes are, the picture is shown or refused, soon, and in the planned memory. */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import type { Decoder, DecodeWish } from '../../../src/codecs/codec.ts';
import { webpCodec } from '../../../src/codecs/webp/index.ts';
import type { Size } from '../../../src/core/image/picture.ts';
import type { Source } from '../../../src/core/spec/source.ts';
import { showOrRefuse } from '../show-or-refuse.ts';

export const name = 'webp';
export const corpus = /\.webp$/;

/** Lossy and lossless, with and without transparency, drawn and noisy. */
export function seeds(): Promise<Uint8Array[]> {
  const size = { width: 53, height: 37 };
  const ways = [{}, { quality: 100 }, { lossless: true }, { lossless: true, effort: 6 }];
  const pictures = [0, 1].map((noise) =>
    Buffer.from(
      Array.from({ length: size.width * size.height * 4 }, (_, at) =>
        noise ? (at * 7919) % 251 : (at >> 5) % 256,
      ),
    ),
  );
  return Promise.all(
    pictures.flatMap((pixels) =>
      ways.map((way) =>
        sharp(pixels, { raw: { ...size, channels: 4 } })
          .webp(way)
          .toBuffer(),
      ),
    ),
  );
}

const binary = readFileSync(new URL('../../../wasm/build/webp.wasm', import.meta.url));
const module = new WebAssembly.Module(binary);
const codec = webpCodec({ webp: module, webpEncode: module });
const decoder = codec.decoder as Decoder;
let runs = 0;

export const run = showOrRefuse({ codec, mostPixels: 1 << 20, decode });

async function decode(bytes: Uint8Array, source: Source, plan: (bytes: number) => void): Promise<void> {
  const wish = wishFor(source);
  const { width, height, peakBytes } = decoder.plan(source, wish);
  plan(peakBytes);
  let flowed = 0;
  for await (const band of decoder.decode(bytes, source, wish).bands()) flowed += band.length;
  if (flowed !== width * height * 4) throw new Error(`${flowed} bytes flowed of ${width} × ${height} pixels`);
}

/** The whole and regions by turns, at full size and scaled down. */
function wishFor({ width, height }: Size): DecodeWish {
  const turn = runs++ % 4;
  const [x, y] = turn % 2 === 0 ? [0, 0] : [Math.floor(width / 3), Math.floor(height / 5)];
  const cut = { x, y, width: width - x, height: height - y };
  const shrink = turn < 2 ? 1 : 5;
  const scale = { width: Math.ceil(cut.width / shrink), height: Math.ceil(cut.height / shrink) };
  return { cut, scale, window: { x: 0, y: 0, ...scale } };
}

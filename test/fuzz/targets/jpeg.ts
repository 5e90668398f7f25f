/** JPEG: whatever the bytes are, the picture is shown as far as it goes or refused, soon, and in the planned memory. */
import sharp from 'sharp';
import type { Size } from '../../../src/core/image/picture.ts';
import type { Output } from '../../../src/core/spec/output.ts';
import type { Source } from '../../../src/core/spec/source.ts';
import type { DecodeWish } from '../../../src/codecs/codec.ts';
import { scenery, writeJpeg } from '../../codecs/jpeg/files.ts';
import { newCodec } from '../../codecs/jpeg/support.ts';
import { showOrRefuse } from '../show-or-refuse.ts';

export const name = 'jpeg';
export const corpus = /\.jpe?g$/;

const SAMPLINGS = [
  [11],
  [22, 11, 11],
  [21, 12, 11],
  [41, 11, 11],
  [11, 11, 11],
  [11, 22, 11],
  [11, 11, 11, 11],
];

/** Every sampling, with and without restarts and scans apart; progressive files of every model. */
export async function seeds(): Promise<Uint8Array[]> {
  const written = SAMPLINGS.flatMap((factors) => {
    const components = factors.map((both) => ({ h: Math.floor(both / 10), v: both % 10 }));
    const plain = { width: 61, height: 47, components, sample: scenery };
    return [plain, { ...plain, restart: 2 }, { ...plain, apart: true }, { ...plain, lateHeight: true }].map(
      writeJpeg,
    );
  });
  const progressive = ['4:2:0', '4:4:4'].flatMap((chromaSubsampling) =>
    [17, 333].map((side) =>
      sharp(noise(side)).resize(side, 257).jpeg({ progressive: true, chromaSubsampling }).toBuffer(),
    ),
  );
  const inks = sharp(noise(64)).toColourspace('cmyk').jpeg({ progressive: true }).toBuffer();
  return [...written, ...(await Promise.all([...progressive, inks])).map((buffer) => new Uint8Array(buffer))];
}

function noise(side: number) {
  return {
    create: {
      width: side,
      height: 257,
      channels: 3 as const,
      background: '#888',
      noise: { type: 'gaussian' as const, mean: 128, sigma: 40 },
    },
  };
}

const MOST_PIXELS = 1 << 21;

const { codec, decoder } = newCodec();
const { encoder } = codec;
let runs = 0;

export const run = showOrRefuse({ codec, mostPixels: MOST_PIXELS, decode });

/** As bands and, every third time, as planes for the encoder. */
async function decode(bytes: Uint8Array, source: Source, plan: (bytes: number) => void): Promise<void> {
  const wish = wishFor(source);
  const { width, height } = wish.window;
  const picture = decoder.decode(bytes, source, wish);
  const output: Output = { format: 'jpg', quality: 50, interlace: false, grey: source.colour === 'grey' };
  const encoding = runs % 3 === 0 && encoder ? encoder.peakBytes(wish.window, output, true) : 0;
  plan(decoder.plan(source, wish).peakBytes + encoding);
  let flowed = 0;
  for await (const chunk of encoding && encoder ? encoder.encode(picture, output) : picture.bands())
    flowed += chunk.length;
  if (!encoding && flowed !== width * height * 4)
    throw new Error(`${flowed} bytes flowed of ${width} × ${height} pixels`);
}

/** By turns: the whole as it is, all of it small, a part of it large. */
function wishFor({ width, height }: Size): DecodeWish {
  const turn = runs++ % 4;
  const cut = turn < 2 ? { x: 0, y: 0, width, height } : partOf(width, height);
  const factor = [1, 0.21, 1, 1.7][turn] ?? 1;
  const scale = { width: Math.ceil(cut.width * factor), height: Math.ceil(cut.height * factor) };
  return { cut, scale, window: turn === 3 ? partOf(scale.width, scale.height) : { x: 0, y: 0, ...scale } };
}

function partOf(width: number, height: number) {
  const [x, y] = [Math.floor(width / 3), Math.floor(height / 5)];
  return { x, y, width: Math.ceil((width - x) / 2), height: Math.ceil((height - y) / 2) };
}

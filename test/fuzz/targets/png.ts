/** PNG: whatever the bytes are, the picture is shown as far as it goes or refused, soon, and in the planned memory. */
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import type { Decoder, DecodeWish } from '../../../src/codecs/codec.ts';
import { pngCodec } from '../../../src/codecs/png/index.ts';
import type { Picture } from '../../../src/core/image/picture.ts';
import type { Source } from '../../../src/core/spec/source.ts';
import { apngOf, recipe, TYPES, writePng } from '../../codecs/png/files.ts';
import { showOrRefuse } from '../show-or-refuse.ts';

export const name = 'png';
export const corpus = /\.a?png$/;

/** Every colour type and depth, plain and interlaced, with codes of its own and stored; and frames of each kind. */
export function seeds(): Uint8Array[] {
  return [...stills(), ...[false, true].map(animation)];
}

function animation(interlaced: boolean): Uint8Array {
  return apngOf(
    { width: 23, height: 17 },
    [0, 1, 2, 0].map((dispose, i) => ({
      place: { x: i, y: 2 * i, width: 23 - 3 * i, height: 17 - 3 * i },
      colour: [40 * i, 90, 200, 255 - 60 * i],
      dispose,
      over: i > 1,
      interlaced,
    })),
  );
}

function stills(): Uint8Array[] {
  const ways = [0, 9].map((level) => (rows: Uint8Array) => deflateSync(rows, { level }));
  return TYPES.flatMap(([colour, depth]) =>
    [false, true].flatMap((interlaced) =>
      ways.map((compress) =>
        writePng(recipe(colour, depth, { width: 37, height: 29, interlaced, compress })),
      ),
    ),
  );
}

const MOST_PIXELS = 1 << 20;
const MOST_FRAMES = 64;

const binary = readFileSync(new URL('../../../wasm/build/png.wasm', import.meta.url));
const codec = pngCodec({ png: new WebAssembly.Module(binary) });
const decoder = codec.decoder as Decoder;
/** The instance that opens profiles: its input and output are bounded (`profile.ts`). */
const PROFILE_BYTES = 3 << 20;
let runs = 0;

export const run = showOrRefuse({ codec, mostPixels: MOST_PIXELS, decode, allowance: PROFILE_BYTES });

async function decode(bytes: Uint8Array, source: Source, plan: (bytes: number) => void): Promise<void> {
  const wish = wishFor(source);
  const { peakBytes } = decoder.plan(source, wish);
  plan(peakBytes);
  if (!wish.moving) {
    await drain(decoder.decode(bytes, source, wish));
    return;
  }
  let frames = 0;
  for await (const { picture } of decoder.frames!(bytes, source, wish)) {
    await drain(picture);
    if (++frames === MOST_FRAMES) return;
  }
}

async function drain({ width, height, bands }: Picture): Promise<void> {
  let flowed = 0;
  for await (const band of bands()) flowed += band.length;
  if (flowed !== width * height * 4) throw new Error(`${flowed} bytes flowed of ${width} × ${height} pixels`);
}

/** The whole and regions by turns, at full size and scaled down; all frames where there are some, every other time. */
function wishFor({ width, height, frames }: Source): DecodeWish {
  const turn = runs++ % 4;
  const [x, y] = turn % 2 === 0 ? [0, 0] : [Math.floor(width / 3), Math.floor(height / 5)];
  const cut = { x, y, width: width - x, height: height - y };
  const shrink = turn < 2 ? 1 : 5;
  const scale = { width: Math.ceil(cut.width / shrink), height: Math.ceil(cut.height / shrink) };
  return { cut, scale, window: { x: 0, y: 0, ...scale }, moving: frames > 1 && turn < 2 };
}

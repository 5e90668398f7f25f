/** GIF: whatever the bytes are, frames are shown as far as they go or the file is refused, soon, and in the planned memory. */
import { readFileSync } from 'node:fs';
import type { Decoder, DecodeWish } from '../../../src/codecs/codec.ts';
import { gifCodec } from '../../../src/codecs/gif/index.ts';
import type { Picture } from '../../../src/core/image/picture.ts';
import type { Source } from '../../../src/core/spec/source.ts';
import { gifOf } from '../../codecs/gif/files.ts';
import { showOrRefuse } from '../show-or-refuse.ts';

export const name = 'gif';
export const corpus = /\.gif$/;

/** Stills and animations of every disposal, rows in order and not, inside the screen and outside. */
export function seeds(): Uint8Array[] {
  const screen = { width: 23, height: 17 };
  return [0, 1, 2, 3].flatMap((disposal) =>
    [false, true].flatMap((interlaced) =>
      [1, 4].map((count) =>
        gifOf(
          screen,
          Array.from({ length: count }, (_, i) => ({
            place: { x: i * 3, y: i * 2, width: 23 - i, height: 17 },
            indices: Array.from({ length: (23 - i) * 17 }, (__, at) => (at * (i + 1)) % 8),
            transparent: 5,
            delay: i,
            disposal,
            interlaced,
          })),
          count,
        ),
      ),
    ),
  );
}

const MOST_PIXELS = 1 << 20;
const MOST_FRAMES = 64;

const binary = readFileSync(new URL('../../../wasm/build/gif.wasm', import.meta.url));
const codec = gifCodec({ gif: new WebAssembly.Module(binary) });
const decoder = codec.decoder as Decoder;
let runs = 0;

export const run = showOrRefuse({ codec, mostPixels: MOST_PIXELS, decode });

async function decode(bytes: Uint8Array, source: Source, plan: (bytes: number) => void): Promise<void> {
  const wish = wishFor(source);
  const { peakBytes } = decoder.plan(source, wish);
  // Honest work: a frame may be far larger than its screen.
  if (peakBytes > 32 << 20) return;
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

/** The first frame and all of them, the whole and regions by turns. */
function wishFor({ width, height }: Source): DecodeWish {
  const turn = runs++ % 4;
  const [x, y] = turn % 2 === 0 ? [0, 0] : [Math.floor(width / 3), Math.floor(height / 5)];
  const cut = { x, y, width: width - x, height: height - y };
  const size = { width: cut.width, height: cut.height };
  return { cut, scale: size, window: { x: 0, y: 0, ...size }, moving: turn >= 2 };
}

/**
 * Decodes WebP with our kernel: the file's data goes in piece by piece, rows of the wanted region come out. An opaque lossy
 * picture that is scaled down is averaged in planes first.
 */
import { sameSize } from '../../core/image/geometry.ts';
import type { Band, Rect, Size } from '../../core/image/picture.ts';
import { rowsPerBand } from '../../core/image/picture.ts';
import type { Source } from '../../core/spec/source.ts';
import type { CodecUse, Decoder, DecodePlan, DecodeWish } from '../codec.ts';
import { intersection } from '../canvas.ts';
import { keepInstance, type Kept } from '../instance.ts';
import { animationFrames, decodePart, firstFrame } from './animation.ts';
import { decodeFrame } from './decode-frame.ts';
import { decodeCost, type Rates } from '../cost.ts';
import { canvasBytes, decodeBytes } from './decode-memory.ts';
import type { WebpDetails } from './header.ts';
import type { WebpExports } from './kernel.ts';
import { payloadOf } from './payload.ts';
import { readChunks, RIFF_BYTES } from './riff.ts';

/** The kernel's sums have 16 bits. */
const MAX_CELL = 128;

/** Decodes still files, and of animated ones the first frame or all. */
export function webpDecoder(module: WebAssembly.Module, use: CodecUse = 'decode webp'): Decoder<WebpDetails> {
  const kept = keepInstance<WebpExports>(module, [use]);
  return {
    plan,
    decode(bytes, source, wish) {
      const { width, height } = plan(source, wish);
      const cell = cellOf(source, wish);
      const averaged = cell > 1 ? { cell, width: wish.cut.width, height: wish.cut.height } : undefined;
      return {
        width,
        height,
        opaque: !source.alpha,
        averaged,
        bands: () => bandsOf(bytes, source, wish, kept),
      };
    },
    async *frames(bytes, source, { cut }) {
      yield* animationFrames(kept, bytes, source, cut);
    },
  };
}

/** Reference nanoseconds. */
const LOSSY: Rates = { byte: 65, source: 3, made: 1 };
const LOSSLESS: Rates = { byte: 18, source: 6, made: 1 };

function plan(source: Source<WebpDetails>, wish: DecodeWish): DecodePlan {
  const cell = cellOf(source, wish);
  const size = { width: Math.ceil(wish.cut.width / cell), height: Math.ceil(wish.cut.height / cell) };
  const { lossless } = source.details!;
  const frames = wish.moving === true;
  const still = isMoving(source) ? 'first frame' : cell > 1 ? `rows 1/${cell}` : 'rows';
  return {
    ...size,
    did: 'cut',
    peakBytes: decodeBytes(source, wish.cut, cell) + (frames ? canvasBytes(wish.cut) : 0),
    cost: decodeCost(lossless ? LOSSLESS : LOSSY, source, wish, size),
    route: frames ? 'frames' : still,
  };
}

function isMoving({ details }: Source<WebpDetails>): boolean {
  return details!.animated;
}

/** Side of the cells to average: even, as chroma has half the size, and such that a shrink by 2 or more remains. */
function cellOf(source: Source<WebpDetails>, { cut, scale, light }: DecodeWish): number {
  // Averaging spares no reading: in linear light the pixels go on as they are.
  if (light !== undefined) return 1;
  const even = cut.x % 2 === 0 && cut.y % 2 === 0;
  if (source.alpha || isMoving(source) || !even || source.details!.lossless) return 1;
  const most = Math.min(cut.width / scale.width, cut.height / scale.height) / 2;
  return Math.max(1, Math.min(MAX_CELL, 2 * Math.floor(most / 2)));
}

async function* bandsOf(
  bytes: Uint8Array,
  source: Source<WebpDetails>,
  wish: DecodeWish,
  kept: Kept<WebpExports>,
): AsyncGenerator<Band> {
  if (isMoving(source)) yield* firstBands(bytes, source, wish.cut, kept);
  else yield* decodeFrame(kept, payloadOf(readChunks(bytes, RIFF_BYTES)), wish.cut, cellOf(source, wish));
}

/** Bands of a part of the canvas with the first frame on it. */
function* firstBands(bytes: Uint8Array, canvas: Size, cut: Rect, kept: Kept<WebpExports>): Generator<Band> {
  const frame = firstFrame(bytes, canvas);
  const shared = intersection(frame.place, cut);
  if (!shared) {
    yield* clearRows(cut.width, cut.height);
    return;
  }
  const bands = decodePart(kept, frame, shared);
  if (sameSize(shared, cut)) yield* bands;
  else yield* placed(bands, { ...shared, x: shared.x - cut.x, y: shared.y - cut.y }, cut);
}

/** Bands of a clear canvas with a picture at its place: a first frame need not cover all of it. */
function* placed(picture: Iterable<Band>, place: Rect, { width, height }: Size): Generator<Band> {
  yield* clearRows(width, place.y);
  for (const band of picture) {
    const rows = band.length / (place.width * 4);
    const wide = new Uint8ClampedArray(rows * width * 4);
    for (let row = 0; row < rows; row++) {
      const pixels = band.subarray(row * place.width * 4, (row + 1) * place.width * 4);
      wide.set(pixels, (row * width + place.x) * 4);
    }
    yield wide;
  }
  yield* clearRows(width, height - place.y - place.height);
}

function* clearRows(width: number, rows: number): Generator<Band> {
  const most = rowsPerBand(width);
  for (let left = rows; left > 0; left -= most) yield new Uint8ClampedArray(Math.min(most, left) * width * 4);
}

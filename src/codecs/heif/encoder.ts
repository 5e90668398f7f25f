/**
 * Encodes AVIF as a grid of tiles, each encoded alone by libavif: no more than a line of tiles is held as pixels. The
 * boxes around them are ours (ISO/IEC 23000-22, AV1 Image File Format).
 */
import { pixelCost } from '../../core/image/cost.ts';
import type { Band, Picture, Size } from '../../core/image/picture.ts';
import { chunkSign } from '../../core/image/sign.ts';
import { ProcessError } from '../../core/spec/error.ts';
import type { Output } from '../../core/spec/output.ts';
import type { Encoder } from '../codec.ts';
import { type KeptLibrary, type Library, upTo } from '../embind.ts';
import { guarded, type Worked } from '../instance.ts';
import type { ModuleLoader } from '../modules.ts';
import { assembleAvif, type CodedTile } from './assemble.ts';
import { encodeAv1, keepAvifEncoder } from './av1/libavif-encoder.ts';
import { planTiles, type TilePlan } from './encode-tiles.ts';
import { readPicture } from './picture.ts';

/** The vendor's bounds of a result; whoever sets a longer side has none of pixels. */
const MAX_SIDE = 4096;
const MAX_PIXELS = 4096 * 2304;
const TOO_LARGE_EC = '0040-00000014';
/** The module's memory at first, what it has beside a picture's, and bytes a pixel of that. */
const START_BYTES = 17 * 1024 * 1024;
const FIXED_BYTES = 12 * 1024 * 1024;
const PIXEL_BYTES = 32;
/** Bytes a pixel of the busiest results. */
const RESULT_BYTES = 1.5;
const HEAD_BYTES = 65_536;
/** Reference nanoseconds of a pixel, those that fill up tiles counted. */
const PIXEL = 180;

/** The encoder of pictures of at most `maxSide` pixels a side; its module is loaded when the first picture wants it. */
export function avifEncoder(load: ModuleLoader, maxSide = MAX_SIDE): Encoder {
  let kept: KeptLibrary | undefined;
  return {
    maxSide,
    maxSideEc: TOO_LARGE_EC,
    profiles: ['rgb'],
    peakBytes(size, output, opaque) {
      if (maxSide === MAX_SIDE) checkPixels(size);
      const { tile } = planTiles(size);
      const strip = size.width * tile.height * 4;
      return memoryBytes(tile) + strip + resultBytes(size, output, opaque);
    },
    cost: (size) => pixelCost(size, PIXEL),
    signs: true,
    resultBytes,
    async *encode(picture, output) {
      kept ??= keepAvifEncoder(await load(), ['encode avif']);
      const tiles: CodedTile[] = [];
      const coded = chunkSign(pixelCost(planTiles(picture).tile, PIXEL));
      const work = upTo(heapBytes(planTiles(picture)), kept);
      for await (const tile of guarded(work, () => encodeTiles(picture, output, work))) {
        tiles.push(tile);
        yield coded;
      }
      yield* assembleAvif(picture, planTiles(picture), tiles, output.icc);
    },
  };
}

/** Throws `ImageTooLarge` for more pixels than the vendor writes. */
function checkPixels({ width, height }: Size): void {
  if (width * height <= MAX_PIXELS) return;
  throw new ProcessError('ImageTooLarge', `An avif picture has at most ${MAX_PIXELS} pixels.`, {
    ec: TOO_LARGE_EC,
  });
}

function memoryBytes({ width, height }: Size): number {
  return Math.max(START_BYTES, FIXED_BYTES + PIXEL_BYTES * width * height);
}

/** Memory of the library for a picture: what it works with, and the pixels of a tile. */
function heapBytes({ tile }: TilePlan): number {
  return memoryBytes(tile) + tile.width * tile.height * 4;
}

function resultBytes({ width, height }: Size, output: Output, opaque: boolean): number {
  const pixels = width * height * RESULT_BYTES * (opaque ? 1 : 1.5);
  return Math.ceil(pixels) + HEAD_BYTES + (output.icc?.length ?? 0);
}

/** The tiles in order, as lines of them fill with pixels. */
async function* encodeTiles(
  picture: Picture,
  { quality }: Output,
  { use, discard }: Worked<Library>,
): AsyncGenerator<CodedTile> {
  const plan = planTiles(picture);
  const library = use();
  const qualities = { quality: libavifQuality(quality), alphaQuality: libavifQuality(Math.max(quality, 80)) };
  for await (const { rows, count } of lines(picture, plan.tile.height)) {
    for (let column = 0; column < plan.columns; column++) {
      const pixels = library.allocate(plan.tile.width * plan.tile.height * 4);
      fillTile(library.view(pixels), rows, count, picture, plan, column);
      const file = encodeAv1(library, pixels, plan.tile, qualities);
      library.free(pixels.at);
      // What it could not finish may still lie on its heap.
      if (!file) discard();
      yield takeCoded(file, picture.opaque);
    }
  }
}

/** Lines of as many rows as a tile has, the last one of fewer. */
async function* lines(
  picture: Picture,
  height: number,
): AsyncGenerator<{ readonly rows: Band; readonly count: number }> {
  const stride = picture.width * 4;
  const rows: Band = new Uint8ClampedArray(Math.min(height, picture.height) * stride);
  let at = 0;
  for await (const band of picture.bands()) {
    for (let from = 0; from < band.length;) {
      const part = band.subarray(from, from + Math.min(band.length - from, rows.length - at));
      rows.set(part, at);
      at += part.length;
      from += part.length;
      if (at < rows.length) continue;
      yield { rows, count: at / stride };
      at = 0;
    }
  }
  if (at > 0) yield { rows, count: at / stride };
}

/** The pixels of a tile; what reaches over the edge repeats the last ones. */
function fillTile(
  tile: Band,
  rows: Band,
  count: number,
  { width, opaque }: Picture,
  plan: TilePlan,
  column: number,
): void {
  const words = new Uint32Array(tile.buffer, tile.byteOffset, tile.length / 4);
  const source = new Uint32Array(rows.buffer, rows.byteOffset, rows.length / 4);
  const left = column * plan.tile.width;
  const own = Math.min(plan.tile.width, width - left);
  for (let y = 0; y < plan.tile.height; y++) {
    const from = Math.min(y, count - 1) * width + left;
    const to = y * plan.tile.width;
    words.set(source.subarray(from, from + own), to);
    words.fill(source[from + own - 1]!, to + own, to + plan.tile.width);
  }
  // The encoder leaves out transparency where there is none, and a grid has it in every tile or in none.
  if (!opaque) tile[3] = Math.min(tile[3]!, 254);
}

/** The bitstreams of a tile's colour and transparency, out of the file that libavif wrote. */
function takeCoded(file: Uint8Array | undefined, opaque: boolean): CodedTile {
  const read = file && readPicture(file, true);
  const colour = read && read !== 'more' ? read.colour.tiles[0] : undefined;
  const alpha = read && read !== 'more' ? read.alpha?.tiles[0] : undefined;
  if (!colour || (!opaque && !alpha)) {
    throw new ProcessError('ImageTooLarge', 'The picture has more detail than can be encoded as AVIF here.');
  }
  return { colour, alpha: opaque ? undefined : alpha };
}

/** Qualities of JPEG, and libavif's whose results look as much like the original (`bench/avif-likeness.ts`). */
const LIKE_JPEG = [
  [0, 15],
  [30, 42],
  [50, 52],
  [75, 62],
  [80, 68],
  [90, 82],
  [95, 90],
  [100, 97],
] as const;

/** libavif's quality that looks like a JPEG of this one. */
export function libavifQuality(quality: number): number {
  const next = LIKE_JPEG.findIndex(([jpeg]) => jpeg >= quality);
  const [to, high] = LIKE_JPEG[Math.max(1, next)]!;
  const [from, low] = LIKE_JPEG[Math.max(1, next) - 1]!;
  return Math.round(low + ((quality - from) / (to - from)) * (high - low));
}

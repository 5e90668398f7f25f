/**
 * Decodes GIF with our kernel. Of a still picture, or when the first frame is all that is wanted, rows flow as they are
 * expanded, and those below a cut never are; frames are painted one after the other on a canvas of the cut.
 */
import type { Frames } from '../../core/image/frame.ts';
import type { Band, Rect } from '../../core/image/picture.ts';
import { bandBytes, rowsPerBand } from '../../core/image/picture.ts';
import { damaged } from '../../core/spec/error.ts';
import type { Source } from '../../core/spec/source.ts';
import type { Decoder } from '../codec.ts';
import { decodeCost, type Rates } from '../cost.ts';
import { guarded, keepInstance } from '../instance.ts';
import { type Image, readBlocks } from './blocks.ts';
import { canvasFrames } from './canvas.ts';
import { type IndexRow, paintRow, setColours, storedRows } from './expand.ts';
import type { GifDetails } from './header.ts';
import { BLOCK_EXTRA, type GifExports, PAGE_BYTES, TABLE_BYTES } from './kernel.ts';

/** Input, and the longest code's indices. */
const STREAM_BYTES = 65_536 + 4096;
/** Memory above this is not kept for the next picture. */
const KEEP_BYTES = 8 * 1024 * 1024;
/** Reference nanoseconds. */
const RATES: Rates = { byte: 8.5, source: 4, made: 2.5 };

/** The decoder over one kept instance. */
export function gifDecoder(module: WebAssembly.Module): Decoder<GifDetails> {
  const kept = keepInstance<GifExports>(module, ['decode gif'], KEEP_BYTES);
  return {
    plan(source, wish) {
      const { cut, moving } = wish;
      const size = { width: cut.width, height: cut.height };
      const peakBytes = decodeBytes(source, cut, moving === true);
      const cost = decodeCost(RATES, source, wish, size);
      return { ...size, did: 'cut', peakBytes, cost, route: moving ? 'frames' : 'first frame' };
    },
    decode: (bytes, source, { cut }) => ({
      width: cut.width,
      height: cut.height,
      opaque: !source.alpha,
      bands: () => guarded(kept, (kernel) => firstFrame(kernel, bytes, source, cut)),
    }),
    frames: (bytes, source, { cut }): Frames =>
      guarded(kept, (kernel) => canvasFrames(kernel, bytes, source, cut)),
  };
}

function decodeBytes({ details, width }: Source<GifDetails>, cut: Rect, moving: boolean): number {
  const { interlaced, framePixels, widest, restores } = details!;
  const canvas = cut.width * cut.height * 4;
  const held = moving ? canvas * (restores ? 2 : 1) : interlaced ? framePixels : 0;
  const kernel = TABLE_BYTES + STREAM_BYTES + Math.max(widest, width) + held + bandBytes(cut.width);
  return Math.ceil((kernel + 8 * BLOCK_EXTRA) / PAGE_BYTES) * PAGE_BYTES + bandBytes(cut.width);
}

function* firstFrame(
  kernel: GifExports,
  bytes: Uint8Array,
  { details }: Source<GifDetails>,
  cut: Rect,
): Generator<Band> {
  const image = firstImage(bytes);
  const { place } = image;
  kernel.startDecode(details!.widest);
  setColours(kernel, bytes, image);
  const rowAt = image.interlaced ? heldRows(kernel, bytes, image) : orderedRows(kernel, bytes, image);
  const rows = rowsPerBand(cut.width);
  const at = kernel.hold(Math.min(rows, cut.height) * cut.width * 4);
  for (let top = 0; top < cut.height; top += rows) {
    const part = { ...cut, y: cut.y + top, height: Math.min(rows, cut.height - top) };
    const length = part.height * cut.width * 4;
    kernel.wipe(at, length);
    for (let y = Math.max(0, part.y - place.y); y < part.y + part.height - place.y; y++) {
      const row = rowAt(y);
      if (row) paintRow(kernel, row, place, { at, part });
    }
    yield new Uint8ClampedArray(kernel.memory.buffer as ArrayBuffer, at, length);
  }
}

function firstImage(bytes: Uint8Array): Image {
  for (const block of readBlocks(bytes)) if (block.kind === 'image') return block.image;
  throw damaged('it holds no frame');
}

/** Gives a row of the frame; undefined for one that its data lacks. Rows are asked for from the top down. */
type Rows = (y: number) => IndexRow | undefined;

function orderedRows(kernel: GifExports, bytes: Uint8Array, image: Image): Rows {
  const rows = storedRows(kernel, bytes, image);
  let last: IndexRow | undefined = firstRow(rows);
  return (y) => {
    while (last && last.y < y) last = rows.next().value as IndexRow | undefined;
    return last;
  };
}

/** All indices of a frame whose rows come in another order. */
function heldRows(kernel: GifExports, bytes: Uint8Array, image: Image): Rows {
  const { width, height } = image.place;
  const at = kernel.hold(width * height);
  const counts = new Uint16Array(height);
  const rows = storedRows(kernel, bytes, image);
  for (let row: IndexRow | undefined = firstRow(rows); row; row = rows.next().value as IndexRow | undefined) {
    kernel.copy(at + row.y * width, row.at, row.count);
    counts[row.y] = row.count;
  }
  return (y) => (y < height ? { y, at: at + y * width, count: counts[y]! } : undefined);
}

/** Throws `BadRequest` when there is none: nothing of such a file can be shown. */
function firstRow(rows: Generator<IndexRow>): IndexRow {
  const first = rows.next();
  if (first.done) throw damaged('none of its pixels can be read');
  return first.value;
}

/**
 * Encodes PNG with our kernel while the rows come: each row filtered with the filter that suits it, deflated, and given
 * out as IDAT chunks.
 *
 * A picture of at most 256 colours is held as indices, a byte a pixel, and written as a palette picture or as pixels,
 * whichever is smaller. A small picture that may be transparent is held until a pixel is. Any other picture, and one too
 * large to be held, streams.
 */
import type { Picture, Size } from '../../core/image/picture.ts';
import type { Output } from '../../core/spec/output.ts';
import type { Encoder } from '../codec.ts';
import { guarded, keepInstance } from '../instance.ts';
import { PNG_SIGNATURE } from './chunks.ts';
import { deflateCost, isQuick } from './effort.ts';
import { channelsOf, encodeBytes, MAX_HELD, resultBytes } from './encode-memory.ts';
import { COLOUR } from './header.ts';
import type { PngExports } from './kernel.ts';
import { movingEncoder } from './moving.ts';
import { withTrueOpacity } from './opacity.ts';
import {
  headerChunk,
  paletteChunks,
  type PixelType,
  pixelType,
  profileChunk,
  takeOutput,
  writeChunk,
} from './write.ts';

const MAX_SIDE = 0x7fff_ffff;
/** Output is given out once it is this long. */
const PIECE_BYTES = 32_768;
/** Reference nanoseconds of a pixel that is written thoroughly. */
const PIXEL = 50;
const ALPHA_PIXEL = 80;
/** With up to 4 bits an index, a palette picture is always the smaller one. */
const SURE_PALETTE = 16;

/** One encoding under way. */
interface Job extends Size {
  readonly kernel: PngExports;
  readonly output: Output;
  /** Channels of a pixel that is not an index. */
  readonly channels: number;
}

/** The encoder over one kept instance; it writes animations when they are `moving`. */
export function pngEncoder(module: WebAssembly.Module, moving: boolean): Encoder {
  const kept = keepInstance<PngExports>(module, ['encode png']);
  return {
    maxSide: MAX_SIDE,
    moving: moving ? movingEncoder(kept) : undefined,
    peakBytes: encodeBytes,
    cost: (size, _output, opaque) => deflateCost(size, opaque ? PIXEL : ALPHA_PIXEL),
    resultBytes,
    async *encode(picture, output) {
      const begun = await withTrueOpacity(picture);
      try {
        yield* guarded(kept, (kernel) => encode(kernel, begun, output));
      } finally {
        await begun.release();
      }
    },
  };
}

async function* encode(kernel: PngExports, picture: Picture, output: Output): AsyncGenerator<Uint8Array> {
  const { width, height, opaque } = picture;
  const job: Job = { kernel, output, width, height, channels: channelsOf(opaque, output) };
  kernel.startEncode(width);
  yield PNG_SIGNATURE.slice();
  // Rows held as indices, as long as there are no others.
  let held = 0;
  let holds = width * height <= MAX_HELD;
  if (!holds) yield* startPixels(job);
  for await (const band of picture.bands()) {
    for (let at = 0; at < band.length; at += width * 4) {
      putRow(kernel, band.subarray(at, at + width * 4));
      if (holds && kernel.hold()) {
        held++;
        continue;
      }
      if (holds) {
        holds = false;
        yield* startPixels(job);
        yield* encodeHeld(job, held);
        putRow(kernel, band.subarray(at, at + width * 4));
      }
      kernel.encodeRow();
      yield* pixelChunks(kernel, PIECE_BYTES);
    }
  }
  if (holds) yield* smallest(job);
  else yield* endPixels(kernel);
  yield writeChunk(kernel, 'IEND', new Uint8Array());
}

function putRow({ memory, rowAddress }: PngExports, row: Uint8ClampedArray): void {
  new Uint8Array(memory.buffer).set(row, rowAddress());
}

/** The chunks before the pixels. */
function* startPixels(job: Job): Generator<Uint8Array> {
  yield* head(job, pixelType(job.channels));
  job.kernel.startPixels(job.channels, isQuick(job));
}

function* head({ kernel, output, ...size }: Job, type: PixelType): Generator<Uint8Array> {
  yield headerChunk(kernel, size, type);
  if (output.icc) yield profileChunk(kernel, output.icc);
}

/** Encodes the first `rows` held rows as pixels. */
function* encodeHeld({ kernel }: Job, rows: number): Generator<Uint8Array> {
  for (let row = 0; row < rows; row++) {
    kernel.encodeHeld(row);
    yield* pixelChunks(kernel, PIECE_BYTES);
  }
}

/** An IDAT chunk of the output when there is as much as `least` bytes. */
function* pixelChunks(kernel: PngExports, least: number): Generator<Uint8Array> {
  if (kernel.outputBytes() >= least) yield writeChunk(kernel, 'IDAT', takeOutput(kernel));
}

function* endPixels(kernel: PngExports): Generator<Uint8Array> {
  kernel.endEncode();
  yield* pixelChunks(kernel, 1);
}

/** A picture that is held whole, as indices or as pixels, whichever takes fewer bytes. */
function smallest(job: Job): Uint8Array[] {
  // Beside a palette only a profile for colours may stand (PNG, section 11.3.2.3).
  if (job.output.icc && job.output.grey) return [...heldPicture(job)];
  const indexed = [...indexedPicture(job)];
  if (job.kernel.paletteCount() <= SURE_PALETTE) return indexed;
  return within(heldPicture(job), bytesOf(indexed)) ?? indexed;
}

function* heldPicture(job: Job): Generator<Uint8Array> {
  yield* startPixels(job);
  yield* encodeHeld(job, job.height);
  yield* endPixels(job.kernel);
}

function* indexedPicture(job: Job): Generator<Uint8Array> {
  const { kernel, height } = job;
  const count = kernel.paletteCount();
  const depth = count <= 2 ? 1 : count <= 4 ? 2 : count <= 16 ? 4 : 8;
  const from = kernel.paletteAddress();
  yield* head(job, { colour: COLOUR.palette, depth });
  yield* paletteChunks(kernel, new Uint8Array(kernel.memory.buffer).slice(from, from + count * 4));
  kernel.startBytes(false);
  for (let row = 0; row < height; row++) {
    kernel.encodeIndices(row, depth);
    yield* pixelChunks(kernel, PIECE_BYTES);
  }
  yield* endPixels(kernel);
}

/** The chunks when they have fewer than `most` bytes; given up as soon as they have not. */
function within(chunks: Iterable<Uint8Array>, most: number): Uint8Array[] | undefined {
  const kept: Uint8Array[] = [];
  let bytes = 0;
  for (const chunk of chunks) {
    kept.push(chunk);
    bytes += chunk.length;
    if (bytes >= most) return undefined;
  }
  return kept;
}

function bytesOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((bytes, chunk) => bytes + chunk.length, 0);
}

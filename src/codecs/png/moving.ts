/**
 * Writes animated PNG (third edition, sections 4.9 and 11.3.6): of each frame the rectangle that changed, which takes the
 * place of what was there. Its head counts the frames, so all are held until the last.
 */
import { pixelCost } from '../../core/image/cost.ts';
import type { Picture, Size } from '../../core/image/picture.ts';
import { chunkSign } from '../../core/image/sign.ts';
import type { Movement, Output } from '../../core/spec/output.ts';
import type { MovingEncoder } from '../codec.ts';
import { changesOf, filmBytes } from '../film.ts';
import { guarded, type Kept } from '../instance.ts';
import { PNG_SIGNATURE } from './chunks.ts';
import { channelsOf, deflaterBytes, resultBytes } from './encode-memory.ts';
import type { PngExports } from './kernel.ts';
import {
  frameChunk,
  headerChunk,
  movementChunk,
  pixelType,
  profileChunk,
  takeOutput,
  writeChunk,
} from './write.ts';

/** Pixels are given out once they are this many bytes. */
const PIECE_BYTES = 32_768;

/** Reference milliseconds of a frame, and nanoseconds of a pixel; a frame brings many clear ones. */
const FRAME = 0.05;
const PIXEL = 60;

/** The encoder of animations over a kept instance. */
export function movingEncoder(kept: Kept<PngExports>): MovingEncoder {
  return {
    workBytes: (size) => filmBytes(size) + deflaterBytes(size.width),
    frameBytes: resultBytes,
    cost: (size) => FRAME + pixelCost(size, PIXEL),
    signs: true,
    encode: (frames, output, grow) =>
      guarded(kept, (kernel) => writeMoving(kernel, changesOf(frames), output, grow)),
  };
}

/** A file under way. */
interface Job {
  readonly kernel: PngExports;
  readonly pieces: Uint8Array[];
  /** The number of the next chunk of a frame. */
  sequence: number;
  put(chunk: Uint8Array): void;
}

async function* writeMoving(
  kernel: PngExports,
  changes: ReturnType<typeof changesOf>,
  output: Output & { readonly movement: Movement },
  grow: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const job: Job = {
    kernel,
    pieces: [],
    sequence: 0,
    put(chunk) {
      grow(chunk.length);
      job.pieces.push(chunk);
    },
  };
  let size: Size | undefined;
  let channels = 0;
  let count = 0;
  for await (const { place, picture, delay } of changes) {
    size ??= { width: place.width, height: place.height };
    channels ||= channelsOf(picture.opaque, output);
    kernel.startEncode(place.width);
    job.put(frameChunk(kernel, job.sequence++, place, delay));
    for await (const rows of encodeFrame(job, picture, channels, count === 0)) {
      yield chunkSign(pixelCost({ width: place.width, height: rows }, PIXEL));
    }
    count++;
  }
  if (size) yield* assemble(job, size, { channels, count, output });
}

function* assemble(
  { kernel, pieces }: Job,
  size: Size,
  {
    channels,
    count,
    output,
  }: { channels: number; count: number; output: Output & { readonly movement: Movement } },
): Generator<Uint8Array> {
  yield PNG_SIGNATURE.slice();
  yield headerChunk(kernel, size, pixelType(channels));
  if (output.icc) yield profileChunk(kernel, output.icc);
  yield movementChunk(kernel, count, output.movement.plays);
  yield* pieces;
  yield writeChunk(kernel, 'IEND', new Uint8Array());
}

/** Encodes a rectangle; says after every chunk how many rows there were since the last one. */
async function* encodeFrame(
  job: Job,
  picture: Picture,
  channels: number,
  first: boolean,
): AsyncGenerator<number> {
  const { kernel } = job;
  const take = (least: number) => {
    if (kernel.outputBytes() < least) return false;
    const data = takeOutput(kernel);
    job.put(
      first ? writeChunk(kernel, 'IDAT', data) : writeChunk(kernel, 'fdAT', numbered(job.sequence++, data)),
    );
    return true;
  };
  let rows = 0;
  kernel.startPixels(channels, false);
  for await (const band of picture.bands()) {
    for (let at = 0; at < band.length; at += picture.width * 4) {
      const row = band.subarray(at, at + picture.width * 4);
      new Uint8Array(kernel.memory.buffer).set(row, kernel.rowAddress());
      kernel.encodeRow();
      rows++;
      if (!take(PIECE_BYTES)) continue;
      yield rows;
      rows = 0;
    }
  }
  kernel.endEncode();
  take(1);
  yield rows;
}

function numbered(sequence: number, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(4 + data.length);
  new DataView(chunk.buffer).setUint32(0, sequence);
  chunk.set(data, 4);
  return chunk;
}

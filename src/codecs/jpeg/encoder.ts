/**
 * Encodes JPEG with our kernel, from RGBA bands or, when the picture was decoded by the same kernel instance and not
 * touched since, from its planes. Chroma is 4:2:0 as OSS writes it at every quality (its sample, rotated at quality
 * 82, has the very size of a 4:2:0 file with optimised Huffman tables), and 4:4:4 where the output asks for it.
 */
import { pixelCost } from '../../core/image/cost.ts';
import type { Picture, Size } from '../../core/image/picture.ts';
import { RESULT_BYTE } from '../../core/engine/run/pace.ts';
import { chunkSign } from '../../core/image/sign.ts';
import type { Output } from '../../core/spec/output.ts';
import type { Encoder } from '../codec.ts';
import { encodeCost, type EncodeRates } from '../cost.ts';
import { end, guarded, type Kept } from '../instance.ts';
import type { JpegEncodeExports } from './encode-kernel.ts';
import { encodeBytes, encodedBytes, type FrameShape, frameShape, recordCapacity } from './encode-memory.ts';
import { fileHead } from './encode-segments.ts';
import { type ChromaSampling, type JpegPlanes, planesOf } from './planes.ts';
import { planeTurns } from './turned-planes.ts';

/** Sides are 16 bits in the frame header (T.81 B.2.2). */
const MAX_SIDE = 65_535;
/** What a picture takes; an interlaced one goes through its blocks, and through each bit that says more of one. */
const PLAIN: EncodeRates = { pixel: 4, bit: 0 };
const INTERLACED: EncodeRates = { pixel: 3, bit: 13 };
/** Reference nanoseconds of a pixel that tuning adds. */
const PIXEL_TUNED = 4;
/** Reference milliseconds of a block that a scan of an interlaced picture goes through, once to count and once to write. */
const WALKED = 17e-6;

/** How the kernel is to write. */
export interface JpegEncoding {
  /** Chroma of outputs that do not ask for more; 4:2:0 when left out. */
  readonly sampling?: ChromaSampling | undefined;
  /** Quantises with tables of our own and leaves out what costs more bits than it is worth; else as libjpeg does. */
  readonly tuned?: boolean | undefined;
}

/** `kernel` is the decoder's own, so that planes need not leave it. */
export function jpegEncoder(kernel: Kept<JpegEncodeExports>, encoding: JpegEncoding = {}): Encoder {
  return {
    maxSide: MAX_SIDE,
    peakBytes(size, output) {
      const shape = frameShape(size, output.grey ? 1 : 3, samplingOf(output, encoding));
      return encodeBytes(size, output, shape);
    },
    cost: (size, output) => codingCost(size, output, encoding),
    signs: true,
    native: planeTurns(kernel, encoding.sampling ?? '4:2:0'),
    resultBytes: (size, { quality }) => encodedBytes(size, quality),
    encode: (picture, output) => encode(picture, output, kernel, encoding),
  };
}

function codingCost(size: Size, output: Output, { tuned }: JpegEncoding): number {
  const coding = encodeCost(output.interlace ? INTERLACED : PLAIN, size, output);
  return coding + (tuned ? pixelCost(size, PIXEL_TUNED) : 0);
}

function samplingOf({ fullChroma }: Output, { sampling = '4:2:0' }: JpegEncoding): ChromaSampling {
  return fullChroma ? '4:4:4' : sampling;
}

async function* encode(
  picture: Picture,
  output: Output,
  kernel: Kept<JpegEncodeExports>,
  encoding: JpegEncoding,
): AsyncGenerator<Uint8Array> {
  const sampling = samplingOf(output, encoding);
  const planes = planesOf(picture, kernel);
  const shape = frameShape(picture, output.grey || planes?.components === 1 ? 1 : 3, sampling);
  // A row of MCUs is taken; the scans of an interlaced picture are written later, with signs of their own.
  const row = { width: picture.width, height: shape.mcuSide };
  const coded = chunkSign(codingCost(row, { ...output, interlace: false }, encoding));
  try {
    yield fileHead(output);
    yield* guarded(kernel, async function* (exports) {
      begin(exports, picture, output, shape, encoding);
      const later: Uint8Array[][] = [];
      const signs = planes
        ? encodePlanes(planes, exports, shape, coded)
        : encodeBands(picture, exports, shape, coded);
      for await (const sign of signs) {
        yield* drain(exports, later);
        yield sign;
      }
      exports.encodeFinish();
      yield* drain(exports, later);
      yield* later.flat();
    });
  } finally {
    end(kernel, (exports) => exports.encodeEnd());
  }
}

function begin(
  exports: JpegEncodeExports,
  { width, height }: Picture,
  output: Output,
  shape: FrameShape,
  { tuned = false }: JpegEncoding,
): void {
  const { components, factor } = shape;
  const { quality, interlace } = output;
  const capacity = recordCapacity({ width, height }, output, shape);
  exports.encodeBegin(width, height, components, factor, quality, interlace, tuned, capacity);
}

/** Hands rows of MCUs to the kernel, with a sign of work for each. */
function* encodePlanes(
  planes: JpegPlanes,
  exports: JpegEncodeExports,
  { factor }: FrameShape,
  coded: Uint8Array,
): Generator<Uint8Array> {
  for (const row of planes.mcuRows(factor === 2 ? '4:2:0' : '4:4:4')) {
    if (typeof row === 'number') {
      yield chunkSign(row);
      continue;
    }
    const { y, yStride, cb, cr, chromaStride } = row;
    exports.encodePlanes(y, yStride, cb, cr, chromaStride);
    yield coded;
  }
}

/** Stages rows until they make a row of MCUs, whatever the height of the bands. */
async function* encodeBands(
  picture: Picture,
  exports: JpegEncodeExports,
  { mcuSide }: FrameShape,
  coded: Uint8Array,
): AsyncGenerator<Uint8Array> {
  const rowBytes = picture.width * 4;
  let staged = 0;
  for await (const band of picture.bands()) {
    for (let at = 0; at < band.length; at += rowBytes) {
      stageRow(exports, staged++, band.subarray(at, at + rowBytes));
      if (staged < mcuSide) continue;
      exports.encodeStaged(staged);
      staged = 0;
      yield coded;
    }
  }
  if (staged > 0) exports.encodeStaged(staged);
}

function stageRow(exports: JpegEncodeExports, row: number, pixels: Uint8ClampedArray): void {
  const address = exports.encodeStaging() + row * exports.encodeStagingStride();
  new Uint8Array(exports.memory.buffer, address, pixels.length).set(pixels);
}

/** Copies out what the kernel has coded. What belongs to later scans than the first is kept for the end of the file. */
function* drain(exports: JpegEncodeExports, later: Uint8Array[][]): Generator<Uint8Array> {
  for (let length = exports.encodeDrain(); length !== 0; length = exports.encodeDrain()) {
    yield chunkSign(exports.encodeWalked() * WALKED);
    if (length < 0) continue;
    const start = exports.encodeOutput();
    const chunk = new Uint8Array(exports.memory.buffer).slice(start, start + length);
    const scan = exports.encodeScan();
    if (scan === 0) yield chunk;
    else {
      (later[scan] ??= []).push(chunk);
      yield chunkSign(length * RESULT_BYTE);
    }
  }
}

/**
 * Encodes TIFF: strips deflated by the PNG kernel over differences of neighbours, grey or RGB, with straight alpha when
 * the picture may be transparent. The directory stands first, so the strips wait for the last of them.
 */
import type { Band, Picture, Size } from '../../core/image/picture.ts';
import type { Output } from '../../core/spec/output.ts';
import type { Encoder } from '../codec.ts';
import { guarded, keepInstance } from '../instance.ts';
import { deflateCost, isQuick } from '../png/effort.ts';
import { channelsOf, deflaterBytes } from '../png/encode-memory.ts';
import type { PngExports } from '../png/kernel.ts';
import { takeOutput } from '../png/write.ts';
import { writeHead } from './write.ts';

/** The vendor reads no longer sides. */
const MAX_SIDE = 16_384;
/** Bytes of a strip before it is deflated: some rows of the widest picture. */
const STRIP_BYTES = 262_144;
/** The directory without its strips' places. */
const HEAD_BYTES = 4096;
/** Output of the kernel is taken once it is this long. */
const PIECE_BYTES = 32_768;
/** Reference nanoseconds of a pixel that is written thoroughly. */
const PIXEL = 50;

/** The encoder over one kept instance of the PNG kernel. */
export function tiffEncoder(png: WebAssembly.Module): Encoder {
  const kept = keepInstance<PngExports>(png, ['encode tiff']);
  return {
    maxSide: MAX_SIDE,
    peakBytes: encodeBytes,
    cost: (size) => deflateCost(size, PIXEL),
    resultBytes,
    encode: (picture, output) => guarded(kept, (kernel) => encode(kernel, picture, output)),
  };
}

function encodeBytes(size: Size, output: Output, opaque: boolean): number {
  return deflaterBytes(size.width) + resultBytes(size, output, opaque);
}

/** A result that does not compress at all. */
function resultBytes({ width, height }: Size, output: Output, opaque: boolean): number {
  const raw = width * height * channelsOf(opaque, output);
  return raw + Math.ceil(raw / 64) + (output.icc?.length ?? 0) + height * 8 + HEAD_BYTES;
}

async function* encode(kernel: PngExports, picture: Picture, output: Output): AsyncGenerator<Uint8Array> {
  const { width, height, opaque } = picture;
  const channels = channelsOf(opaque, output);
  const rowsPerStrip = Math.min(height, Math.floor(STRIP_BYTES / (width * channels)));
  const pieces: Uint8Array[] = [];
  const stripBytes: number[] = [];
  let row = 0;
  kernel.startEncode(width);
  for await (const band of picture.bands()) {
    for (let from = 0; from < band.length; from += width * 4) {
      if (row % rowsPerStrip === 0) {
        kernel.startBytes(isQuick(picture));
        stripBytes.push(0);
      }
      encodeRow(kernel, band, from, width, channels);
      row++;
      if (row % rowsPerStrip === 0 || row === height) kernel.endEncode();
      else if (kernel.outputBytes() < PIECE_BYTES) continue;
      const piece = takeOutput(kernel);
      pieces.push(piece);
      stripBytes[stripBytes.length - 1]! += piece.length;
    }
  }
  yield writeHead(picture, output, { channels, rowsPerStrip, stripBytes });
  yield* pieces;
}

/** Deflates a row of differences between neighbours. */
function encodeRow(kernel: PngExports, band: Band, from: number, width: number, channels: number): void {
  const row = new Uint8Array(kernel.memory.buffer, kernel.rowAddress(), width * channels);
  // Alpha is the last channel of both.
  const alphaAt = channels % 2 === 0 ? channels - 1 : channels;
  for (let channel = 0; channel < channels; channel++) {
    let before = 0;
    let at = from + (channel === alphaAt ? 3 : channel);
    for (let to = channel; to < row.length; to += channels, at += 4) {
      const value = band[at]!;
      row[to] = value - before;
      before = value;
    }
  }
  kernel.encodeBytes(row.length);
}

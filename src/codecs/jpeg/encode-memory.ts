/** What the JPEG encoder holds, known before it runs. */
import type { Size } from '../../core/image/picture.ts';
import type { Output } from '../../core/spec/output.ts';
import type { ChromaSampling } from './planes.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
/** WebAssembly memory grows by this much. */
const PAGE = 64 * KIB;
/** Output buffer and tables, those of light beside it. */
const FIXED = 148 * KIB;
/** Tables and headers of a file. */
const FILE_HEAD = 1 * KIB;
/** A record takes at most this much (`wasm/jpeg/assembly/encode/records.ts`). */
const LARGEST_RECORD = 256;
/** Tables of a picture whose records outgrow this are made of the first ones. */
const MOST_RECORDS = 6 * MIB;
/** What the scans of an interlaced picture that outgrows it remember from one part to the next. */
const SIDE_BY_SIDE = 64 * KIB;
/** Chroma of every pixel has four times the blocks and about this many times the codes of a photograph. */
const FULL_CHROMA = 1.5;

/** The frame of a picture: components, luma sampling factor, and its blocks. */
export interface FrameShape {
  readonly components: 1 | 3;
  readonly factor: 1 | 2;
  /** Pixels an MCU is wide and high. */
  readonly mcuSide: number;
  readonly mcuColumns: number;
  /** Blocks in one row of MCUs. */
  readonly rowBlocks: number;
}

export function frameShape({ width }: Size, components: 1 | 3, sampling: ChromaSampling): FrameShape {
  const factor = components === 3 && sampling === '4:2:0' ? 2 : 1;
  const mcuSide = 8 * factor;
  const mcuColumns = Math.ceil(width / mcuSide);
  const rowBlocks = mcuColumns * (factor * factor + components - 1);
  return { components, factor, mcuSide, mcuColumns, rowBlocks };
}

/**
 * Bytes a detailed photograph takes when encoded. Noise takes more; the difference is small beside what the ledger
 * leaves of an isolate.
 */
export function encodedBytes(size: Size, quality: number): number {
  return codedBytes(size, quality) + FILE_HEAD;
}

/** The part of them that codes pixels. */
function codedBytes({ width, height }: Size, quality: number): number {
  return Math.ceil((width * height * 1.6) / (1 + (100 - quality) / 6));
}

/** Bytes for block records: room for a detailed photograph, up to a bound, and never less than a row needs. */
export function recordCapacity(size: Size, { quality }: Output, shape: FrameShape): number {
  // Two bytes hold what four to six bits code; six bytes of every 64 pixels are headers.
  const more = shape.components === 3 && shape.factor === 1 ? FULL_CHROMA : 1;
  const wanted = more * (3 * codedBytes(size, quality) + (size.width * size.height * 6) / 64);
  return Math.ceil(Math.min(wanted, MOST_RECORDS)) + shape.rowBlocks * LARGEST_RECORD;
}

/** Peak bytes of encoding: the kernel's memory and the encoded result. */
export function encodeBytes(size: Size, output: Output, shape: FrameShape): number {
  const rowPixels = shape.mcuColumns * shape.mcuSide ** 2;
  // Staged RGBA, Y, and what chroma there is.
  const rows = rowPixels * (5 + (shape.components - 1) / shape.factor ** 2);
  const fixed = FIXED + (output.interlace ? SIDE_BY_SIDE : 0);
  const kernel = Math.ceil((fixed + rows + recordCapacity(size, output, shape)) / PAGE) * PAGE;
  return kernel + encodedBytes(size, output.quality);
}

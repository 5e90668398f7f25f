/** What the kernel holds while it decodes (`wasm/webp/assembly`), known from the header. */
import { bandBytes, type Size } from '../../core/image/picture.ts';
import type { Source } from '../../core/spec/source.ts';
import type { WebpDetails } from './header.ts';
import { TABLE_BYTES } from './kernel.ts';

const PAGE_BYTES = 65_536;
/** Tables, and what every block takes beside its content. */
const FIXED_BYTES = TABLE_BYTES + 32 * 1024;
/** A window on a part of the file; a lossy picture has up to eight partitions of tokens, and a few parts more. */
const WINDOW_BYTES = 41_216;
const WINDOWS = 11;
/** Most rows of a lossy picture that are made at once. */
const LOSSY_ROWS = 24;
/** Of each macroblock: its pixels in a ring of two rows of them, contexts, modes, last pixels, filter. */
const MACROBLOCK_BYTES = 768 + 56;
const RING_MARGIN = 4096;
/** Most pixels a lossless picture looks back. */
const RING_PIXELS = 1 << 20;
/** Prefix codes of a lossless bitstream; the last group is counted once it is there. */
const CODES_BYTES = (8 << 20) + 16_384;
/** Palette and caches of colours. */
const COLOURS_BYTES = 32 * 1024;
/** Tiles are four pixels wide at least; two transforms and the groups of codes have a number for each. */
const TILE = 4;
const TILE_IMAGES = 3;

/** Peak bytes of decoding a cut, each `cell` by `cell` pixels averaged, without the file's. */
export function decodeBytes(source: Source<WebpDetails>, cut: Size, cell: number): number {
  const { lossless, animated } = source.details!;
  const width = Math.ceil(cut.width / cell);
  const held = lossless && !animated ? losslessBytes(source) : lossyBytes(source, cut.width);
  const other = animated ? losslessBytes(source) : 0;
  const rows = Math.max(LOSSY_ROWS * width * 4, PAGE_BYTES);
  // A frame's bands are copied onto the canvas.
  const bands = rows * (animated ? 2 : 1);
  const all = FIXED_BYTES + held + other + bands;
  return Math.ceil(all / PAGE_BYTES) * PAGE_BYTES;
}

/** The canvas of a moving picture, and the bands that are copied from it. */
export function canvasBytes(cut: Size): number {
  return cut.width * cut.height * 4 + bandBytes(cut.width);
}

/** The rings of two rows of macroblocks, sums and upsampled chroma, and transparency. */
function lossyBytes({ width, height, alpha }: Source<WebpDetails>, cut: number): number {
  const macroblocks = Math.ceil(width / 16);
  const lines = 2 * width + 5 * cut;
  const beside = alpha ? 2 * width + losslessBytes({ width, height }) : 0;
  return WINDOWS * WINDOW_BYTES + macroblocks * MACROBLOCK_BYTES + RING_MARGIN + lines + beside;
}

function losslessBytes({ width, height }: Size): number {
  const tiles = Math.ceil(width / TILE) * Math.ceil(height / TILE);
  const ring = Math.min(width * height, RING_PIXELS) * 4;
  return WINDOW_BYTES + CODES_BYTES + COLOURS_BYTES + ring + (TILE_IMAGES * tiles + 2 * width) * 4;
}

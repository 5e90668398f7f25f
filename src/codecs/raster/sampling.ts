/** Bicubic interpolation on the raster kernel, tile by tile: the twin of `plainSampling`, equal to the bit. */
import { type Pixels, pixelsOf } from '../../core/image/bands.ts';
import {
  type Held,
  type Line,
  MARGIN,
  MOST_LINES,
  type Sampling,
  WEIGHTS,
} from '../../core/image/kernels/bicubic.ts';
import { takeBlocks } from './blocks.ts';
import type { RasterExports } from './exports.ts';
import type { Heap } from './heap.ts';

/** Pixels of a line that are read together with those of the lines beside it. */
const TILE = 64;
/** Most pixels of the source, each way, that a tile is read from: its diagonal, and the four that a weighted sum takes. */
const SIDE = Math.ceil(Math.hypot(TILE, MOST_LINES)) + 5;

/** What lies in a tile of a line, which is the tile's row `row`. */
interface Part extends Line {
  readonly row: number;
}

/** Starts sampling: the picture stays where it is, and what a tile is read from is copied to the kernel. */
export function startSampling(kernel: RasterExports, heap: Heap, held: Held): Sampling {
  const { memory } = kernel;
  const pixels = pixelsOf(held.pixels);
  const pitch = held.stride / 4;
  const at = takeBlocks(heap, { source: SIDE * SIDE * 4, line: TILE * 4, weights: WEIGHTS.length * 2 });
  new Int16Array(memory.buffer).set(WEIGHTS, at.weights / 2);
  const sample = held.opaque ? kernel.sampleOpaque : kernel.sampleAlpha;

  /** Copies the pixels around a tile's points and tells where the picture's first one would lie. */
  function load(parts: readonly Part[], words: Pixels): number {
    const [left, right] = reach(parts, 'u', 'du');
    const [top, bottom] = reach(parts, 'v', 'dv');
    for (let row = top, to = at.source / 4; row < bottom; row++, to += SIDE) {
      const from = (row + MARGIN) * pitch + MARGIN;
      words.set(pixels.subarray(from + left, from + right), to);
    }
    return at.source - (top * SIDE + left) * 4;
  }

  return {
    sample(lines, band, stride) {
      const words = new Uint32Array(memory.buffer);
      const bytes = new Uint8Array(memory.buffer);
      for (const parts of tilesOf(lines)) {
        const origin = load(parts, words);
        for (const { row, u, v, du, dv, first, end } of parts) {
          sample(origin, SIDE * 4, at.weights, at.line, first, end, u, v, du, dv);
          band.set(bytes.subarray(at.line, at.line + (end - first) * 4), row * stride + first * 4);
        }
      }
    },
    free: at.free,
  };
}

/** The lines cut into tiles; lines that have nothing in a tile are no part of it. */
function* tilesOf(lines: readonly Line[]): Generator<Part[]> {
  const last = Math.max(...lines.map(({ end }) => end));
  for (let x = Math.min(...lines.map(({ first }) => first)); x < last; x += TILE) {
    const parts: Part[] = [];
    for (const [row, { u, v, du, dv, first, end }] of lines.entries()) {
      const part = { row, u, v, du, dv, first: Math.max(first, x), end: Math.min(end, x + TILE) };
      if (part.first < part.end) parts.push(part);
    }
    if (parts.length > 0) yield parts;
  }
}

/** From the first pixel that is read along one axis to before the last: two around each of the points. */
function reach(parts: readonly Part[], at: 'u' | 'v', step: 'du' | 'dv'): [from: number, to: number] {
  let least = Infinity;
  let most = -Infinity;
  for (const part of parts) {
    const first = part[at] + part.first * part[step];
    const last = part[at] + (part.end - 1) * part[step];
    least = Math.min(least, first, last);
    most = Math.max(most, first, last);
  }
  // Points are rounded to 1/256 of a pixel, half of one less: the pixel to the left, and two to the right.
  return [Math.floor(least - 0.5 + 1 / 512) - 1, Math.floor(most - 0.5 + 1 / 512) + 3];
}

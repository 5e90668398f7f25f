/** Bicubic interpolation on the raster kernel, tile by tile: the twin of `plainSampling`, equal to the bit. */
import { type Pixels, pixelsOf } from '../../core/image/bands.ts';
import {
  type Held,
  type Line,
  MARGIN,
  MOST_LINES,
  type Sampling,
  STEPS,
  type Steps,
  stepsOf,
  WEIGHTS,
} from '../../core/image/kernels/bicubic.ts';
import { takeBlocks } from './blocks.ts';
import type { RasterExports } from './exports.ts';
import type { Heap } from './heap.ts';

/** Pixels of a line that are read together with those of the lines beside it. */
const TILE = 128;
/** Most pixels of the source, each way, that a tile is read from: its diagonal, and the four that a weighted sum takes. */
const SIDE = Math.ceil(Math.hypot(TILE, MOST_LINES)) + 5;

/** Starts sampling: the picture stays where it is, and what a tile is read from is copied to the kernel. */
export function startSampling(kernel: RasterExports, heap: Heap, held: Held, width: number): Sampling {
  const { memory } = kernel;
  const pixels = pixelsOf(held.pixels);
  const pitch = held.stride / 4;
  const lineBytes = width * 4;
  const at = takeBlocks(heap, {
    source: SIDE * SIDE * 4,
    lines: MOST_LINES * lineBytes,
    weights: WEIGHTS.length * (2 + 4),
  });
  new Int16Array(memory.buffer).set(WEIGHTS, at.weights / 2);
  new Int32Array(memory.buffer).set(WEIGHTS, at.weights / 4 + WEIGHTS.length / 2);
  const sampleLine = held.opaque ? kernel.sampleOpaque : kernel.sampleAlpha;

  /** Copies the pixels around a tile's points and tells where the picture's first one would lie. */
  function load({ left, right, top, bottom }: Reach, words: Pixels): number {
    for (let row = top, to = at.source / 4; row < bottom; row++, to += SIDE) {
      const from = (row + MARGIN) * pitch + MARGIN;
      words.set(pixels.subarray(from + left, from + right), to);
    }
    return at.source - (top * SIDE + left) * 4;
  }

  /** Samples what lies of the lines in the columns from `x` on. */
  function sampleTile(lines: readonly Stepped[], x: number, words: Pixels): void {
    const reach = reachOf(lines, x, x + TILE);
    if (!reach) return;
    const origin = load(reach, words);
    for (const [row, { u, v, du, dv, first, end }] of lines.entries()) {
      const from = Math.max(first, x);
      const until = Math.min(end, x + TILE);
      const to = at.lines + row * lineBytes + from * 4;
      if (from < until) sampleLine(origin, SIDE * 4, at.weights, to, from, until, u, v, du, dv);
    }
  }

  return {
    sample(lines, band) {
      const words = new Uint32Array(memory.buffer);
      const stepped = lines.map((line) => ({ ...line, ...stepsOf(line) }));
      const last = Math.max(...lines.map(({ end }) => end));
      for (let x = Math.min(...lines.map(({ first }) => first)); x < last; x += TILE) {
        sampleTile(stepped, x, words);
      }
      const bytes = new Uint8Array(memory.buffer, at.lines, MOST_LINES * lineBytes);
      for (const [row, { first, end }] of lines.entries()) {
        const start = row * lineBytes;
        if (first < end) band.set(bytes.subarray(start + first * 4, start + end * 4), start + first * 4);
      }
    },
    free: at.free,
  };
}

/** A line in whole steps. */
type Stepped = Steps & Pick<Line, 'first' | 'end'>;

/** Pixels of the source, from the first to before the last each way. */
interface Reach {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What is read for the columns `from` to before `to` of lines: from the pixel before each place to two behind it; undefined for nothing. */
function reachOf(lines: readonly Stepped[], from: number, to: number): Reach | undefined {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { u, v, du, dv, first, end } of lines) {
    const start = Math.max(first, from);
    const last = Math.min(end, to) - 1;
    if (start > last) continue;
    left = Math.min(left, u + start * du, u + last * du);
    right = Math.max(right, u + start * du, u + last * du);
    top = Math.min(top, v + start * dv, v + last * dv);
    bottom = Math.max(bottom, v + start * dv, v + last * dv);
  }
  if (left > right) return undefined;
  const before = (place: number) => Math.floor(place / STEPS) - 1;
  const behind = (place: number) => Math.floor(place / STEPS) + 3;
  return { left: before(left), right: behind(right), top: before(top), bottom: behind(bottom) };
}

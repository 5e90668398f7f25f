/** The row arithmetic of resampling on the raster kernel: the twin of `plainRows`, equal to the bit. */
import type { Band } from '../../core/image/picture.ts';
import { rowsPerBand } from '../../core/image/picture.ts';
import type { Axis } from '../../core/image/kernels/resample-axis.ts';
import type { ResamplePlan, ResampleRows } from '../../core/image/kernels/resample-rows.ts';
import { cellScale } from '../../core/image/kernels/resample-rows.ts';
import { BYTES_BYTES, LIGHTS_BYTES, storeCurve } from '../linear-tables.ts';
import { takeBlocks } from './blocks.ts';
import type { RasterExports } from './exports.ts';
import type { Heap } from './heap.ts';

/** Starts a resampling whose rows and tables lie in the kernel's memory. */
export function resampleRows(kernel: RasterExports, heap: Heap, plan: ResamplePlan): ResampleRows {
  const { x, y, opaque, width, light } = plan;
  const { memory } = kernel;
  const span = x.end - x.begin;
  const { gather, widen, average, blend, sumBytes } = routinesOf(kernel, plan);
  const sumsBytes = span * 4 * sumBytes;
  const pitch = x.count * 8;
  const at = takeBlocks(heap, {
    row: span * 4,
    sums: sumsBytes,
    cells: (x.cells + x.taps) * 8,
    ring: y.taps * pitch,
    rows: y.taps * 4,
    target: x.count * 4,
    xFirst: x.first.byteLength,
    xWeights: x.weights.byteLength,
    yWeights: y.weights.byteLength,
    lights: light === 'linear' ? LIGHTS_BYTES : 0,
    bytes: light === 'linear' ? BYTES_BYTES : 0,
  });
  storeTables(memory, x, y, at);
  if (light === 'linear') storeCurve(memory, at.lights, at.bytes);
  clear(memory, at.sums, sumsBytes);
  const direct = opaque && x.cell === 1 && y.cell === 1;
  const output: Band = new Uint8ClampedArray(Math.min(y.count, rowsPerBand(x.count)) * x.count * 4);
  let source = output;

  return {
    load: (band) => void (source = band),
    gather(row) {
      const from = (row * width + x.begin) * 4;
      new Uint8Array(memory.buffer).set(source.subarray(from, from + span * 4), at.row);
      if (direct) widen(at.row, at.cells, span * 4, at.lights);
      else gather(at.row, at.sums, span * 4, at.lights);
    },
    closeCells(rows, slot) {
      if (!direct) {
        const last = span - (x.cells - 1) * x.cell;
        const scale = cellScale(plan, x.cell * rows);
        average(at.sums, at.cells, span, x.cell, scale, cellScale(plan, last * rows));
        clear(memory, at.sums, sumsBytes);
      }
      kernel.scaleAcross(at.cells, at.ring + slot * pitch, x.count, x.taps, at.xFirst, at.xWeights);
    },
    blend(row, place) {
      const slots = new Int32Array(memory.buffer, at.rows, y.taps);
      for (let tap = 0; tap < y.taps; tap++) {
        slots[tap] = at.ring + ((y.first[row]! + tap) % y.taps) * pitch;
      }
      const { start, count } = weighingTaps(y, row);
      blend(
        at.target,
        x.count,
        at.rows + start * 4,
        count,
        at.yWeights + (row * y.taps + start) * 2,
        at.bytes,
      );
      output.set(new Uint8Array(memory.buffer, at.target, x.count * 4), place * x.count * 4);
    },
    output: (rows) => output.subarray(0, rows * x.count * 4),
    free: at.free,
  };
}

/** The taps of an output row from the first to the last that weigh anything, and one more where that is an odd number. */
function weighingTaps(
  { taps, weights }: Axis,
  row: number,
): { readonly start: number; readonly count: number } {
  const from = row * taps;
  let [start, end] = [0, taps];
  while (end > start + 1 && weights[from + end - 1] === 0) end--;
  while (start < end - 1 && weights[from + start] === 0) start++;
  if ((end - start) % 2 === 0) return { start, count: end - start };
  return { start: end < taps ? start : start - 1, count: end - start + 1 };
}

/** The kernel's routines for a plan, and bytes of a sum; those that know no light ignore its tables. */
interface Routines {
  readonly gather: RasterExports['gatherLight'];
  readonly widen: RasterExports['widenLight'];
  readonly average: RasterExports['averageAlpha'];
  readonly blend: RasterExports['blendLight'];
  readonly sumBytes: 2 | 4;
}

function routinesOf(kernel: RasterExports, { opaque, light }: ResamplePlan): Routines {
  if (light === 'linear') {
    const routines = { widen: kernel.widenLight, average: kernel.averageAlpha, sumBytes: 4 } as const;
    if (opaque) return { ...routines, gather: kernel.gatherLight, blend: kernel.blendLight };
    return { ...routines, gather: kernel.gatherLightAlpha, blend: kernel.blendLightAlpha };
  }
  const widen = kernel.widenOpaque;
  const { gatherOpaque, gatherAlpha, averageOpaque, averageAlpha, blendOpaque, blendAlpha } = kernel;
  if (opaque) return { widen, gather: gatherOpaque, average: averageOpaque, blend: blendOpaque, sumBytes: 2 };
  return { widen, gather: gatherAlpha, average: averageAlpha, blend: blendAlpha, sumBytes: 4 };
}

function storeTables(
  { buffer }: WebAssembly.Memory,
  x: Axis,
  y: Axis,
  at: { readonly xFirst: number; readonly xWeights: number; readonly yWeights: number },
): void {
  new Int32Array(buffer).set(x.first, at.xFirst / 4);
  const words = new Int16Array(buffer);
  words.set(x.weights, at.xWeights / 2);
  words.set(y.weights, at.yWeights / 2);
}

function clear(memory: WebAssembly.Memory, address: number, bytes: number): void {
  new Uint8Array(memory.buffer, address, bytes).fill(0);
}

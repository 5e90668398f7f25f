/** The row arithmetic of resampling on the raster kernel: the twin of `plainRows`, equal to the bit. */
import type { Band } from '../../core/image/picture.ts';
import { rowsPerBand } from '../../core/image/picture.ts';
import type { Axis } from '../../core/image/kernels/resample-axis.ts';
import type { ResamplePlan, ResampleRows } from '../../core/image/kernels/resample-rows.ts';
import { cellScale } from '../../core/image/kernels/resample-rows.ts';
import { takeBlocks } from './blocks.ts';
import type { RasterExports } from './exports.ts';
import type { Heap } from './heap.ts';

/** Starts a resampling whose rows and tables lie in the kernel's memory. */
export function resampleRows(kernel: RasterExports, heap: Heap, plan: ResamplePlan): ResampleRows {
  const { x, y, opaque, width } = plan;
  const { memory } = kernel;
  const span = x.end - x.begin;
  const sumBytes = span * 4 * (opaque ? 2 : 4);
  const pitch = x.count * 8;
  const at = takeBlocks(heap, {
    row: span * 4,
    sums: sumBytes,
    cells: (x.cells + x.taps) * 8,
    ring: y.taps * pitch,
    rows: y.taps * 4,
    target: x.count * 4,
    xFirst: x.first.byteLength,
    xWeights: x.weights.byteLength,
    yWeights: y.weights.byteLength,
  });
  storeTables(memory, x, y, at);
  clear(memory, at.sums, sumBytes);
  const gather = opaque ? kernel.gatherOpaque : kernel.gatherAlpha;
  const average = opaque ? kernel.averageOpaque : kernel.averageAlpha;
  const blend = opaque ? kernel.blendOpaque : kernel.blendAlpha;
  const direct = opaque && x.cell === 1 && y.cell === 1;
  const output: Band = new Uint8ClampedArray(Math.min(y.count, rowsPerBand(x.count)) * x.count * 4);
  let source = output;

  return {
    load: (band) => void (source = band),
    gather(row) {
      const from = (row * width + x.begin) * 4;
      new Uint8Array(memory.buffer).set(source.subarray(from, from + span * 4), at.row);
      if (direct) kernel.widenOpaque(at.row, at.cells, span * 4);
      else gather(at.row, at.sums, span * 4);
    },
    settle(rows, slot) {
      if (!direct) {
        const last = span - (x.cells - 1) * x.cell;
        const scale = cellScale(opaque, x.cell * rows);
        average(at.sums, at.cells, span, x.cell, scale, cellScale(opaque, last * rows));
        clear(memory, at.sums, sumBytes);
      }
      kernel.scaleAcross(at.cells, at.ring + slot * pitch, x.count, x.taps, at.xFirst, at.xWeights);
    },
    blend(row, place) {
      const slots = new Int32Array(memory.buffer, at.rows, y.taps);
      for (let tap = 0; tap < y.taps; tap++) {
        slots[tap] = at.ring + ((y.first[row]! + tap) % y.taps) * pitch;
      }
      blend(at.target, x.count, at.rows, y.taps, at.yWeights + row * y.taps * 2);
      output.set(new Uint8Array(memory.buffer, at.target, x.count * 4), place * x.count * 4);
    },
    output: (rows) => output.subarray(0, rows * x.count * 4),
    free: at.free,
  };
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

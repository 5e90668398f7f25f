/** Puts MCU rows together from stored coefficients. */
import { scratch } from './block';
import { keptMask } from './dequantise';
import { placeRows } from './direct-scan';
import { Component, component, frame } from './frame';
import { flat, inverse } from './inverse-dct';
import { scan } from './scan';
import { historyOf, recordOf } from './store';

/** Transforms the stored blocks of the current MCU row into the rings. */
export function reconstructMcuRow(): void {
  placeRows();
  for (let i = 0; i < frame.components; i++) {
    const c = component(i);
    for (let y = 0; y < c.v; y++)
      reconstructBlocks(c, scan.row * c.v + y, c.rowStart + <usize>(y * c.size) * c.ringStride);
  }
  scan.row++;
}

function reconstructBlocks(c: Component, row: i32, to: usize): void {
  const n = c.size;
  const kept = keptMask(n) & ~1;
  const dcMultiplier = <i32>load<u16>(c.multipliers);
  let record = recordOf(c, row, c.left);
  let history = historyOf(c, row, c.left);
  for (let column = c.left; column < c.right; column++) {
    if (n == 1 || (load<u64>(history) & kept) == 0)
      flat(load<i16>(record) * dcMultiplier, n, to, c.ringStride);
    else {
      multiply(record, c.multipliers, n);
      inverse(scratch, n, 1, to, c.ringStride);
    }
    to += n;
    record += c.record;
    history += 8;
  }
}

/** Coefficients times quantisers, into `scratch`. */
// @ts-ignore: decorator
@inline
function multiply(record: usize, multipliers: usize, n: i32): void {
  const bytes = (<usize>n * n) << 1;
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(scratch + i, i16x8.mul(v128.load(record + i), v128.load(multipliers + i)));
  }
}

/** Rows of macroblocks that were converted and wait to be coded: the segments are chosen by looking at all that fit here. */
import { allocate } from '../../../../shared/memory';
import { frame } from './frame';

/** Bytes of one row of macroblocks, and how many rows there is room for. */
let rowBytes: usize = 0;
let capacity: i32 = 0;
let ring: usize = 0;
/** Rows that came, and those that were taken. */
export let rowsIn: i32 = 0;
export let rowsOut: i32 = 0;

export function openWindow(bytes: usize): void {
  rowBytes = <usize>frame.columns * 384;
  capacity = max(1, min(<i32>(bytes / rowBytes), frame.rows));
  ring = allocate(rowBytes * capacity);
  rowsIn = 0;
  rowsOut = 0;
}

export function isFull(): bool {
  return rowsIn - rowsOut == capacity;
}

/** Where the next row goes; it counts from now on. */
export function addRow(): usize {
  return rowAt(rowsIn++);
}

/** The next row to be coded. */
export function takeRow(): usize {
  return rowAt(rowsOut++);
}

export function rowAt(row: i32): usize {
  return ring + <usize>(row % capacity) * rowBytes;
}

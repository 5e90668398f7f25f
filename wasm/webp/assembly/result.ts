/** The rows of the result that are ready, as RGBA. */
import { allocate } from '../../shared/memory';
import { resultWidth } from './target';

let pixels: usize = 0;
let ready: i32 = 0;

/** Room for `rows` rows at a time. */
export function openResult(rows: i32): void {
  pixels = allocate(<usize>rows * resultWidth() * 4);
  ready = 0;
}

/** Forgets the rows that were handed out. */
export function clearResult(): void {
  ready = 0;
}

export function rowsReady(): i32 {
  return ready;
}

export function resultAddress(): usize {
  return pixels;
}

/** Where the next row goes; it counts as ready from now on. */
export function nextRow(): usize {
  const row = ready++;
  return pixels + <usize>row * resultWidth() * 4;
}

/** Where the row that was made last is. */
export function lastRow(): usize {
  return pixels + <usize>(ready - 1) * resultWidth() * 4;
}

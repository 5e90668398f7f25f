/** Makes rows of the result from reconstructed rows that no filter will touch again. */
import { allocate } from '../../../shared/memory';
import { nextRow } from '../result';
import { target } from '../target';
import { addRow, openAverages } from './average';
import { rgbaRow } from './colour';
import { header } from './header';
import { lumaRow, uRow, vRow } from './planes';
import { upsampleRow } from './upsample';

/** Rows at the end of a macroblock row that the next one's filter may still change, with the chroma they need. */
export const LAG: i32 = 7;

let us: usize = 0;
let vs: usize = 0;

export function openRows(): void {
  us = allocate(header.width + 64);
  vs = allocate(header.width + 64);
  if (target.cell > 1) openAverages();
}

/** Row `y` of the picture, which is in the cut. */
export function makeRow(y: i32): void {
  if (target.cell > 1) return addRow(y);
  const half = y >> 1;
  let other = (y & 1) != 0 ? half + 1 : half - 1;
  if (other < 0 || 2 * other >= header.height) other = half;
  const from = <usize>target.x,
    to = from + target.width;
  upsampleRow(uRow(half), uRow(other), us, from, to, header.width);
  upsampleRow(vRow(half), vRow(other), vs, from, to, header.width);
  rgbaRow(lumaRow(y) + from, us + from, vs + from, nextRow(), target.width);
}

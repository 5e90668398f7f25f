/**
 * Filter weights of an axis: 14-bit numbers that sum to exactly 1 (16384), so that an even area stays as it is. The
 * remainder of rounding goes to the largest weight.
 */
import { Axis, CATMULL_ROM, centre, COPY, firstTap, LANCZOS, lastTap } from './axis';

export const ONE: i32 = 16384;

/** Lanczos-3 at steps of 1/512, read with linear interpolation (error below 2e-6): sines are slow. */
const STEPS: i32 = 512;
const lanczosTable = memory.data((3 * 512 + 2) * 8, 16);
let tableReady: bool = false;

/** The weights of one output sample before rounding: no filter is wider (see axis.ts). */
const unrounded = memory.data(128 * 8, 16);

function makeTable(): void {
  if (tableReady) return;
  tableReady = true;
  for (let i = 0; i < 3 * STEPS; i++) {
    const x = <f64>i / STEPS;
    store<f64>(lanczosTable + (i << 3), sinc(x) * sinc(x / 3));
  }
}

function sinc(x: f64): f64 {
  if (x == 0) return 1;
  return Math.sin(x * Math.PI) / (x * Math.PI);
}

function lanczos(x: f64): f64 {
  if (x >= 3) return 0;
  const place = x * STEPS;
  const i = <i32>place;
  const at = lanczosTable + (i << 3);
  return load<f64>(at) + (load<f64>(at, 8) - load<f64>(at)) * (place - <f64>i);
}

function catmullRom(x: f64): f64 {
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

function kernelAt(kernel: i32, x: f64): f64 {
  if (kernel == LANCZOS) return lanczos(x);
  if (kernel == CATMULL_ROM) return catmullRom(x);
  return max(0, 1 - x);
}

/** Writes `padded` weights of output sample `i`, zeros after the last; the first source sample is the result. */
export function writeWeights(a: Axis, i: i32, to: usize, padded: i32): i32 {
  makeTable();
  const first = firstTap(a, i);
  const last = min(lastTap(a, i), first + padded - 1);
  memory.fill(to, 0, (<usize>padded) << 1);
  if (a.kernel == COPY || first == last) {
    store<i16>(to, <i16>ONE);
    return first;
  }
  const total = weigh(a, first, last, centre(a, i));
  round(to, last - first + 1, total);
  return first;
}

function weigh(a: Axis, first: i32, last: i32, at: f64): f64 {
  const width = max(1, a.step);
  let total: f64 = 0;
  for (let j = first; j <= last; j++) {
    const weight = kernelAt(a.kernel, Math.abs(<f64>j - at) / width);
    store<f64>(unrounded + ((j - first) << 3), weight);
    total += weight;
  }
  if (total > 0) return total;
  store<f64>(unrounded, 1);
  return 1;
}

function round(to: usize, count: i32, total: f64): void {
  let sum = 0;
  let largest = 0;
  for (let j = 0; j < count; j++) {
    const weight = <i32>nearest<f64>((load<f64>(unrounded + (j << 3)) / total) * <f64>ONE);
    store<i16>(to + (j << 1), <i16>weight);
    sum += weight;
    if (weight > <i32>load<i16>(to + (largest << 1))) largest = j;
  }
  const place = to + (largest << 1);
  store<i16>(place, <i16>(<i32>load<i16>(place) + ONE - sum));
}

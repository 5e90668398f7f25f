/**
 * The first palette: the box of all bins is split again and again, each time the one, and there, where the sum of squared
 * distances to the means of the parts falls most (Wu, "Efficient statistical computations for optimal color quantization",
 * 1991). The bins of a box lie one behind the other, so each split sorts them in two.
 */
import { BIN, binCount, bins, means, meanOf } from './bins';
import { paletteAddress, setPaletteCount } from './palette';

@unmanaged
class Box {
  /** Numbers of its bins. */
  from: u32;
  to: u32;
  /** By how much its best split lowers the sum. */
  gain: f64;
  /** 0, 8 or 16, the place of a channel in a colour, and the first level of it that belongs to the second part. */
  axis: u32;
  level: u32;
}

const BOX: usize = 32;
const boxes: usize = memory.data(256 * 32, 16);
/** Sums of the bins at each level of the three axes. */
const levels: usize = memory.data(3 * 256 * 16, 16);

/** Makes a palette of up to `most` colours of the bins. */
export function splitBins(palette: u32, most: u32): void {
  let count: u32 = 1;
  measure(boxAt(0), 0, binCount);
  while (count < most) {
    const box = widest(count);
    if (box.gain <= 0) break;
    const middle = partition(box);
    measure(boxAt(count++), middle, box.to);
    measure(box, box.from, middle);
  }
  const colours = paletteAddress(palette);
  for (let i: u32 = 0; i < count; i++) store<u32>(colours + ((<usize>i) << 2), meanOf(sumOf(boxAt(i))));
  setPaletteCount(palette, count);
}

function boxAt(index: u32): Box {
  return changetype<Box>(boxes + <usize>index * BOX);
}

/** The box whose split gains most. */
function widest(count: u32): Box {
  let best = boxAt(0);
  for (let i: u32 = 1; i < count; i++) if (boxAt(i).gain > best.gain) best = boxAt(i);
  return best;
}

// @ts-ignore: decorator
@inline
function sumsAt(bin: u32): v128 {
  return v128.load(bins + <usize>bin * BIN);
}

// @ts-ignore: decorator
@inline
function meanAt(bin: u32): u32 {
  return load<u32>(means + ((<usize>bin) << 2));
}

function sumOf(box: Box): v128 {
  let sum = f32x4.splat(0);
  for (let bin = box.from; bin < box.to; bin++) sum = f32x4.add(sum, sumsAt(bin));
  return sum;
}

/** Finds the best split of a box. */
function measure(box: Box, from: u32, to: u32): void {
  box.from = from;
  box.to = to;
  box.gain = 0;
  if (to - from < 2) return;
  let least = i32x4.splat(-1);
  let most = i32x4.splat(0);
  for (let bin = from; bin < to; bin++) {
    const mean = i32x4.splat(meanAt(bin));
    least = i8x16.min_u(least, mean);
    most = i8x16.max_u(most, mean);
  }
  const low = <u32>i32x4.extract_lane(least, 0);
  const high = <u32>i32x4.extract_lane(most, 0);
  const total = sumLevels(box, low, high);
  for (let axis: u32 = 0; axis < 24; axis += 8)
    searchAxis(box, axis, (low >> axis) & 255, (high >> axis) & 255, total);
}

// @ts-ignore: decorator
@inline
function levelAt(axis: u32, level: u32): usize {
  return levels + ((<usize>((axis << 5) | level)) << 4);
}

/** Adds the bins of a box up by their level on each axis; gives the sum of all. */
function sumLevels(box: Box, low: u32, high: u32): v128 {
  for (let axis: u32 = 0; axis < 24; axis += 8) {
    const first = (low >> axis) & 255;
    memory.fill(levelAt(axis, first), 0, (<usize>((high >> axis) & 255) - first + 1) << 4);
  }
  let total = f32x4.splat(0);
  for (let bin = box.from; bin < box.to; bin++) {
    const sums = sumsAt(bin);
    const mean = meanAt(bin);
    total = f32x4.add(total, sums);
    add(levelAt(0, mean & 255), sums);
    add(levelAt(8, (mean >> 8) & 255), sums);
    add(levelAt(16, (mean >> 16) & 255), sums);
  }
  return total;
}

// @ts-ignore: decorator
@inline
function add(at: usize, sums: v128): void {
  v128.store(at, f32x4.add(v128.load(at), sums));
}

function searchAxis(box: Box, axis: u32, low: u32, high: u32, total: v128): void {
  const whole = spread(total);
  let below = f32x4.splat(0);
  for (let level = low; level < high; level++) {
    const sums = v128.load(levelAt(axis, level));
    if (f32x4.extract_lane(sums, 3) == 0) continue;
    below = f32x4.add(below, sums);
    const above = f32x4.sub(total, below);
    // Less than half a pixel is what rounding leaves.
    if (f32x4.extract_lane(above, 3) < 127) return;
    const gain = spread(below) + spread(above) - whole;
    if (gain <= box.gain) continue;
    box.gain = gain;
    box.axis = axis;
    box.level = level + 1;
  }
}

/** Squared length of the sums, over the number of pixels. */
function spread(sums: v128): f64 {
  const red = <f64>f32x4.extract_lane(sums, 0);
  const green = <f64>f32x4.extract_lane(sums, 1);
  const blue = <f64>f32x4.extract_lane(sums, 2);
  return (red * red + green * green + blue * blue) / <f64>f32x4.extract_lane(sums, 3);
}

/** Sorts a box's bins in two; gives the first of the second part. */
function partition(box: Box): u32 {
  let low = box.from;
  let high = box.to;
  while (low < high) {
    if (((meanAt(low) >> box.axis) & 255) < box.level) low++;
    else swap(low, --high);
  }
  return low;
}

function swap(a: u32, b: u32): void {
  const sums = sumsAt(a);
  const mean = meanAt(a);
  v128.store(bins + <usize>a * BIN, sumsAt(b));
  store<u32>(means + ((<usize>a) << 2), meanAt(b));
  v128.store(bins + <usize>b * BIN, sums);
  store<u32>(means + ((<usize>b) << 2), mean);
}

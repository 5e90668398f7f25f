/**
 * Moves the colours of a palette to where the pixels are (Lloyd's algorithm): each bin goes to its nearest colour, each
 * colour to the mean of its bins.
 */
import { BIN, binCount, bins, meanOf, means } from './bins';
import { distance, nearest, prepareNearest } from './nearest';
import { paletteAddress, paletteCount, setPaletteCount } from './palette';

/** Sums of the bins that went to each colour. */
const sums: usize = memory.data(256 * 16, 16);
/** Sum of squared distances, and the bin that adds most to it. */
let total: f64 = 0;
let worst: u32 = 0;

/** Moves colours up to `rounds` times, or until the error falls by less than two thousandths. Gives the mean squared error. */
export function refinePalette(palette: u32, rounds: u32): f64 {
  let before = assign(palette);
  for (let round: u32 = 0; round < rounds && before > 0; round++) {
    move(palette);
    const after = assign(palette);
    const settled = after > before * 0.998;
    before = after;
    if (settled) break;
  }
  return before;
}

/** Mean squared error, over three channels, of the bins' means in a palette as it is. */
export function assign(palette: u32): f64 {
  memory.fill(sums, 0, 256 * 16);
  prepareNearest(paletteAddress(palette), paletteCount(palette));
  let pixels: f64 = 0;
  let most: f32 = -1;
  total = 0;
  for (let i: u32 = 0; i < binCount; i++) {
    const bin = v128.load(bins + <usize>i * BIN);
    const mean = load<u32>(means + ((<usize>i) << 2));
    const answer = nearest(mean);
    const to = sums + ((<usize>(answer & 255)) << 4);
    v128.store(to, f32x4.add(v128.load(to), bin));
    const weight = f32x4.extract_lane(bin, 3) * <f32>(1 / 255.0);
    const error = weight * <f32>distance(answer, mean);
    pixels += weight;
    total += error;
    if (error <= most) continue;
    most = error;
    worst = mean;
  }
  return pixels == 0 ? 0 : total / pixels / 3;
}

/** Moves each colour to the mean of its bins; one that has none goes to the bin that is worst off. */
function move(palette: u32): void {
  const colours = paletteAddress(palette);
  const count = paletteCount(palette);
  for (let i: u32 = 0; i < count; i++) {
    const sum = v128.load(sums + ((<usize>i) << 4));
    const empty = f32x4.extract_lane(sum, 3) == 0;
    store<u32>(colours + ((<usize>i) << 2), empty ? worst : meanOf(sum));
  }
  setPaletteCount(palette, count);
}

/**
 * Interpolates colours in a four-dimensional grid of inks, byte in and byte out. A cell of the grid is cut into 24
 * simplices by the order of the four fractions; five nodes decide a colour, where a cell's corners would be sixteen.
 */

/** Colours at the nodes of the grid. */
export interface InkGrid {
  /** Grid points for cyan, magenta, yellow and black; at least two each. */
  readonly points: readonly number[];
  /** For each ink and byte, the position on its axis from 0 to 1. */
  readonly positions: readonly ArrayLike<number>[];
  /** Red, green and blue of every node times `SCALE`, black counting fastest; beyond the range outside the gamut. */
  readonly colours: Int16Array;
}

/** CMYK bytes (0 no ink, 255 full ink) to opaque RGBA, `pixels` of them. */
export type CmykConverter = (cmyk: Uint8Array, rgba: Uint8ClampedArray, pixels: number) => void;

/** Fixed point of the node colours: a byte has 64 steps, so twice the gamut fits into 16 bits. */
export const SCALE = 64;
/** Fixed point of the fractions inside a cell. */
const FRACTION = 256;
/** Shift from a weighted sum back to a byte, and its half for rounding. */
const SHIFT = 14;
const HALF = 1 << (SHIFT - 1);

export function interpolate(grid: InkGrid): CmykConverter {
  const strides = stridesOf(grid.points);
  const axes = grid.points.map((points, ink) => axis(grid.positions[ink] ?? [], points, strides[ink] ?? 0));
  return (cmyk, rgba, pixels) => convert(cmyk, rgba, pixels, axes, strides, grid.colours);
}

/** Distance in `colours` between neighbours along each axis. */
function stridesOf(points: readonly number[]): Int32Array {
  const strides = new Int32Array(4);
  let stride = 3;
  for (let ink = 3; ink >= 0; ink--) {
    strides[ink] = stride;
    stride *= points[ink] ?? 1;
  }
  return strides;
}

/** For each byte of an ink: the offset of the node below and, beside it, the fraction above it. */
function axis(positions: ArrayLike<number>, points: number, stride: number): Int32Array {
  const axis = new Int32Array(512);
  for (let byte = 0; byte < 256; byte++) {
    const place = Math.min(1, Math.max(0, positions[byte] ?? 0)) * (points - 1);
    const below = Math.min(Math.floor(place), points - 2);
    axis[byte * 2] = below * stride;
    axis[byte * 2 + 1] = Math.round((place - below) * FRACTION);
  }
  return axis;
}

function convert(
  cmyk: Uint8Array,
  rgba: Uint8ClampedArray,
  pixels: number,
  axes: readonly Int32Array[],
  strides: Int32Array,
  colours: Int16Array,
): void {
  const [cyan, magenta, yellow, black] = axes as [Int32Array, Int32Array, Int32Array, Int32Array];
  const order = new Int32Array(5);
  for (let at = 0, end = pixels * 4; at < end; at += 4) {
    const c = cmyk[at]! * 2;
    const m = cmyk[at + 1]! * 2;
    const y = cmyk[at + 2]! * 2;
    const k = cmyk[at + 3]! * 2;
    const node = cyan[c]! + magenta[m]! + yellow[y]! + black[k]!;
    sortFour(order, cyan[c + 1]! * 4, magenta[m + 1]! * 4 + 1, yellow[y + 1]! * 4 + 2, black[k + 1]! * 4 + 3);
    blend(rgba, at, node, order, strides, colours);
  }
}

/** Puts four numbers into `order`, largest first, by a network of five exchanges; the fifth place stays 0. */
function sortFour(order: Int32Array, a: number, b: number, c: number, d: number): void {
  const ab = Math.max(a, b);
  const ba = Math.min(a, b);
  const cd = Math.max(c, d);
  const dc = Math.min(c, d);
  const second = Math.min(ab, cd);
  const third = Math.max(ba, dc);
  order[0] = Math.max(ab, cd);
  order[1] = Math.max(second, third);
  order[2] = Math.min(second, third);
  order[3] = Math.min(ba, dc);
}

/**
 * The weighted sum of five nodes: from the cell's lowest one, one step along each axis, the axis with the largest
 * fraction first. An entry of `order` is a fraction times four plus its axis.
 */
function blend(
  rgba: Uint8ClampedArray,
  at: number,
  lowest: number,
  order: Int32Array,
  strides: Int32Array,
  colours: Int16Array,
): void {
  let node = lowest;
  let weight = FRACTION - (order[0]! >> 2);
  let red = HALF + weight * colours[node]!;
  let green = HALF + weight * colours[node + 1]!;
  let blue = HALF + weight * colours[node + 2]!;
  for (let step = 0; step < 4; step++) {
    node += strides[order[step]! & 3]!;
    weight = (order[step]! >> 2) - (order[step + 1]! >> 2);
    red += weight * colours[node]!;
    green += weight * colours[node + 1]!;
    blue += weight * colours[node + 2]!;
  }
  rgba[at] = red >> SHIFT;
  rgba[at + 1] = green >> SHIFT;
  rgba[at + 2] = blue >> SHIFT;
  rgba[at + 3] = 255;
}

/**
 * Exact area coverage. Every line adds, to the cells it crosses, the signed area between itself and the right edge of
 * the cell, and its height to the cell after; a running sum along a row then is the winding number averaged over
 * each pixel. Non-zero winding is its absolute value cut at 1: overlapping strokes stay solid.
 */
import type { Rect } from '../../core/image/picture.ts';
import type { ReadonlyLines } from '../outline/flatten.ts';

/** A line that falls by less bounds nothing, and its slope is no number to reckon with. */
const LEVEL = 1e-6;

/** Coverage of `part` by the shape that `lines` bound, one byte a pixel, 255 fully inside. */
export function coverage(lines: ReadonlyLines, part: Rect): Uint8Array<ArrayBuffer> {
  const { width, height } = part;
  const cells = accumulate(lines, part);
  const bytes = new Uint8Array(width * height);
  const stride = width + 2;
  for (let y = 0; y < height; y++) {
    let sum = 0;
    for (let x = 0; x < width; x++) {
      sum += cells[y * stride + x]!;
      const covered = Math.abs(sum) * 255 + 0.5;
      bytes[y * width + x] = covered < 255 ? covered : 255;
    }
  }
  return bytes;
}

/** Two cells more than a row has pixels: what lies right of the part falls into them and is never summed. */
function accumulate(lines: ReadonlyLines, part: Rect): Float32Array {
  const stride = part.width + 2;
  const cells = new Float32Array(stride * part.height);
  for (let at = 0; at < lines.length; at += 4) {
    const x0 = lines[at]! - part.x;
    const y0 = lines[at + 1]! - part.y;
    const x1 = lines[at + 2]! - part.x;
    const y1 = lines[at + 3]! - part.y;
    if (y1 - y0 > LEVEL) addLine(cells, part, x0, y0, x1, y1, 1);
    else if (y0 - y1 > LEVEL) addLine(cells, part, x1, y1, x0, y0, -1);
  }
  return cells;
}

/** Adds a line that goes down (`y0 < y1`), row by row. */
function addLine(
  cells: Float32Array,
  { width, height }: Rect,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  sign: number,
): void {
  const slope = (x1 - x0) / (y1 - y0);
  const last = Math.min(height, Math.ceil(y1));
  for (let row = Math.max(0, Math.floor(y0)); row < last; row++) {
    const top = Math.max(y0, row);
    const bottom = Math.min(y1, row + 1);
    const [from, to] = [x0 + (top - y0) * slope, x0 + (bottom - y0) * slope];
    const start = row * (width + 2);
    if (from < to) addSpan(cells, start, width, from, to, (bottom - top) * sign);
    else addSpan(cells, start, width, to, from, (bottom - top) * sign);
  }
}

/** Adds the stretch of a line inside one row: `left` to `right` with a signed height; parts outside are cut. */
function addSpan(
  cells: Float32Array,
  start: number,
  width: number,
  left: number,
  right: number,
  height: number,
): void {
  if (left >= width) return;
  // What lies left of the part covers whole rows of it: as if the stretch stood on the left edge.
  if (right <= 0) {
    cells[start] = cells[start]! + height;
    return;
  }
  const density = height / (right - left);
  if (left < 0) cells[start] = cells[start]! + density * -left;
  const from = Math.max(0, left);
  const to = Math.min(width, right);
  const first = Math.floor(from);
  if (right - left < 1e-9 || to <= first + 1) {
    const inside = right - left < 1e-9 ? height : density * (to - from);
    addCell(cells, start + first, inside, (from + to) / 2 - first);
    return;
  }
  for (let cell = first; cell < to; cell++) {
    const [a, b] = [Math.max(from, cell), Math.min(to, cell + 1)];
    addCell(cells, start + cell, density * (b - a), (a + b) / 2 - cell);
  }
}

/** A stretch of signed height inside one cell covers what is right of its middle. */
function addCell(cells: Float32Array, index: number, height: number, middle: number): void {
  cells[index] = cells[index]! + height * (1 - middle);
  cells[index + 1] = cells[index + 1]! + height * middle;
}

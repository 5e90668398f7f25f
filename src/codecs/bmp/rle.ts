/** Expands run-length encoded BMP rows (Microsoft, "Bitmap Compression"). */
import type { Size } from '../../core/image/picture.ts';

const ESCAPE = { endOfLine: 0, endOfBitmap: 1, delta: 2 };

/**
 * One index a pixel, rows as the file stores them. Runs that leave their row are cut, rows that do not come stay 0, and
 * reading ends with the data: work is bounded by the bytes and the size.
 */
export function expandRuns(data: Uint8Array, { width, height }: Size, depth: 4 | 8): Uint8Array<ArrayBuffer> {
  const indices = new Uint8Array(width * height);
  let x = 0;
  let y = 0;
  function put(index: number): void {
    if (x < width && y < height) indices[y * width + x] = index;
    x++;
  }
  for (let at = 0; at + 1 < data.length && y < height;) {
    const count = data[at]!;
    const value = data[at + 1]!;
    at += 2;
    if (count > 0) {
      for (let i = 0; i < count; i++) put(indexAt(value, i, depth));
    } else if (value === ESCAPE.endOfLine) {
      x = 0;
      y++;
    } else if (value === ESCAPE.endOfBitmap) {
      break;
    } else if (value === ESCAPE.delta) {
      x += data[at] ?? 0;
      y += data[at + 1] ?? 0;
      at += 2;
    } else {
      for (let i = 0; i < value; i++) put(literalAt(data, at, i, depth));
      // Literals are filled up to whole 16-bit words.
      const bytes = Math.ceil((value * depth) / 8);
      at += bytes + (bytes % 2);
    }
  }
  return indices;
}

/** A run of 4-bit pixels alternates between the two halves of its byte. */
function indexAt(value: number, place: number, depth: 4 | 8): number {
  if (depth === 8) return value;
  return place % 2 === 0 ? value >> 4 : value & 15;
}

function literalAt(data: Uint8Array, start: number, place: number, depth: 4 | 8): number {
  if (depth === 8) return data[start + place] ?? 0;
  return indexAt(data[start + (place >> 1)] ?? 0, place, depth);
}

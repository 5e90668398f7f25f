/** A line that can be drawn, whole or part by part. */
import type { Rect } from '../core/image/picture.ts';
import type { Lettering, Mask } from '../core/spec/marks.ts';
import type { Outline } from './layout/turn.ts';
import { coverage } from './raster/coverage.ts';

/** A line of up to this many pixels is drawn once and kept; a larger one is drawn as it is asked for. */
const KEPT_PIXELS = 256 * 1024;

/** Makes an outline drawable. */
export function lettering({ lines, width, height }: Outline): Lettering {
  const whole = { x: 0, y: 0, width, height };
  const kept = width * height <= KEPT_PIXELS ? coverage(lines, whole) : undefined;
  return {
    width,
    height,
    bytes: lines.byteLength + (kept?.byteLength ?? 0),
    draw: (part) => (kept ? cut(kept, width, height, part) : drawn(lines, part)),
  };
}

function drawn(lines: Float32Array, part: Rect): Mask {
  return { width: part.width, height: part.height, coverage: coverage(lines, part) };
}

/** What lies outside the mask is not covered. */
function cut(mask: Uint8Array, width: number, height: number, part: Rect): Mask {
  const bytes = new Uint8Array(part.width * part.height);
  const left = Math.max(0, part.x);
  const right = Math.max(left, Math.min(width, part.x + part.width));
  const bottom = Math.min(height, part.y + part.height);
  for (let y = Math.max(0, part.y); y < bottom; y++) {
    const row = mask.subarray(y * width + left, y * width + right);
    if (row.length > 0) bytes.set(row, (y - part.y) * part.width + left - part.x);
  }
  return { width: part.width, height: part.height, coverage: bytes };
}

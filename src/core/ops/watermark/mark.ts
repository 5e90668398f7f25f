/** What is drawn onto a picture: text, another picture, or both side by side. */
import type { Layer } from '../../image/kernels/blend.ts';
import type { Rect, Size } from '../../image/picture.ts';

/** Pixels to be drawn. */
export interface Mark extends Size {
  /** Bytes it keeps while it is drawn. */
  readonly bytes: number;
  /** The pixels of `part`, which lies inside the mark. */
  draw(part: Rect): Layer;
}

/** A layer of this size with nothing on it. */
export function clearLayer({ width, height }: Size): Layer {
  return { width, height, pixels: new Uint8ClampedArray(width * height * 4) };
}

/** The part that two rectangles share; undefined when they share none. */
export function overlap(a: Rect, b: Rect): Rect | undefined {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}

/** Copies a layer onto another, its top-left corner at `x`, `y`; it must fit. */
export function copyLayer(from: Layer, to: Layer, x: number, y: number): void {
  for (let row = 0; row < from.height; row++) {
    const start = row * from.width * 4;
    to.pixels.set(from.pixels.subarray(start, start + from.width * 4), ((y + row) * to.width + x) * 4);
  }
}

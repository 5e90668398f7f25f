/** Another picture as a mark. */
import type { Layer } from '../../image/kernels/blend.ts';
import type { Rect } from '../../image/picture.ts';
import type { Raster } from '../../spec/marks.ts';
import { clearLayer, type Mark } from './mark.ts';

/** A mark made of another picture. */
export function pictureMark(raster: Raster): Mark {
  const { width, height, pixels } = raster;
  return { width, height, bytes: pixels.byteLength, draw: (part) => cutPremultiplied(raster, part) };
}

function cutPremultiplied({ width, pixels, opaque }: Raster, part: Rect): Layer {
  const layer = clearLayer(part);
  for (let row = 0; row < part.height; row++) {
    const start = ((part.y + row) * width + part.x) * 4;
    layer.pixels.set(pixels.subarray(start, start + part.width * 4), row * part.width * 4);
  }
  if (!opaque) premultiply(layer.pixels);
  return layer;
}

/** Colours weighed by their alpha, in place. */
function premultiply(pixels: Uint8ClampedArray): void {
  for (let at = 0; at < pixels.length; at += 4) {
    const share = pixels[at + 3]! / 255;
    if (share === 1) continue;
    pixels[at] = pixels[at]! * share;
    pixels[at + 1] = pixels[at + 1]! * share;
    pixels[at + 2] = pixels[at + 2]! * share;
  }
}

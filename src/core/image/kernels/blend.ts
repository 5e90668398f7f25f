/** Lays a layer over rows of a picture: source over destination (Porter and Duff, 1984). */
import type { Band, Size } from '../picture.ts';

/** Pixels to be laid over others: RGBA with colours weighed by alpha (premultiplied), so that edges add up. */
export interface Layer extends Size {
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

/** Rows of straight-alpha RGBA that are drawn on. */
export interface Ground {
  readonly band: Band;
  /** Pixels of a row. */
  readonly width: number;
  /** True when no pixel is transparent: alpha then stays as it is. */
  readonly opaque: boolean;
}

/** Lays `layer` on the ground at `x`, `y`, where it must fit, with its alpha weighed by `opacity`, 0 to 1. */
export function blend(layer: Layer, ground: Ground, x: number, y: number, opacity: number): void {
  const blendRow = ground.opaque ? blendOpaque : blendTransparent;
  const row = layer.width * 4;
  for (let line = 0; line < layer.height; line++) {
    blendRow(layer.pixels, line * row, ground.band, ((y + line) * ground.width + x) * 4, row, opacity);
  }
}

function blendOpaque(
  layer: Uint8ClampedArray,
  from: number,
  band: Band,
  to: number,
  length: number,
  opacity: number,
): void {
  for (let at = 0; at < length; at += 4) {
    const alpha = layer[from + at + 3]!;
    if (alpha === 0) continue;
    const rest = 1 - (alpha * opacity) / 255;
    band[to + at] = layer[from + at]! * opacity + band[to + at]! * rest;
    band[to + at + 1] = layer[from + at + 1]! * opacity + band[to + at + 1]! * rest;
    band[to + at + 2] = layer[from + at + 2]! * opacity + band[to + at + 2]! * rest;
  }
}

/** Colours of both are weighed by what is seen of them, and divided by the new alpha again. */
function blendTransparent(
  layer: Uint8ClampedArray,
  from: number,
  band: Band,
  to: number,
  length: number,
  opacity: number,
): void {
  for (let at = 0; at < length; at += 4) {
    const alpha = layer[from + at + 3]! * opacity;
    if (alpha === 0) continue;
    const seen = band[to + at + 3]! * (1 - alpha / 255);
    const sum = alpha + seen;
    const above = (opacity * 255) / sum;
    const below = seen / sum;
    band[to + at] = layer[from + at]! * above + band[to + at]! * below;
    band[to + at + 1] = layer[from + at + 1]! * above + band[to + at + 1]! * below;
    band[to + at + 2] = layer[from + at + 2]! * above + band[to + at + 2]! * below;
    band[to + at + 3] = sum;
  }
}

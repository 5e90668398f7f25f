/** Draws pictures pixel by pixel from functions of the place, and mixes colours on the way. */
import type { Picture, Size } from '../../src/core/image/picture.ts';
import { rowsPerBand } from '../../src/core/image/picture.ts';

/** Red, green, blue, 0 to 255. */
export type Rgb = readonly [number, number, number];
/** The same with opacity, 0 to 1. */
export type Rgba = readonly [number, number, number, number];

/** The colour at a place: `x` from 0 to the picture's width over its height, `y` from 0 at the top to 1. */
export type Shader = (x: number, y: number) => Rgb | Rgba;

/** A picture of what the shader shows, made while it flows. */
export function drawn(size: Size, shader: Shader, opaque: boolean): Picture {
  return { ...size, opaque, bands: () => bandsOf(size, shader) };
}

async function* bandsOf(
  { width, height }: Size,
  shader: Shader,
): AsyncGenerator<Uint8ClampedArray<ArrayBuffer>> {
  const rows = rowsPerBand(width);
  for (let top = 0; top < height; top += rows) {
    const band = new Uint8ClampedArray(Math.min(rows, height - top) * width * 4);
    for (let at = 0; at < band.length; at += 4) {
      const x = (at / 4) % width;
      const y = top + Math.floor(at / 4 / width);
      const [red, green, blue, alpha = 1] = shader((x + 0.5) / height, (y + 0.5) / height);
      band[at] = red;
      band[at + 1] = green;
      band[at + 2] = blue;
      band[at + 3] = alpha * 255;
    }
    yield band;
  }
}

/** From `a` to `b` as `share` goes from 0 to 1. */
export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

/** A colour made lighter or darker by a factor. */
export function shade(colour: Rgb, factor: number): Rgb {
  return [colour[0] * factor, colour[1] * factor, colour[2] * factor];
}

/** 0 below `from`, 1 above `to`, smooth between; the other way round when `from` is larger. */
export function smooth(from: number, to: number, value: number): number {
  const share = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return share * share * (3 - 2 * share);
}

/** How far a place lies outside an ellipse, in about the units of the picture; negative inside. */
export function ellipse(x: number, y: number, radiusX: number, radiusY: number): number {
  return (Math.hypot(x / radiusX, y / radiusY) - 1) * Math.min(radiusX, radiusY);
}

/** Paint over paint where `distance` is negative, both with opacity. */
export function lay(under: Rgba, paint: Rgba, distance: number, edge: number): Rgba {
  const share = paint[3] * smooth(edge, -edge, distance);
  if (share === 0) return under;
  const alpha = share + under[3] * (1 - share);
  const blend = (channel: 0 | 1 | 2) =>
    (paint[channel] * share + under[channel] * under[3] * (1 - share)) / alpha;
  return [blend(0), blend(1), blend(2), alpha];
}

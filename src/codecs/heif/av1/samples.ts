/** Paints RGBA that libavif made of a picture: cells are averaged. */
import type { Rect, Size } from '../../../core/image/picture.ts';
import type { Samples, Target } from '../target.ts';
import type { Tone } from '../tone.ts';

/** Samples of 8 bits, or of 16 that are to be tone-mapped. */
export type Rgba =
  | { readonly levels: Uint8ClampedArray<ArrayBuffer>; readonly tone?: undefined }
  | { readonly levels: Uint16Array; readonly tone: Tone };

/** The picture of this size as samples to be painted. */
export function rgbaSamples({ width, height }: Size, rgba: Rgba): Samples {
  const { levels } = rgba;
  const each = (area: Rect, target: Target, write: (mean: Mean, at: number) => void): void => {
    const { cell } = target;
    const mean: Mean = [0, 0, 0];
    for (let y = 0, down = target.at; y < area.height; y += cell, down += target.down) {
      const rows = Math.min(cell, area.height - y);
      for (let x = 0, at = down; x < area.width; x += cell, at += target.right) {
        const first = ((area.y + y) * width + area.x + x) * 4;
        average(levels, first, Math.min(cell, area.width - x), rows, width * 4, mean);
        write(mean, at);
      }
    }
  };
  return {
    width,
    height,
    paint: (area, target) => each(area, target, rgba.tone ? toned(rgba.tone, target) : plain(target)),
    paintAlpha: (area, target) =>
      each(area, target, (mean, at) => {
        target.band[at + 3] = mean[0];
      }),
    free: () => undefined,
  };
}

type Mean = [red: number, green: number, blue: number];

/** The mean of a few rows of a few pixels. */
function average(
  levels: Uint8ClampedArray | Uint16Array,
  first: number,
  columns: number,
  rows: number,
  stride: number,
  mean: Mean,
): void {
  let [red, green, blue] = [0, 0, 0];
  for (let row = 0, from = first; row < rows; row++, from += stride) {
    for (let at = from; at < from + columns * 4; at += 4) {
      red += levels[at]!;
      green += levels[at + 1]!;
      blue += levels[at + 2]!;
    }
  }
  const share = 1 / (rows * columns);
  mean[0] = red * share;
  mean[1] = green * share;
  mean[2] = blue * share;
}

function plain({ band }: Target): (mean: Mean, at: number) => void {
  return (mean, at) => {
    band[at] = mean[0];
    band[at + 1] = mean[1];
    band[at + 2] = mean[2];
    band[at + 3] = 255;
  };
}

/** Samples of 16 bits become those of 8, which need not be whole. */
const STEPS = 257;

function toned(tone: Tone, { band }: Target): (mean: Mean, at: number) => void {
  return ([red, green, blue], at) => {
    tone(red / STEPS, green / STEPS, blue / STEPS, band, at);
    band[at + 3] = 255;
  };
}

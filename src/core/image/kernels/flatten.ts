import { mapBands } from '../bands.ts';
import type { Band, Picture } from '../picture.ts';

/** The picture laid on white: what an encoder without transparency is given. */
export function flatten(picture: Picture): Picture {
  return picture.opaque ? picture : mapBands(picture, layOnWhite, true);
}

function layOnWhite(band: Band): void {
  for (let i = 3; i < band.length; i += 4) {
    const alpha = band[i]!;
    if (alpha === 255) continue;
    const white = (255 - alpha) * 255;
    band[i - 3] = divide255(band[i - 3]! * alpha + white);
    band[i - 2] = divide255(band[i - 2]! * alpha + white);
    band[i - 1] = divide255(band[i - 1]! * alpha + white);
    band[i] = 255;
  }
}

/** A product of two bytes divided by 255, to the nearest whole number, without a division. */
function divide255(product: number): number {
  const nudged = product + 128;
  return (nudged + (nudged >> 8)) >> 8;
}

import { mapBands } from '../bands.ts';
import { type Colour, WHITE } from '../colour.ts';
import type { Band, Picture } from '../picture.ts';

/** The picture laid on a colour; on white it is what an encoder without transparency is given. */
export function flatten(picture: Picture, colour: Colour = WHITE): Picture {
  return picture.opaque ? picture : mapBands(picture, (band) => layOn(band, colour), true);
}

function layOn(band: Band, { red, green, blue }: Colour): void {
  for (let i = 3; i < band.length; i += 4) {
    const alpha = band[i]!;
    if (alpha === 255) continue;
    const rest = 255 - alpha;
    band[i - 3] = divide255(band[i - 3]! * alpha + rest * red);
    band[i - 2] = divide255(band[i - 2]! * alpha + rest * green);
    band[i - 1] = divide255(band[i - 1]! * alpha + rest * blue);
    band[i] = 255;
  }
}

/** A product of two bytes divided by 255, to the nearest whole number, without a division. */
function divide255(product: number): number {
  const nudged = product + 128;
  return (nudged + (nudged >> 8)) >> 8;
}

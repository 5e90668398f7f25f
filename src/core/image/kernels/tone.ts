/** Brightness and contrast: one table of 256 entries, applied to each colour channel. */
import { mapBands } from '../bands.ts';
import type { Picture } from '../picture.ts';

/** The new value of each channel value. */
export type ToneCurve = Uint8ClampedArray<ArrayBuffer>;

/** Levels that one percent of brightness adds: ±100 shifts by half the range. */
const LEVELS_PER_PERCENT = 1.27;
/** The tone that contrast leaves where it is. */
const MIDDLE = 128;

/** Adds the same amount to every tone; `percent` from -100 to 100. */
export function brightness(percent: number): ToneCurve {
  return Uint8ClampedArray.from({ length: 256 }, (_, tone) => tone + LEVELS_PER_PERCENT * percent);
}

/** Scales the distance of every tone from the middle, down to nothing or up a hundredfold. */
export function contrastCurve(percent: number): ToneCurve {
  const factor = percent <= 0 ? (100 + percent) / 100 : 100 / (100 - Math.min(percent, 99));
  return Uint8ClampedArray.from({ length: 256 }, (_, tone) => MIDDLE + (tone - MIDDLE) * factor);
}

/** Applies a curve to red, green and blue; alpha stays. */
export function mapTones(picture: Picture, curve: ToneCurve): Picture {
  return mapBands(picture, (band) => {
    for (let i = 0; i < band.length; i += 4) {
      band[i] = curve[band[i]!]!;
      band[i + 1] = curve[band[i + 1]!]!;
      band[i + 2] = curve[band[i + 2]!]!;
    }
  });
}

/** Brings every colour `share` of the way from its grey to itself: 0 is grey, 1 as it is, more is livelier. */
export function saturate(picture: Picture, share: number): Picture {
  return mapBands(picture, (band) => {
    for (let i = 0; i < band.length; i += 4) {
      const grey = luma(band[i]!, band[i + 1]!, band[i + 2]!);
      for (let channel = i; channel < i + 3; channel++)
        band[channel] = grey + (band[channel]! - grey) * share;
    }
  });
}

/** Of ITU-R BT.601, as JPEG has it, in 65,536ths, rounded; the three add up to one. */
function luma(red: number, green: number, blue: number): number {
  return (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16;
}
